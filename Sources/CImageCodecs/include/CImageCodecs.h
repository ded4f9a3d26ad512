// The codecs and pixel loops behind `Imaging`. Every function takes memory and gives memory or
// writes into the caller's; none reads a file, keeps state or prints.
#ifndef C_IMAGE_CODECS_H
#define C_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

// How a codec ended.
typedef enum {
  codec_done = 0,
  codec_truncated,    // the bytes end before the picture does
  codec_damaged,      // the bytes contradict themselves (checksum, entropy code, structure)
  codec_unsupported,  // a well-formed file of a kind that the library does not decode
  codec_no_memory,
} codec_outcome;

// What a codec found: filled as far as it came.
typedef struct {
  codec_outcome outcome;
  size_t width;
  size_t height;
  size_t consumed;    // bytes read when it stopped
  char message[200];  // the library's own words, empty when it has none
} codec_report;

// Reads the size only.
codec_report png_size(const uint8_t *bytes, size_t count);
codec_report jpeg_size(const uint8_t *bytes, size_t count);
codec_report webp_size(const uint8_t *bytes, size_t count);

// Decodes to 8-bit RGB, width × height × 3 bytes as the matching size function reported.
codec_report png_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes, size_t count);
codec_report jpeg_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes, size_t count);
codec_report webp_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes, size_t count);

// A chunk to write after a PNG's header.
typedef struct {
  char type[5];  // four letters and a zero
  const uint8_t *bytes;
  size_t count;
} png_chunk;

// Encodes 8-bit RGB (3 channels) or RGBA (4) as PNG; `*file` is allocated with malloc, to be freed by the caller.
codec_outcome png_encode(uint8_t **file, size_t *file_count, const uint8_t *pixels, size_t width,
                         size_t height, size_t channels, const png_chunk *chunks, size_t chunk_count);

// Encodes 8-bit RGB as a baseline JPEG of `quality` 1…100 with a comment; `*file` is to be freed by the caller.
codec_outcome jpeg_encode(uint8_t **file, size_t *file_count, const uint8_t *rgb, size_t width, size_t height,
                          int quality, const uint8_t *comment, size_t comment_count);

// CRC-32 as PNG chunks carry it.
uint32_t png_crc(const uint8_t *bytes, size_t count);

// One axis of a separable filter: output i is the sum of `lengths[i]` inputs from `starts[i]` on,
// weighted by `weights[i * stride …]`, fixed point with `filter_precision` fraction bits.
typedef struct {
  const int32_t *starts;
  const int32_t *lengths;
  const int32_t *weights;
  size_t stride;
  size_t count;
} filter_axis;

enum { filter_precision = 32 - 8 - 2 };

// The loops of the separable resize, one table for each instruction set.
typedef struct {
  const char *name;
  // Filters `rows` rows of RGB along x; the input has `width` pixels a row, the output `axis.count`.
  void (*horizontal)(uint8_t *output, const uint8_t *input, size_t width, size_t rows, filter_axis axis);
  // Filters `row_bytes` bytes of each row along y into `axis.count` rows; input rows lie `input_stride` bytes apart.
  void (*vertical)(uint8_t *output, size_t row_bytes, const uint8_t *input, size_t input_stride,
                   filter_axis axis);
} resize_kernels;

extern const resize_kernels resize_kernels_scalar;
#if defined(__x86_64__)
extern const resize_kernels resize_kernels_avx2;
#endif
// The widest set this processor can run.
const resize_kernels *resize_kernels_detected(void);

// Fills planes of red, green and blue, `count` floats each, with what three tables of 256 say of the values
// of pixels of `channels` bytes.
void planes_from_pixels(float *planes, const uint8_t *pixels, size_t channels, size_t count,
                        const float *tables);

// output = near × (1 − share) + far × share.
void mix_rows(float *output, const float *near, const float *far, float share, size_t count);

// Lays `count` values over a row: table[value] holds what it adds to red, green and blue, and what it
// keeps of them, in 16-bit fractions.
void blend_row(uint8_t *pixels, size_t channels, const float *values, size_t count,
               const uint32_t (*table)[4]);

// For each value, how many of at most 255 levels it reaches.
void band_row(uint8_t *bands, const float *values, size_t count, const float *levels, size_t level_count);

// Colours the pixels whose band differs from the one `thickness` to the left or from the one above.
void trace_row(uint8_t *pixels, size_t channels, const uint8_t *bands, const uint8_t *above,
               size_t count, size_t thickness, const uint8_t color[3]);

#endif
