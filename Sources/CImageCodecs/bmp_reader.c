// Decodes BMP to 8-bit RGB as Pillow's convert("RGB") does: 1, 4 and 8 bits with a palette, also
// run-length encoded, 16 bits of 5-5-5 or 5-6-5, 24 and 32 bits. Alpha is dropped.
#include <string.h>

#include "CImageCodecs.h"

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t header;  // bytes of the information header
  size_t width, height;
  int top_down;
  unsigned bits, compression;
  uint32_t masks[4];  // red, green, blue, alpha
  size_t colors, entry;  // palette entries and the bytes of one
  size_t palette, pixels;  // offsets
} bmp_file;

enum { plain = 0, rle8 = 1, rle4 = 2, bit_fields = 3 };

static uint32_t long_at(const bmp_file *file, size_t offset) {
  if (offset + 4 > file->count) return 0;
  const uint8_t *b = file->bytes + offset;
  return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static unsigned short_at(const bmp_file *file, size_t offset) {
  return long_at(file, offset) & 0xFFFF;
}

static codec_report stop(codec_report report, codec_outcome outcome, const char *message) {
  report.outcome = outcome;
  strncpy(report.message, message, sizeof report.message - 1);
  return report;
}

static size_t row_bytes(const bmp_file *file) { return (file->width * file->bits + 7) / 8; }

static size_t stride(const bmp_file *file) {
  return ((file->width * file->bits + 31) >> 3) & ~(size_t)3;
}

static codec_report read_header(bmp_file *file) {
  codec_report report = {.consumed = file->count};
  if (file->count < 26) return stop(report, codec_truncated, "");
  file->header = long_at(file, 14);
  size_t info = 14;
  if (file->header == 12) {
    file->width = short_at(file, info + 4);
    file->height = short_at(file, info + 6);
    file->bits = short_at(file, info + 10);
    file->entry = 3;
  } else if (file->header == 40 || file->header == 52 || file->header == 56 ||
             file->header == 64 || file->header == 108 || file->header == 124) {
    if (file->count < info + file->header) return stop(report, codec_truncated, "");
    file->width = long_at(file, info + 4);
    uint32_t height = long_at(file, info + 8);
    file->top_down = height >> 24 == 0xFF;
    file->height = file->top_down ? 0u - height : height;
    file->bits = short_at(file, info + 14);
    file->compression = long_at(file, info + 16);
    file->colors = long_at(file, info + 32);
    file->entry = 4;
  } else {
    return stop(report, codec_unsupported, "a header of another kind");
  }
  report.width = file->width;
  report.height = file->height;
  file->palette = info + file->header;
  if (file->compression == bit_fields) {
    for (size_t i = 0; i < 3; i++) file->masks[i] = long_at(file, info + 40 + 4 * i);
    if (file->header >= 56) file->masks[3] = long_at(file, info + 52);
    if (file->header < 52) file->palette += 12;
  }
  if (file->colors == 0 && file->bits <= 8) file->colors = (size_t)1 << file->bits;
  file->pixels = long_at(file, 10);
  if (file->pixels == 14 + file->header && file->bits <= 8)
    file->pixels += file->entry * file->colors;
  if (file->pixels == 0)
    file->pixels = file->palette + (file->bits <= 8 ? file->entry * file->colors : 0);
  switch (file->bits) {
    case 1: case 4: case 8:
      if (file->colors > 65536) return stop(report, codec_damaged, "its palette is too large");
      break;
    case 16: case 24: case 32: break;
    default: return stop(report, codec_unsupported, "an unusual number of bits a pixel");
  }
  int is_coded = (file->compression == rle8 && file->bits == 8) ||
                 (file->compression == rle4 && file->bits == 4);
  if (file->compression != plain && file->compression != bit_fields && !is_coded)
    return stop(report, codec_unsupported, "another compression");
  if (file->compression == bit_fields && file->bits < 16)
    return stop(report, codec_unsupported, "bit fields of a palette");
  if (file->width == 0 || file->height == 0) return report;
  if (file->width > INT32_MAX || file->height > INT32_MAX)
    return stop(report, codec_damaged, "its size is negative");
  if (!is_coded) {
    if (file->pixels > file->count ||
        stride(file) > (file->count - file->pixels + 3) / file->height + 3 ||
        stride(file) * (file->height - 1) + row_bytes(file) > file->count - file->pixels)
      return stop(report, codec_truncated, "");
  } else if (file->pixels > file->count ||
             // Two bytes code at most 255 pixels of a row, or skip 255 × 255 with two more.
             file->width * file->height / 32768 > file->count) {
    return stop(report, codec_truncated, "");
  }
  return report;
}

codec_report bmp_size(const uint8_t *bytes, size_t count) {
  bmp_file file = {.bytes = bytes, .count = count};
  return read_header(&file);
}

// The place of a byte with eight bits in 32, or -1.
static int byte_of(uint32_t mask) {
  for (int place = 0; place < 4; place++)
    if (mask == 0xFFu << (8 * place)) return place;
  return -1;
}

static int wide_row(uint8_t *rgb, const uint8_t *row, const bmp_file *file, const int place[3]) {
  size_t step = file->bits / 8;
  for (size_t x = 0; x < file->width; x++, row += step)
    for (int c = 0; c < 3; c++) rgb[3 * x + c] = row[place[c]];
  return 1;
}

static void narrow_row(uint8_t *rgb, const uint8_t *row, size_t width, int has_six) {
  for (size_t x = 0; x < width; x++) {
    unsigned pixel = row[2 * x] | (unsigned)row[2 * x + 1] << 8;
    unsigned green = has_six ? 63 : 31;
    rgb[3 * x] = (uint8_t)(((pixel >> (has_six ? 11 : 10)) & 31) * 255 / 31);
    rgb[3 * x + 1] = (uint8_t)(((pixel >> 5) & green) * 255 / green);
    rgb[3 * x + 2] = (uint8_t)((pixel & 31) * 255 / 31);
  }
}

// Reads the palette as RGB; a grey ramp, which Pillow drops, leaves indices as they are.
static void read_palette(uint8_t palette[256][3], const bmp_file *file) {
  int is_ramp = 1;
  for (size_t i = 0; i < 256; i++) palette[i][0] = palette[i][1] = palette[i][2] = 0;
  for (size_t i = 0; i < file->colors && i < 256; i++) {
    size_t offset = file->palette + i * file->entry;
    if (offset + 3 > file->count) break;
    const uint8_t *b = file->bytes + offset;
    palette[i][0] = b[2], palette[i][1] = b[1], palette[i][2] = b[0];
    if (b[0] != i || b[1] != i || b[2] != i) is_ramp = 0;
  }
  if (is_ramp && file->colors > 2)
    for (size_t i = 0; i < 256; i++)
      palette[i][0] = palette[i][1] = palette[i][2] = (uint8_t)i;
}

static void palette_row(uint8_t *rgb, const uint8_t *row, const bmp_file *file,
                        uint8_t palette[256][3]) {
  unsigned mask = (1u << file->bits) - 1;
  for (size_t x = 0; x < file->width; x++) {
    size_t bit = x * file->bits;
    unsigned shift = 8 - file->bits - bit % 8;
    memcpy(rgb + 3 * x, palette[(row[bit / 8] >> shift) & mask], 3);
  }
}

// Decodes run-length codes to one index a pixel, in the file's order of rows, as Pillow does.
// Indices go to the start of `rgb`; returns their number.
static size_t run_lengths(uint8_t *out, size_t total, const bmp_file *file) {
  size_t at = file->pixels, filled = 0, x = 0;
  int is_four = file->compression == rle4;
  while (filled < total && at + 2 <= file->count) {
    size_t number = file->bytes[at], code = file->bytes[at + 1];
    at += 2;
    if (number > 0) {
      if (x + number > file->width) number = file->width > x ? file->width - x : 0;
      if (number > total - filled) number = total - filled;
      for (size_t i = 0; i < number; i++)
        out[filled + i] = is_four ? (i % 2 == 0 ? code >> 4 : code & 15) : code;
      filled += number;
      x += number;
    } else if (code == 0) {
      while (filled % file->width != 0) out[filled++] = 0;
      x = 0;
    } else if (code == 1) {
      break;
    } else if (code == 2) {
      if (at + 2 > file->count) break;
      size_t skip = file->bytes[at] + file->bytes[at + 1] * file->width;
      at += 2;
      if (skip > total - filled) skip = total - filled;
      memset(out + filled, 0, skip);
      filled += skip;
      x = filled % file->width;
    } else {
      size_t number = code < total - filled ? code : total - filled;
      size_t length = is_four ? (number + 1) / 2 : number;
      if (length > file->count - at) break;
      for (size_t i = 0; i < number; i++)
        out[filled + i] = !is_four       ? file->bytes[at + i]
                          : i % 2 == 0 ? file->bytes[at + i / 2] >> 4
                                       : file->bytes[at + i / 2] & 15;
      filled += number;
      at += length;
      x += code;
      at += at % 2;  // runs start at even offsets
    }
  }
  return filled;
}

static void flip(uint8_t *rgb, size_t row, size_t height) {
  for (size_t y = 0; y < height / 2; y++) {
    uint8_t *upper = rgb + y * row, *lower = rgb + (height - 1 - y) * row;
    for (size_t i = 0; i < row; i++) {
      uint8_t kept = upper[i];
      upper[i] = lower[i], lower[i] = kept;
    }
  }
}

codec_report bmp_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                        size_t count) {
  bmp_file file = {.bytes = bytes, .count = count};
  codec_report report = read_header(&file);
  if (report.outcome != codec_done) return report;
  if (file.width != width || file.height != height)
    return stop(report, codec_damaged, "the size changed between two readings");
  uint8_t palette[256][3];
  if (file.bits <= 8) read_palette(palette, &file);
  if (file.compression == rle8 || file.compression == rle4) {
    size_t total = width * height;
    if (run_lengths(rgb, total, &file) < total) return stop(report, codec_truncated, "");
    for (size_t i = total; i-- > 0;) memmove(rgb + 3 * i, palette[rgb[i]], 3);
    if (!file.top_down) flip(rgb, 3 * width, height);
    return report;
  }
  int place[3] = {2, 1, 0};
  int has_six = 0;
  if (file.compression == bit_fields && file.bits == 16) {
    has_six = file.masks[1] == 0x7E0;
    if (file.masks[0] != (has_six ? 0xF800 : 0x7C00) || file.masks[2] != 0x1F ||
        (!has_six && file.masks[1] != 0x3E0))
      return stop(report, codec_unsupported, "an unusual layout of bits");
  } else if (file.compression == bit_fields && (file.masks[0] | file.masks[1] | file.masks[2])) {
    for (int c = 0; c < 3; c++) {
      place[c] = byte_of(file.masks[c]);
      if (place[c] < 0 || place[c] >= (int)file.bits / 8)
        return stop(report, codec_unsupported, "an unusual layout of bits");
    }
  }
  for (size_t y = 0; y < height; y++) {
    const uint8_t *row = bytes + file.pixels + stride(&file) * y;
    uint8_t *target = rgb + 3 * width * (file.top_down ? y : height - 1 - y);
    if (file.bits <= 8) palette_row(target, row, &file, palette);
    else if (file.bits == 16) narrow_row(target, row, width, has_six);
    else wide_row(target, row, &file, place);
  }
  return report;
}
