// Codecs and pixel loops of `Imaging`. All functions work on memory only; none reads a file, keeps
// state or prints.
#ifndef C_IMAGE_CODECS_H
#define C_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

// Result of a codec.
typedef enum {
  codec_done = 0,
  codec_truncated,    // the bytes end before the image is complete
  codec_damaged,      // the bytes are inconsistent (checksum, entropy code, structure)
  codec_unsupported,  // a valid file of a kind that is not supported
  codec_no_memory,
  codec_costly,  // decoding would take too long for the size of the picture
} codec_outcome;

// What a codec has read; after an error, what it had read until then.
typedef struct {
  codec_outcome outcome;
  size_t width, height;
  size_t consumed;    // number of bytes read
  char message[200];  // the library's error message, or empty
} codec_report;

// Reads the size only.
codec_report png_size(const uint8_t *bytes, size_t count);
codec_report jpeg_size(const uint8_t *bytes, size_t count);
codec_report webp_size(const uint8_t *bytes, size_t count);
codec_report gif_size(const uint8_t *bytes, size_t count);
codec_report bmp_size(const uint8_t *bytes, size_t count);
codec_report tiff_size(const uint8_t *bytes, size_t count);
codec_report heif_size(const uint8_t *bytes, size_t count);
codec_report avif_size(const uint8_t *bytes, size_t count);

// Decodes to 8-bit RGB, (height, width, 3); the size must be that of the matching size function.
codec_report png_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                        size_t count);
codec_report jpeg_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count);
codec_report webp_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count);
codec_report gif_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                        size_t count);
codec_report bmp_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                        size_t count);
codec_report tiff_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count);
codec_report heif_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count);
codec_report avif_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count);

// The EXIF orientation, 1…8, that the rotation and mirroring of an AVIF amount to.
int avif_orientation(const uint8_t *bytes, size_t count);

// As the functions without `scaled`, but 16-bit grey is scaled to 8 bits instead of clipped.
codec_report png_scaled_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                               size_t count);
codec_report tiff_scaled_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                                size_t count);

// 16-bit grey as 8 bits, rounded.
static inline uint8_t grey16_scaled(unsigned value) {
  return (uint8_t)((value * 255u + 32767u) / 65535u);
}

// Inflates a zlib stream into at most `capacity` bytes; returns how many, 0 for a broken stream.
size_t inflated(uint8_t *output, size_t capacity, const uint8_t *bytes, size_t count);

// A chunk to write after the header of a PNG file.
typedef struct {
  char type[5];  // four letters and a zero
  const uint8_t *bytes;
  size_t count;
} png_chunk;

// Encodes 8-bit RGB (3 channels) or RGBA (4) as PNG. The caller frees `*file`.
codec_outcome png_encode(uint8_t **file, size_t *file_count, const uint8_t *pixels, size_t width,
                         size_t height, size_t channels, const png_chunk *chunks,
                         size_t chunk_count);

// Encodes 8-bit RGB as a baseline JPEG of `quality` 1…100 with a comment. The caller frees `*file`.
codec_outcome jpeg_encode(uint8_t **file, size_t *file_count, const uint8_t *rgb, size_t width,
                          size_t height, int quality, const uint8_t *comment, size_t comment_count);

// CRC-32 of a PNG chunk.
uint32_t png_crc(const uint8_t *bytes, size_t count);

// One axis of a separable filter: output i is the sum of `lengths[i]` inputs from index
// `starts[i]`, times `weights[i * stride …]`, which are fixed-point with `filter_precision`
// fraction bits.
typedef struct {
  const int32_t *starts, *lengths, *weights;
  size_t stride, count;
} filter_axis;

enum { filter_precision = 32 - 8 - 2 };

// The separable resize for one instruction set.
typedef struct {
  const char *name;
  // Filters `rows` rows of RGB along x; an input row has `width` pixels, an output row
  // `axis.count`.
  void (*horizontal)(uint8_t *output, const uint8_t *input, size_t width, size_t rows,
                     filter_axis axis);
  // Filters `row_bytes` bytes of each row along y into `axis.count` rows; input rows are
  // `input_stride` bytes apart.
  void (*vertical)(uint8_t *output, size_t row_bytes, const uint8_t *input, size_t input_stride,
                   filter_axis axis);
} resize_kernels;

extern const resize_kernels resize_kernels_scalar;
#if defined(__x86_64__)
extern const resize_kernels resize_kernels_avx2;
#endif
// The fastest table that this processor supports.
const resize_kernels *resize_kernels_detected(void);

// Converts `count` pixels of `channels` bytes to planes (3, count): plane c has tables[256 · c +
// byte].
void planes_from_pixels(float *planes, const uint8_t *pixels, size_t channels, size_t count,
                        const float *tables);

// output = near × (1 − fraction) + far × fraction.
void mix_rows(float *output, const float *near, const float *far, float fraction, size_t count);

// Blends a row of `count` pixels with a heatmap. A value from 0 to 1 selects one of 256 table
// entries: entry[0…2] is added to red, green and blue, after they are multiplied by entry[3] /
// 65536.
void blend_row(uint8_t *pixels, size_t channels, const float *values, size_t count,
               const uint32_t (*table)[4]);

// For each value, the number of levels (at most 255) that it reaches.
void band_row(uint8_t *bands, const float *values, size_t count, const float *levels,
              size_t level_count);

// Colours the pixels whose band differs from that `thickness` pixels to the left, or from `above`.
void trace_row(uint8_t *pixels, size_t channels, const uint8_t *bands, const uint8_t *above,
               size_t count, size_t thickness, const uint8_t color[3]);

#endif
