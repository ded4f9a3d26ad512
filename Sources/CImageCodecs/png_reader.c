// Decodes PNG to 8-bit RGB as Pillow's convert("RGB") does: alpha and tRNS are dropped, 16-bit
// colour keeps its high byte, 16-bit grey is clipped to 255, palette indices outside the palette
// are black.
//
// Each mode unpacks to 1 (grey or palette index), 2 (16-bit grey) or 3 bytes per pixel. A row is
// decoded into the end of its RGB row and then expanded in place, from the start.
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t position;
  int scales;  // 16-bit grey is scaled to 8 bits, not clipped
  codec_report report;
} png_source;

static void note(codec_report *report, codec_outcome outcome, const char *message) {
  report->outcome = outcome;
  strncpy(report->message, message, sizeof report->message - 1);
}

static void fail(png_structp png, png_const_charp message) {
  png_source *source = png_get_error_ptr(png);
  if (source->report.outcome == codec_done) note(&source->report, codec_damaged, message);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void read_bytes(png_structp png, png_bytep into, size_t length) {
  png_source *source = png_get_io_ptr(png);
  if (length > source->count - source->position) {
    note(&source->report, codec_truncated, "");
    source->position = source->count;
    png_error(png, "truncated");
  }
  memcpy(into, source->bytes + source->position, length);
  source->position += length;
}

// Returns null and reports codec_no_memory if memory is short.
static png_structp open_reader(png_source *source, png_infop *info) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, source, fail, ignore);
  *info = png ? png_create_info_struct(png) : NULL;
  if (!*info) {
    source->report.outcome = codec_no_memory;
    png_destroy_read_struct(&png, NULL, NULL);
    return NULL;
  }
  png_set_read_fn(png, source, read_bytes);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // the caller has its own limit
  // Ancillary chunks do not change the pixels. Skipping them also avoids decompression bombs in
  // text and colour profiles.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  return png;
}

static codec_report close_reader(png_source *source, png_structp png, png_infop info) {
  source->report.consumed = source->position;
  png_destroy_read_struct(&png, &info, NULL);
  return source->report;
}

codec_report png_size(const uint8_t *bytes, size_t count) {
  png_source source = {.bytes = bytes, .count = count};
  png_infop info = NULL;
  png_structp png = open_reader(&source, &info);
  if (!png) return source.report;
  if (setjmp(png_jmpbuf(png)) == 0) {
    png_read_info(png, info);
    source.report.width = png_get_image_width(png, info);
    source.report.height = png_get_image_height(png, info);
    // Deflate compresses at most 1032-fold, so fewer bytes can't hold the image.
    double packed = (double)png_get_rowbytes(png, info) * (double)source.report.height;
    if (packed / 1032 > (double)count) note(&source.report, codec_truncated, "");
  }
  return close_reader(&source, png, info);
}

// Expands `width` raw pixels at the end of `row` to RGB over the whole row.
static void spread(uint8_t *row, size_t width, size_t raw, const uint8_t (*palette)[3],
                   int scales) {
  if (raw == 3) return;
  const uint8_t *tail = row + width * (3 - raw);
  for (size_t i = 0; i < width; i++) {
    if (raw == 2) {
      unsigned wide = (unsigned)tail[2 * i] << 8 | tail[2 * i + 1];
      uint8_t value = scales ? grey16_scaled(wide) : wide > 255 ? 255 : (uint8_t)wide;
      row[3 * i] = row[3 * i + 1] = row[3 * i + 2] = value;
    } else if (palette) {
      const uint8_t *colour = palette[tail[i]];
      row[3 * i] = colour[0], row[3 * i + 1] = colour[1], row[3 * i + 2] = colour[2];
    } else {
      uint8_t value = tail[i];
      row[3 * i] = row[3 * i + 1] = row[3 * i + 2] = value;
    }
  }
}

// Configures libpng to give 1, 2 or 3 bytes per pixel; returns that number.
static size_t choose_raw_layout(png_structp png, png_infop info) {
  int colour = png_get_color_type(png, info);
  int depth = png_get_bit_depth(png, info);
  if (colour == PNG_COLOR_TYPE_PALETTE) {
    png_set_packing(png);
    return 1;
  }
  if (colour == PNG_COLOR_TYPE_GRAY) {
    if (depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    return depth == 16 ? 2 : 1;
  }
  if (depth == 16) png_set_strip_16(png);
  if (colour & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(png);
  return colour & PNG_COLOR_MASK_COLOR ? 3 : 1;
}

static void read_palette(uint8_t (*palette)[3], png_structp png, png_infop info) {
  png_colorp colours = NULL;
  int colour_count = 0;
  png_get_PLTE(png, info, &colours, &colour_count);
  for (int i = 0; i < colour_count && i < 256; i++) {
    palette[i][0] = colours[i].red, palette[i][1] = colours[i].green;
    palette[i][2] = colours[i].blue;
  }
}

static codec_report decode(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                           size_t count, int scales) {
  png_source source = {.bytes = bytes, .count = count, .scales = scales};
  png_infop info = NULL;
  png_structp png = open_reader(&source, &info);
  if (!png) return source.report;
  uint8_t palette[256][3] = {{0}};
  if (setjmp(png_jmpbuf(png)) == 0) {
    png_read_info(png, info);
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
      png_error(png, "the size changed between two readings");
    int indexed = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
    if (indexed) read_palette(palette, png, info);
    size_t raw = choose_raw_layout(png, info);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != width * raw) png_error(png, "unexpected row length");
    for (int pass = 0; pass < passes; pass++)
      for (size_t y = 0; y < height; y++) {
        uint8_t *row = rgb + y * width * 3;
        png_read_row(png, row + width * (3 - raw), NULL);
        if (pass == passes - 1)
          spread(row, width, raw, indexed ? (const uint8_t(*)[3])palette : NULL, source.scales);
      }
    png_read_end(png, NULL);
    source.report.width = width;
    source.report.height = height;
  }
  return close_reader(&source, png, info);
}

codec_report png_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                        size_t count) {
  return decode(rgb, width, height, bytes, count, 0);
}

codec_report png_scaled_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                               size_t count) {
  return decode(rgb, width, height, bytes, count, 1);
}
