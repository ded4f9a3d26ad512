// Decodes the first picture of a TIFF to 8-bit RGB as Pillow's convert("RGB") does: alpha is
// dropped, 16-bit colour keeps its high byte, 16-bit grey is clipped to 255, CMYK is converted
// without a profile. Strips and tiles, also of planes, are decoded by libtiff.
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "CImageCodecs.h"
#include "loaded_library.h"

#define FUNCTIONS(one)                                                                  \
  one(TIFFClientOpen) one(TIFFClose) one(TIFFComputeStrip) one(TIFFComputeTile)         \
  one(TIFFGetField) one(TIFFGetFieldDefaulted) one(TIFFIsBigTIFF)                       \
  one(TIFFIsCODECConfigured) one(TIFFIsTiled) one(TIFFReadEncodedStrip)                 \
  one(TIFFReadEncodedTile) one(TIFFScanlineSize) one(TIFFSetErrorHandler)               \
  one(TIFFSetField) one(TIFFSetWarningHandler) one(TIFFStripSize) one(TIFFTileRowSize)  \
  one(TIFFTileSize)
LOADED_LIBRARY(FUNCTIONS, "libtiff.so.6", "libtiff6")

typedef struct {
  const uint8_t *bytes;
  tmsize_t count, position;
  codec_report report;
} tiff_source;

static tmsize_t read_bytes(thandle_t handle, void *into, tmsize_t length) {
  tiff_source *source = handle;
  tmsize_t left = source->count - source->position;
  if (length > left) length = left;
  if (length <= 0) return 0;
  memcpy(into, source->bytes + source->position, (size_t)length);
  source->position += length;
  return length;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t length) {
  (void)handle, (void)bytes, (void)length;
  return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  tiff_source *source = handle;
  toff_t base = whence == SEEK_CUR   ? (toff_t)source->position
                : whence == SEEK_END ? (toff_t)source->count
                                     : 0;
  toff_t place = base + offset;
  source->position = place > (toff_t)source->count ? source->count : (tmsize_t)place;
  return (toff_t)source->position;
}

static int close_source(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return (toff_t)((tiff_source *)handle)->count; }

static void note(codec_report *report, codec_outcome outcome, const char *message) {
  if (report->outcome != codec_done) return;
  report->outcome = outcome;
  strncpy(report->message, message, sizeof report->message - 1);
}

// What is read of a file's tags.
typedef struct {
  uint32_t width, height, cell_width, cell_height;  // a cell is a strip or a tile
  uint16_t bits, samples, photometric, planar, compression, format;
  uint16_t extra_count, extra;
  int is_tiled;
  int scales;  // 16-bit grey is scaled to 8 bits, not clipped
} tiff_tags;

// The kind of pixels as the file states it; libtiff takes a palette picture whose palette can't be
// read for grey. 0xFFFF for a BigTIFF and for a file that does not state it.
static unsigned stated_photometric(const tiff_source *source) {
  const uint8_t *b = source->bytes;
  size_t count = (size_t)source->count;
  int is_little = count > 8 && b[0] == 'I';
#define SHORT(at) ((unsigned)b[(at) + !is_little] << 0 | (unsigned)b[(at) + is_little] << 8)
  if (count < 10 || (is_little ? b[2] : b[3]) != 42) return 0xFFFF;
  size_t low = SHORT(is_little ? 4 : 6), high = SHORT(is_little ? 6 : 4);
  size_t place = low | high << 16;
  if (place > count - 2) return 0xFFFF;
  unsigned entries = SHORT(place);
  for (place += 2; entries-- > 0 && place + 12 <= count; place += 12)
    if (SHORT(place) == TIFFTAG_PHOTOMETRIC) return SHORT(place + 8);
#undef SHORT
  return 0xFFFF;
}

static int is_readable(uint16_t compression) {
  switch (compression) {
    case COMPRESSION_NONE: case COMPRESSION_CCITTRLE: case COMPRESSION_CCITTFAX3:
    case COMPRESSION_CCITTFAX4: case COMPRESSION_LZW: case COMPRESSION_JPEG:
    case COMPRESSION_ADOBE_DEFLATE: case COMPRESSION_DEFLATE: case COMPRESSION_PACKBITS:
      return p_TIFFIsCODECConfigured(compression);
    default: return 0;
  }
}

// Checks that the kind of pixels is one that is read as Pillow reads it.
static void check_kind(const tiff_tags *tags, codec_report *report) {
  unsigned colors = tags->samples - tags->extra_count;
  int is_grey = tags->photometric <= PHOTOMETRIC_MINISBLACK;
  int is_signed = tags->format == SAMPLEFORMAT_INT;
  if (!is_readable(tags->compression))
    return note(report, codec_unsupported, "another compression");
  if (tags->format != SAMPLEFORMAT_UINT && !(is_grey && (is_signed || tags->bits == 32)))
    return note(report, codec_unsupported, "samples of another type");
  int fits = 0;
  switch (tags->photometric) {
    case PHOTOMETRIC_MINISWHITE: case PHOTOMETRIC_MINISBLACK:
      fits = colors == 1 && (tags->bits <= 8 ? tags->bits != 3 && tags->bits <= 8
                                             : tags->extra_count == 0);
      if (tags->bits > 8 && tags->photometric == PHOTOMETRIC_MINISWHITE) fits = 0;
      if (tags->bits < 8 && tags->extra_count > 0) fits = 0;
      break;
    case PHOTOMETRIC_PALETTE:
      fits = colors == 1 && tags->bits <= 8 && (tags->bits == 8 || tags->extra_count == 0);
      break;
    case PHOTOMETRIC_RGB:
      if (colors == 4 && tags->extra_count == 0) colors = 3;  // alpha without its tag
      fits = colors == 3 && (tags->bits == 8 || tags->bits == 16);
      break;
    case PHOTOMETRIC_SEPARATED: fits = colors == 4 && (tags->bits == 8 || tags->bits == 16); break;
    case PHOTOMETRIC_YCBCR:
      fits = tags->samples == 3 && tags->bits == 8 && tags->compression == COMPRESSION_JPEG &&
             tags->planar == PLANARCONFIG_CONTIG;
      break;
    default: break;
  }
  if (tags->bits != 1 && tags->bits != 2 && tags->bits != 4 && tags->bits != 8 &&
      tags->bits != 16 && tags->bits != 32)
    fits = 0;
  if (tags->planar == PLANARCONFIG_SEPARATE && tags->samples > 1 &&
      (tags->bits != 8 || tags->extra == EXTRASAMPLE_ASSOCALPHA))
    fits = 0;
  if (tags->extra == EXTRASAMPLE_ASSOCALPHA &&
      (tags->photometric != PHOTOMETRIC_RGB || tags->extra_count != 1))
    fits = 0;
  if (!fits) note(report, codec_unsupported, "an unusual kind of pixels");
}

static void read_tags(TIFF *tiff, tiff_tags *tags, codec_report *report) {
  uint16_t *extras = NULL;
  uint16_t orientation = ORIENTATION_TOPLEFT;
  if (!p_TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &tags->width) ||
      !p_TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &tags->height))
    return note(report, codec_damaged, "it states no size");
  report->width = tags->width;
  report->height = tags->height;
  p_TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &tags->bits);
  p_TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &tags->samples);
  p_TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &tags->planar);
  p_TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &tags->compression);
  p_TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &tags->format);
  p_TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  if (!p_TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &tags->photometric)) tags->photometric = 0;
  if (p_TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &tags->extra_count, &extras) &&
      tags->extra_count > 0 && extras)
    tags->extra = extras[0];
  if (tags->samples == 0 || tags->samples > 6 || tags->extra_count >= tags->samples)
    return note(report, codec_unsupported, "an unusual number of samples");
  if (tags->format == SAMPLEFORMAT_VOID) tags->format = SAMPLEFORMAT_UINT;
  if (p_TIFFIsBigTIFF(tiff) && orientation != ORIENTATION_TOPLEFT)
    return note(report, codec_unsupported, "a BigTIFF that must be turned");
  check_kind(tags, report);
  if (report->outcome != codec_done || tags->width == 0 || tags->height == 0) return;
  tags->is_tiled = p_TIFFIsTiled(tiff);
  tags->cell_width = tags->width;
  if (tags->is_tiled) {
    p_TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &tags->cell_width);
    p_TIFFGetField(tiff, TIFFTAG_TILELENGTH, &tags->cell_height);
  } else {
    p_TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &tags->cell_height);
    if (tags->cell_height > tags->height) tags->cell_height = tags->height;
  }
  if (tags->cell_width == 0 || tags->cell_height == 0 ||
      tags->cell_width > tags->width + 4096 || tags->cell_height > tags->height + 4096)
    return note(report, codec_damaged, "its strips or tiles have no sensible size");
  // A strip or tile is decoded as a whole, and may be larger than the picture.
  double cell = (double)tags->cell_width * tags->cell_height * tags->samples * tags->bits / 8;
  if (cell > 24.0 * tags->width * tags->height + (64 << 20))
    return note(report, codec_costly, "its tiles are much larger than the picture");
  // No compression but a facsimile's makes more than 2000 bytes of one.
  double raw = (double)tags->width * tags->height * tags->samples * tags->bits / 8;
  int is_fax = tags->compression >= COMPRESSION_CCITTRLE &&
               tags->compression <= COMPRESSION_CCITTFAX4;
  double least = tags->compression == COMPRESSION_NONE ? raw : raw / (is_fax ? 200000 : 2000);
  if (least > (double)report->consumed) note(report, codec_truncated, "");
}

static TIFF *open_file(tiff_source *source, tiff_tags *tags) {
  if (!loads(&source->report)) return NULL;
  p_TIFFSetErrorHandler(NULL);
  p_TIFFSetWarningHandler(NULL);
  source->report.consumed = (size_t)source->count;
  TIFF *tiff = p_TIFFClientOpen("", "rm", source, read_bytes, write_bytes, seek, close_source,
                              size_of, NULL, NULL);
  if (!tiff) {
    note(&source->report, codec_damaged, "its directory can't be read");
    return NULL;
  }
  read_tags(tiff, tags, &source->report);
  if (stated_photometric(source) == PHOTOMETRIC_PALETTE &&
      tags->photometric != PHOTOMETRIC_PALETTE)
    note(&source->report, codec_damaged, "its palette is missing");
  return tiff;
}

codec_report tiff_size(const uint8_t *bytes, size_t count) {
  tiff_source source = {.bytes = bytes, .count = (tmsize_t)count};
  tiff_tags tags = {0};
  TIFF *tiff = open_file(&source, &tags);
  if (tiff) p_TIFFClose(tiff);
  return source.report;
}

static uint8_t clipped(double value) {
  return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)value;
}

static unsigned product(unsigned a, unsigned b) {
  unsigned sum = a * b + 128;
  return ((sum >> 8) + sum) >> 8;
}

// One grey value of 16 or 32 bits, in the processor's byte order.
static uint8_t wide_grey(const uint8_t *sample, const tiff_tags *tags) {
  if (tags->bits == 16) {
    uint16_t value;
    memcpy(&value, sample, 2);
    if (tags->format == SAMPLEFORMAT_INT) return clipped((int16_t)value);
    if (tags->scales) return grey16_scaled(value);
    return value > 255 ? 255 : (uint8_t)value;
  }
  if (tags->format == SAMPLEFORMAT_IEEEFP) {
    float value;
    memcpy(&value, sample, 4);
    return value == value ? clipped(value) : 0;
  }
  int32_t value;  // Pillow's mode I is signed
  memcpy(&value, sample, 4);
  return clipped(value);
}

typedef uint8_t tiff_palette[256][3];

static void grey_row(uint8_t *rgb, const uint8_t *row, size_t width, const tiff_tags *tags,
                     tiff_palette palette) {
  unsigned bits = tags->bits;
  size_t step = tags->planar == PLANARCONFIG_CONTIG ? tags->samples : 1;
  for (size_t x = 0; x < width; x++) {
    if (bits > 8) {
      rgb[3 * x] = rgb[3 * x + 1] = rgb[3 * x + 2] = wide_grey(row + x * step * bits / 8, tags);
      continue;
    }
    size_t bit = x * step * bits;
    unsigned index = (row[bit / 8] >> (8 - bits - bit % 8)) & ((1u << bits) - 1);
    memcpy(rgb + 3 * x, palette[index], 3);
  }
}

// The high byte of sample `s`, whatever the processor's byte order.
static unsigned high_byte(const uint8_t *pixel, size_t s, unsigned bits) {
  if (bits == 8) return pixel[s];
  uint16_t value;
  memcpy(&value, pixel + 2 * s, 2);
  return value >> 8;
}

static void color_row(uint8_t *rgb, const uint8_t *row, size_t width, const tiff_tags *tags) {
  size_t step = (size_t)tags->samples * tags->bits / 8;
  for (size_t x = 0; x < width; x++, row += step) {
    unsigned last = tags->samples > 3 ? high_byte(row, 3, tags->bits) : 255;
    for (size_t c = 0; c < 3; c++) {
      unsigned value = high_byte(row, c, tags->bits);
      if (tags->photometric == PHOTOMETRIC_SEPARATED) {
        value = (255 - last) - product(value, 255 - last);
      } else if (tags->extra == EXTRASAMPLE_ASSOCALPHA && last < 255) {
        value = last == 0 ? 0 : value * 255 / last;
        if (value > 255) value = 255;
      }
      rgb[3 * x + c] = (uint8_t)value;
    }
  }
}

// The colours of indices: a palette's, or greys from black to white or back. Returns 0 if a palette
// is missing.
static int read_palette(TIFF *tiff, const tiff_tags *tags, tiff_palette palette) {
  unsigned top = tags->bits <= 8 ? (1u << tags->bits) - 1 : 255;
  uint16_t *red = NULL, *green = NULL, *blue = NULL;
  int has_colors = tags->photometric == PHOTOMETRIC_PALETTE &&
                   p_TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue);
  if (tags->photometric == PHOTOMETRIC_PALETTE && !has_colors) return 0;
  for (unsigned i = 0; i <= top; i++) {
    unsigned grey = i * 255 / top;
    if (tags->photometric == PHOTOMETRIC_MINISWHITE) grey = 255 - grey;
    palette[i][0] = has_colors ? (uint8_t)(red[i] >> 8) : (uint8_t)grey;
    palette[i][1] = has_colors ? (uint8_t)(green[i] >> 8) : (uint8_t)grey;
    palette[i][2] = has_colors ? (uint8_t)(blue[i] >> 8) : (uint8_t)grey;
  }
  return 1;
}

// Writes the decoded cell at (left, top) of plane `plane`.
static void place_cell(uint8_t *rgb, const uint8_t *cell, size_t cell_row, uint32_t left,
                       uint32_t top, uint16_t plane, const tiff_tags *tags, tiff_palette palette) {
  size_t columns = tags->width - left < tags->cell_width ? tags->width - left : tags->cell_width;
  size_t rows = tags->height - top < tags->cell_height ? tags->height - top : tags->cell_height;
  int is_plane = tags->planar == PLANARCONFIG_SEPARATE && tags->samples > 1;
  for (size_t y = 0; y < rows; y++) {
    uint8_t *target = rgb + 3 * ((top + y) * tags->width + left);
    const uint8_t *row = cell + y * cell_row;
    if (is_plane && tags->photometric == PHOTOMETRIC_SEPARATED) {
      // The planes of cyan, magenta and yellow wait for that of black.
      for (size_t x = 0; x < columns; x++)
        for (size_t c = 0; c < 3; c++) {
          uint8_t *value = target + 3 * x + c;
          if (plane == c) *value = row[x];
          else if (plane == 3)
            *value = (uint8_t)((255 - row[x]) - product(*value, 255u - row[x]));
        }
    } else if (is_plane && tags->photometric == PHOTOMETRIC_RGB) {
      for (size_t x = 0; x < columns; x++) target[3 * x + plane] = row[x];
    } else if (tags->photometric <= PHOTOMETRIC_MINISBLACK ||
               tags->photometric == PHOTOMETRIC_PALETTE) {
      grey_row(target, row, columns, tags, palette);
    } else {
      color_row(target, row, columns, tags);
    }
  }
}

static void read_cells(TIFF *tiff, uint8_t *rgb, const tiff_tags *tags, codec_report *report) {
  tiff_palette palette;
  if (!read_palette(tiff, tags, palette))
    return note(report, codec_damaged, "its palette is missing");
  tmsize_t size = tags->is_tiled ? p_TIFFTileSize(tiff) : p_TIFFStripSize(tiff);
  tmsize_t row = tags->is_tiled ? p_TIFFTileRowSize(tiff) : p_TIFFScanlineSize(tiff);
  if (size <= 0 || row <= 0) return note(report, codec_damaged, "its strips have no size");
  uint8_t *cell = malloc((size_t)size);
  if (!cell) return note(report, codec_no_memory, "");
  int is_plane = tags->planar == PLANARCONFIG_SEPARATE && tags->samples > 1;
  uint16_t used = tags->photometric == PHOTOMETRIC_RGB         ? 3
                  : tags->photometric == PHOTOMETRIC_SEPARATED ? 4
                                                               : 1;
  for (uint16_t plane = 0; plane < (is_plane ? used : 1); plane++)
    for (uint32_t top = 0; top < tags->height; top += tags->cell_height)
      for (uint32_t left = 0; left < tags->width; left += tags->cell_width) {
        tmsize_t rows = tags->height - top < tags->cell_height ? tags->height - top
                                                               : tags->cell_height;
        tmsize_t wanted = tags->is_tiled ? size : rows * row;
        tmsize_t got =
            tags->is_tiled
                ? p_TIFFReadEncodedTile(tiff, p_TIFFComputeTile(tiff, left, top, 0, plane), cell, size)
                : p_TIFFReadEncodedStrip(tiff, p_TIFFComputeStrip(tiff, top, plane), cell, wanted);
        if (got < wanted) {
          note(report, codec_damaged, "a strip or tile can't be decoded");
          free(cell);
          return;
        }
        place_cell(rgb, cell, (size_t)row, left, top, plane, tags, palette);
      }
  free(cell);
}

static codec_report decode(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                           size_t count, int scales) {
  tiff_source source = {.bytes = bytes, .count = (tmsize_t)count};
  tiff_tags tags = {.scales = scales};
  TIFF *tiff = open_file(&source, &tags);
  if (!tiff) return source.report;
  if (source.report.outcome == codec_done && (tags.width != width || tags.height != height))
    note(&source.report, codec_damaged, "the size changed between two readings");
  if (source.report.outcome == codec_done) {
    if (tags.compression == COMPRESSION_JPEG && tags.photometric == PHOTOMETRIC_YCBCR)
      p_TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    read_cells(tiff, rgb, &tags, &source.report);
  }
  p_TIFFClose(tiff);
  return source.report;
}

codec_report tiff_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count) {
  return decode(rgb, width, height, bytes, count, 0);
}

codec_report tiff_scaled_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                                size_t count) {
  return decode(rgb, width, height, bytes, count, 1);
}
