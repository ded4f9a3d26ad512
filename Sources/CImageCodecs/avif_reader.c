// Decodes the first picture of an AVIF to 8-bit RGB with libavif, not turned; alpha is dropped.
//
// libavif is loaded when the first such file is read. The same program works with the libraries of
// Debian 12 (libavif15) and 13 (libavif16). The layouts below are those of their avif.h, whose
// structures differ in few places.
#include <stdlib.h>

#include "CImageCodecs.h"
#include "loaded_library.h"

typedef struct {
  uint32_t width, height, depth;
  int format, range, chroma_position;
  uint8_t *planes[3];
  uint32_t strides[3];
  int owns_planes;
  uint8_t *alpha;
  uint32_t alpha_stride;
  int owns_alpha, is_premultiplied;
  struct {
    uint8_t *bytes;
    size_t count;
  } profile;
  uint16_t primaries, transfer, matrix, light_level;
  union {
    struct {
      uint32_t flags, aspect[2], aperture[8];
      uint8_t angle, axis;
    } old;  // libavif15
    struct {
      uint16_t frame_light_level;
      uint32_t flags, aspect[2], aperture[8];
      uint8_t angle, axis;
    } new;  // libavif16
  };
} avif_picture;

typedef struct {
  int codec, threads, source, shows_layers, is_incremental, ignores_exif, ignores_xmp;
  uint32_t size_limit, dimension_limit, count_limit, strictness;
  avif_picture *picture;
} avif_decoder;

typedef struct {
  uint32_t width, height, depth;
  int format, upsampling, downsampling, avoids_libyuv, ignores_alpha, is_premultiplied, is_float;
  union {
    struct {
      uint8_t *pixels;
      uint32_t stride;
    } old;  // libavif15
    struct {
      int threads;
      uint8_t *pixels;
      uint32_t stride;
    } new;  // libavif16
  };
} avif_colors;

avif_decoder *avifDecoderCreate(void);
void avifDecoderDestroy(avif_decoder *decoder);
int avifDecoderSetIOMemory(avif_decoder *decoder, const uint8_t *bytes, size_t count);
int avifDecoderParse(avif_decoder *decoder);
int avifDecoderNextImage(avif_decoder *decoder);
void avifRGBImageSetDefaults(avif_colors *colors, const avif_picture *picture);
int avifImageYUVToRGB(const avif_picture *picture, avif_colors *colors);
const char *avifResultToString(int result);

_Static_assert(offsetof(avif_picture, old.angle) == 156, "the layout of libavif15");
_Static_assert(offsetof(avif_picture, new.angle) == 160, "the layout of libavif16");
_Static_assert(offsetof(avif_decoder, picture) == 48, "the layout of both");
_Static_assert(offsetof(avif_colors, old.pixels) == 40, "the layout of libavif15");
_Static_assert(offsetof(avif_colors, new.pixels) == 48, "the layout of libavif16");

#define FUNCTIONS(one)                                                        \
  one(avifDecoderCreate) one(avifDecoderDestroy) one(avifDecoderNextImage)    \
  one(avifDecoderParse) one(avifDecoderSetIOMemory) one(avifImageYUVToRGB)    \
  one(avifRGBImageSetDefaults) one(avifResultToString)

static int is_old;  // the library is libavif15

static const char *installed(void) {
  is_old = dlopen("libavif.so.16", RTLD_NOW | RTLD_LOCAL) == NULL;
  return is_old ? "libavif.so.15" : "libavif.so.16";
}

LOADED_LIBRARY(FUNCTIONS, installed(), "libavif16 (libavif15 in Debian 12)")

// Values of avifResult, avifStrictFlag and avifTransformFlag.
enum { no_depth = 6, no_codec = 15, is_cut = 20, not_implemented = 25, no_memory = 26 };
enum { needs_sample_sizes = 1, needs_valid_aperture = 2 };
enum { is_rotated = 4, is_mirrored = 8 };

static void note(codec_report *report, int result) {
  if (result == 0 || report->outcome != codec_done) return;
  report->outcome = result == no_depth || result == no_codec || result == not_implemented
                        ? codec_unsupported
                    : result == no_memory ? codec_no_memory
                    : result == is_cut    ? codec_truncated
                                          : codec_damaged;
  const char *words = p_avifResultToString(result);
  if (words) strncpy(report->message, words, sizeof report->message - 1);
}

// Reads what stands before the coded picture; `limit` bounds the pixels of each coded part. The
// decoder is null if the report has an error.
static avif_decoder *open_file(codec_report *report, const uint8_t *bytes, size_t count,
                               uint32_t limit) {
  report->consumed = count;
  if (!loads(report)) return NULL;
  avif_decoder *decoder = p_avifDecoderCreate();
  if (!decoder) {
    report->outcome = codec_no_memory;
    return NULL;
  }
  // As Pillow, which reads files without these properties too.
  decoder->strictness &= ~(uint32_t)(needs_sample_sizes | needs_valid_aperture);
  if (limit > 0 && limit < decoder->size_limit) decoder->size_limit = limit;
  note(report, p_avifDecoderSetIOMemory(decoder, bytes, count));
  if (report->outcome == codec_done) note(report, p_avifDecoderParse(decoder));
  if (report->outcome == codec_done) {
    report->width = decoder->picture->width;
    report->height = decoder->picture->height;
    return decoder;
  }
  p_avifDecoderDestroy(decoder);
  return NULL;
}

codec_report avif_size(const uint8_t *bytes, size_t count) {
  codec_report report = {0};
  avif_decoder *decoder = open_file(&report, bytes, count, 0);
  if (decoder) p_avifDecoderDestroy(decoder);
  return report;
}

int avif_orientation(const uint8_t *bytes, size_t count) {
  codec_report report = {0};
  avif_decoder *decoder = open_file(&report, bytes, count, 0);
  if (!decoder) return 1;
  const avif_picture *picture = decoder->picture;
  uint32_t flags = is_old ? picture->old.flags : picture->new.flags;
  int angle = flags & is_rotated ? (is_old ? picture->old.angle : picture->new.angle) & 3 : 0;
  int axis = is_old ? picture->old.axis : picture->new.axis;
  p_avifDecoderDestroy(decoder);
  // Quarter turns to the left, then rows exchanged (0) or columns (1), as an EXIF orientation.
  static const int turned[] = {1, 8, 3, 6}, mirrored[4][2] = {{4, 2}, {5, 7}, {2, 4}, {7, 5}};
  return flags & is_mirrored ? mirrored[angle][axis & 1] : turned[angle];
}

// Reduces samples of 10 or 12 bits to 8, as libavif16 does itself before it converts them.
static void reduce_plane(uint8_t *plane, uint32_t stride, size_t width, size_t height, int shift) {
  for (size_t y = 0; plane && y < height; y++) {
    uint8_t *row = plane + y * stride;
    for (size_t x = 0; x < width; x++) {
      uint16_t sample;
      memcpy(&sample, row + 2 * x, 2);
      row[x] = (uint8_t)(sample >> shift);
    }
  }
}

enum { full_chroma = 1, half_width_chroma, half_chroma, no_chroma };  // avifPixelFormat

// True if libavif16 reduces such a picture; those with alpha mostly keep their depth.
static int is_reduced(const avif_picture *picture) {
  int keeps = picture->alpha && picture->format != no_chroma &&
              (picture->depth == 10 || picture->format == half_chroma);
  return picture->depth > 8 && !keeps;
}

static void reduce(avif_picture *picture) {
  int shift = (int)picture->depth - 8;
  size_t width = picture->width, height = picture->height;
  size_t columns = picture->format == full_chroma ? width : (width + 1) / 2;
  size_t rows = picture->format == half_chroma ? (height + 1) / 2 : height;
  reduce_plane(picture->planes[0], picture->strides[0], width, height, shift);
  for (int i = 1; i < 3; i++)
    reduce_plane(picture->planes[i], picture->strides[i], columns, rows, shift);
  reduce_plane(picture->alpha, picture->alpha_stride, width, height, shift);
  picture->depth = 8;
}

// Converts the decoded picture as Pillow does, with libyuv and smooth chroma; `channels` is 3, or 4
// for one with alpha.
static void convert(codec_report *report, uint8_t *pixels, size_t channels,
                    const avif_picture *picture) {
  enum { is_rgb = 0, is_rgba = 1 };
  avif_colors colors;
  p_avifRGBImageSetDefaults(&colors, picture);
  colors.depth = 8;
  colors.format = channels == 4 ? is_rgba : is_rgb;
  uint32_t stride = (uint32_t)(picture->width * channels);
  if (is_old)
    colors.old.pixels = pixels, colors.old.stride = stride;
  else
    colors.new.pixels = pixels, colors.new.stride = stride;
  note(report, p_avifImageYUVToRGB(picture, &colors));
}

codec_report avif_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count) {
  codec_report report = {0};
  // Parts of a grid may reach over its edge, but not far.
  double limit = 4.0 * (double)width * (double)height + (1 << 20);
  avif_decoder *decoder =
      open_file(&report, bytes, count, limit < UINT32_MAX ? (uint32_t)limit : 0);
  if (!decoder) return report;
  note(&report, p_avifDecoderNextImage(decoder));
  avif_picture *picture = decoder->picture;
  if (report.outcome == codec_done && (picture->width != width || picture->height != height)) {
    report.outcome = codec_damaged;
    strncpy(report.message, "its size differs from the header's", sizeof report.message - 1);
  }
  if (report.outcome == codec_done && is_old && is_reduced(picture)) reduce(picture);
  if (report.outcome == codec_done && !picture->alpha) convert(&report, rgb, 3, picture);
  if (report.outcome == codec_done && picture->alpha) {
    uint8_t *rgba = malloc(4 * width * height);
    if (rgba) {
      convert(&report, rgba, 4, picture);
      for (size_t i = 0; i < width * height; i++) memcpy(rgb + 3 * i, rgba + 4 * i, 3);
    } else {
      report.outcome = codec_no_memory;
    }
    free(rgba);
  }
  p_avifDecoderDestroy(decoder);
  return report;
}
