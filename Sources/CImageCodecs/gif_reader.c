// Decodes the first frame of a GIF to 8-bit RGB as Pillow's convert("RGB") does: transparency is
// dropped, what the frame leaves free has the transparent colour or the first one.
#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"
#include "loaded_library.h"

#define FUNCTIONS(one)                                                         \
  one(DGifCloseFile) one(DGifGetExtension) one(DGifGetExtensionNext)           \
  one(DGifGetImageDesc) one(DGifGetLine) one(DGifGetRecordType) one(DGifOpen)  \
  one(GifErrorString)
LOADED_LIBRARY(FUNCTIONS, "libgif.so.7", "libgif7")

typedef struct {
  const uint8_t *bytes;
  size_t count, position;
} gif_source;

static int read_bytes(GifFileType *gif, GifByteType *into, int length) {
  gif_source *source = gif->UserData;
  size_t left = source->count - source->position;
  size_t number = (size_t)length < left ? (size_t)length : left;
  memcpy(into, source->bytes + source->position, number);
  source->position += number;
  return (int)number;
}

static codec_report failed(gif_source *source, int error) {
  codec_report report = {.consumed = source->position, .outcome = codec_damaged};
  int is_short = error == D_GIF_ERR_READ_FAILED || error == D_GIF_ERR_EOF_TOO_SOON ||
                 source->position == source->count;
  if (is_short) report.outcome = codec_truncated;
  if (error == D_GIF_ERR_NOT_ENOUGH_MEM) report.outcome = codec_no_memory;
  const char *words = is_short ? NULL : p_GifErrorString(error);
  if (words) strncpy(report.message, words, sizeof report.message - 1);
  return report;
}

// Reads up to the first frame's description; `transparent` is its transparent index or -1.
static int find_frame(GifFileType *gif, int *transparent) {
  *transparent = -1;
  for (;;) {
    GifRecordType type;
    if (p_DGifGetRecordType(gif, &type) == GIF_ERROR) return GIF_ERROR;
    if (type == IMAGE_DESC_RECORD_TYPE) return p_DGifGetImageDesc(gif);
    if (type == TERMINATE_RECORD_TYPE) {
      gif->Error = D_GIF_ERR_NO_IMAG_DSCR;
      return GIF_ERROR;
    }
    if (type != EXTENSION_RECORD_TYPE) continue;
    int code;
    GifByteType *block;
    if (p_DGifGetExtension(gif, &code, &block) == GIF_ERROR) return GIF_ERROR;
    if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4 && block[1] & 1)
      *transparent = block[4];
    while (block)
      if (p_DGifGetExtensionNext(gif, &block) == GIF_ERROR) return GIF_ERROR;
  }
}

static GifFileType *open_frame(gif_source *source, int *transparent, codec_report *report) {
  int error = 0;
  if (!loads(report)) return NULL;
  GifFileType *gif = p_DGifOpen(source, read_bytes, &error);
  if (!gif) {
    *report = failed(source, error);
    return NULL;
  }
  if (find_frame(gif, transparent) == GIF_ERROR) {
    *report = failed(source, gif->Error);
    if (gif->Error == D_GIF_ERR_NO_IMAG_DSCR) {
      report->outcome = codec_damaged;
      strncpy(report->message, "it has no picture", sizeof report->message - 1);
    }
    p_DGifCloseFile(gif, &error);
    return NULL;
  }
  // A frame that is larger than the screen enlarges it.
  size_t right = (size_t)gif->Image.Left + (size_t)gif->Image.Width;
  size_t bottom = (size_t)gif->Image.Top + (size_t)gif->Image.Height;
  report->width = right > (size_t)gif->SWidth ? right : (size_t)gif->SWidth;
  report->height = bottom > (size_t)gif->SHeight ? bottom : (size_t)gif->SHeight;
  report->consumed = source->position;
  return gif;
}

codec_report gif_size(const uint8_t *bytes, size_t count) {
  gif_source source = {.bytes = bytes, .count = count};
  codec_report report = {0};
  int transparent, error;
  GifFileType *gif = open_frame(&source, &transparent, &report);
  if (gif) p_DGifCloseFile(gif, &error);
  return report;
}

// The frame's colours, else the screen's; a grey ramp, which Pillow drops, is the identity.
static void read_palette(uint8_t palette[256][3], const GifFileType *gif) {
  const ColorMapObject *map = gif->Image.ColorMap ? gif->Image.ColorMap : gif->SColorMap;
  int is_ramp = 1;
  memset(palette, 0, 256 * 3);
  for (int i = 0; map && i < map->ColorCount && i < 256; i++) {
    palette[i][0] = map->Colors[i].Red;
    palette[i][1] = map->Colors[i].Green, palette[i][2] = map->Colors[i].Blue;
    if (palette[i][0] != i || palette[i][1] != i || palette[i][2] != i) is_ramp = 0;
  }
  if (is_ramp)
    for (int i = 0; i < 256; i++) palette[i][0] = palette[i][1] = palette[i][2] = (uint8_t)i;
}

codec_report gif_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                        size_t count) {
  gif_source source = {.bytes = bytes, .count = count};
  codec_report report = {0};
  int transparent, error;
  GifFileType *gif = open_frame(&source, &transparent, &report);
  if (!gif) return report;
  if (report.width != width || report.height != height) {
    report.outcome = codec_damaged;
    p_DGifCloseFile(gif, &error);
    return report;
  }
  uint8_t palette[256][3];
  read_palette(palette, gif);
  size_t columns = (size_t)gif->Image.Width, rows = (size_t)gif->Image.Height;
  const uint8_t *free_color = palette[transparent < 0 ? 0 : transparent];
  if (columns < width || rows < height)
    for (size_t i = 0; i < width * height; i++) memcpy(rgb + 3 * i, free_color, 3);
  static const size_t starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
  int passes = gif->Image.Interlace ? 4 : 1;
  for (int pass = 0; pass < passes && report.outcome == codec_done; pass++) {
    size_t step = passes == 1 ? 1 : steps[pass];
    for (size_t y = passes == 1 ? 0 : starts[pass]; y < rows; y += step) {
      uint8_t *row = rgb + 3 * (width * ((size_t)gif->Image.Top + y) + (size_t)gif->Image.Left);
      // Indices go to the end of the row and are expanded from its start.
      uint8_t *line = row + 2 * columns;
      if (columns == 0) continue;
      if (p_DGifGetLine(gif, line, (int)columns) == GIF_ERROR) {
        report = failed(&source, gif->Error);
        break;
      }
      for (size_t x = 0; x < columns; x++) {
        const uint8_t *color = palette[line[x]];
        row[3 * x] = color[0], row[3 * x + 1] = color[1], row[3 * x + 2] = color[2];
      }
    }
  }
  report.width = width;
  report.height = height;
  report.consumed = source.position;
  p_DGifCloseFile(gif, &error);
  return report;
}
