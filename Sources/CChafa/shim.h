// libchafa as one function: pixels to a terminal's graphics protocol.
#ifndef EFFSCOPE_CCHAFA_SHIM_H
#define EFFSCOPE_CCHAFA_SHIM_H
#include <chafa.h>
#include <stdlib.h>
#include <string.h>

enum { CHAFA_SHIM_SIXEL = 0, CHAFA_SHIM_KITTY = 1, CHAFA_SHIM_ITERM2 = 2 };

// The bytes that draw `pixels` (height, width, RGB) over columns × rows cells of cell_width ×
// cell_height pixels each; NULL on failure. The caller frees them with free().
static inline char *chafa_shim_encode(
    int protocol, const unsigned char *pixels, int width, int height, int columns, int rows,
    int cell_width, int cell_height, size_t *length) {
  static const ChafaPixelMode modes[] = {
    CHAFA_PIXEL_MODE_SIXELS, CHAFA_PIXEL_MODE_KITTY, CHAFA_PIXEL_MODE_ITERM2};
  *length = 0;
  // libchafa skews rows of 3-byte pixels whose length is not a multiple of 4, so pixels get 4
  // bytes.
  size_t count = (size_t)width * (size_t)height;
  unsigned char *words = malloc(count * 4);
  if (!words) return NULL;
  for (size_t i = 0; i < count; i++) {
    memcpy(words + 4 * i, pixels + 3 * i, 3);
    words[4 * i + 3] = 255;
  }
  ChafaCanvasConfig *config = chafa_canvas_config_new();
  chafa_canvas_config_set_geometry(config, columns, rows);
  chafa_canvas_config_set_cell_geometry(config, cell_width, cell_height);
  chafa_canvas_config_set_pixel_mode(config, modes[protocol]);
  chafa_canvas_config_set_canvas_mode(config, CHAFA_CANVAS_MODE_TRUECOLOR);
  chafa_canvas_config_set_dither_mode(
    config, protocol == CHAFA_SHIM_SIXEL ? CHAFA_DITHER_MODE_DIFFUSION : CHAFA_DITHER_MODE_NONE);
  ChafaCanvas *canvas = chafa_canvas_new(config);
  chafa_canvas_draw_all_pixels(
    canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, words, width, height, width * 4);
  // The fallback info has only the standard sequences of the protocols.
  ChafaTermInfo *info = chafa_term_db_get_fallback_info(chafa_term_db_get_default());
  GString *text = chafa_canvas_print(canvas, info);
  char *bytes = NULL;
  if (text && text->len > 0 && (bytes = malloc(text->len))) {
    memcpy(bytes, text->str, text->len);
    *length = text->len;
  }
  if (text) g_string_free(text, TRUE);
  chafa_term_info_unref(info);
  chafa_canvas_unref(canvas);
  chafa_canvas_config_unref(config);
  free(words);
  return bytes;
}
#endif
