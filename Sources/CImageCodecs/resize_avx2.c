// The separable resize for AVX2.
//
// A weight has 22 fraction bits, too many for a 16-bit multiply, so it is split: w = high × 4096 +
// low. Both halves fit, and `vpmaddwd` adds two products at a time. (sum of high) × 4096 + (sum of
// low) is the exact 32-bit sum, even if intermediate sums wrap. A step reads four pixels of a row:
// a shuffle arranges the pairs red-red, green-green, blue-blue. Four rows use the same loaded
// weights.
#include "CImageCodecs.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <stdlib.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

enum { split_bits = 12, pixels_per_step = 4, rows_at_once = 4 };

// The weights of one step of four pixels, in the layout of `vpmaddwd`.
typedef struct {
  __m256i high;
  __m256i low;
} weight_step;

typedef struct {
  weight_step *steps;  // `count` steps for every output
  size_t count;
  int32_t *starts;  // moved left if the last step would read past the row
} packed_axis;

static weight_step pack_step(const int32_t *weights) {
  int16_t high[16] = {0}, low[16] = {0};
  for (int lane = 0; lane < 2; lane++)
    for (int pair = 0; pair < 3; pair++)
      for (int k = 0; k < 2; k++) {
        int32_t weight = weights[2 * lane + k];
        high[8 * lane + 2 * pair + k] = (int16_t)(weight >> split_bits);
        low[8 * lane + 2 * pair + k] = (int16_t)(weight & ((1 << split_bits) - 1));
      }
  weight_step step = {_mm256_loadu_si256((const __m256i *)high),
                      _mm256_loadu_si256((const __m256i *)low)};
  return step;
}

// Returns 0 if out of memory, or if the rows are too short to be read in whole steps.
static int pack(packed_axis *packed, size_t width, filter_axis axis) {
  int32_t longest = 0;
  for (size_t i = 0; i < axis.count; i++)
    if (axis.lengths[i] > longest) longest = axis.lengths[i];
  packed->count = ((size_t)longest + pixels_per_step - 1) / pixels_per_step;
  size_t reach = packed->count * pixels_per_step;
  if (longest == 0 || reach > width) return 0;
  packed->steps = aligned_alloc(32, axis.count * packed->count * sizeof(weight_step));
  packed->starts = malloc(axis.count * sizeof(int32_t));
  int32_t *padded = calloc(packed->count * pixels_per_step, sizeof(int32_t));
  int is_ready = packed->steps && packed->starts && padded;
  for (size_t i = 0; is_ready && i < axis.count; i++) {
    int32_t last_start = (int32_t)(width - reach);
    int32_t start = axis.starts[i] < last_start ? axis.starts[i] : last_start;
    int32_t shift = axis.starts[i] - start;
    for (int32_t k = 0; k < (int32_t)packed->count * pixels_per_step; k++) {
      int32_t from = k - shift;
      padded[k] =
          from >= 0 && from < axis.lengths[i] ? axis.weights[i * axis.stride + (size_t)from] : 0;
    }
    packed->starts[i] = start;
    for (size_t step = 0; step < packed->count; step++)
      packed->steps[i * packed->count + step] = pack_step(padded + step * pixels_per_step);
  }
  free(padded);
  return is_ready;
}

// Combines the sums of high and low halves; each 128-bit lane has a partial sum of the pixel.
static inline __m256i joined(__m256i high, __m256i low) {
  return _mm256_add_epi32(_mm256_slli_epi32(high, split_bits), low);
}

// Adds the partial sums of two pixels; each pixel gets one 128-bit lane.
static inline __m256i summed(__m256i first, __m256i second) {
  return _mm256_add_epi32(_mm256_permute2x128_si256(first, second, 0x20),
                          _mm256_permute2x128_si256(first, second, 0x31));
}

// Packs the sums of one pixel in four rows to 16 bits: rows 0 and 2 in the first lane, 1 and 3 in
// the second.
static inline __m256i words_of(__m256i upper, __m256i lower) {
  return _mm256_packs_epi32(_mm256_srai_epi32(upper, filter_precision),
                            _mm256_srai_epi32(lower, filter_precision));
}

// Stores four pixels of four rows, and four more bytes, which the next two pixels overwrite.
static inline void store_pixels(uint8_t *output, size_t row_bytes,
                                const __m256i words[pixels_per_step]) {
  const __m256i colors = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
  __m256 first = _mm256_castsi256_ps(_mm256_packus_epi16(words[0], words[1]));
  __m256 second = _mm256_castsi256_ps(_mm256_packus_epi16(words[2], words[3]));
  __m256i even =
      _mm256_shuffle_epi8(_mm256_castps_si256(_mm256_shuffle_ps(first, second, 0x88)), colors);
  __m256i odd =
      _mm256_shuffle_epi8(_mm256_castps_si256(_mm256_shuffle_ps(first, second, 0xDD)), colors);
  _mm_storeu_si128((__m128i *)output, _mm256_castsi256_si128(even));
  _mm_storeu_si128((__m128i *)(output + row_bytes), _mm256_extracti128_si256(even, 1));
  _mm_storeu_si128((__m128i *)(output + 2 * row_bytes), _mm256_castsi256_si128(odd));
  _mm_storeu_si128((__m128i *)(output + 3 * row_bytes), _mm256_extracti128_si256(odd, 1));
}

// Stores one pixel of four rows.
static inline void store_pixel(uint8_t *output, size_t row_bytes, __m256i words) {
  uint8_t bytes[32];
  _mm256_storeu_si256((__m256i *)bytes, _mm256_packus_epi16(words, words));
  for (size_t row = 0; row < rows_at_once; row++)
    memcpy(output + row * row_bytes, bytes + 16 * (row % 2) + 4 * (row / 2), 3);
}

static inline __m256i rounding_in_first_half(void) {
  return _mm256_zextsi128_si256(_mm_set1_epi32(1 << (filter_precision - 1)));
}

// Computes pixel `i` of four rows.
static inline __attribute__((always_inline)) __m256i filter_pixel(const uint8_t *input,
                                                                  size_t row_bytes,
                                                                  const packed_axis *axis,
                                                                  size_t i) {
  // Bytes of pixels 0 1 in the low lane, of 2 3 in the high one, each widened to 16 bits.
  const __m256i pairs =
      _mm256_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1,  //
                       6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1);
  const weight_step *step = axis->steps + i * axis->count;
  const uint8_t *pixel = input + (size_t)axis->starts[i] * 3;
  __m256i high[rows_at_once], low[rows_at_once];
  for (int row = 0; row < rows_at_once; row++)
    high[row] = _mm256_setzero_si256(), low[row] = rounding_in_first_half();
  for (size_t k = 0; k < axis->count; k++, step++, pixel += 3 * pixels_per_step)
    for (int row = 0; row < rows_at_once; row++) {
      __m128i bytes = _mm_loadu_si128((const __m128i *)(pixel + (size_t)row * row_bytes));
      __m256i values = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(bytes), pairs);
      high[row] = _mm256_add_epi32(high[row], _mm256_madd_epi16(values, step->high));
      low[row] = _mm256_add_epi32(low[row], _mm256_madd_epi16(values, step->low));
    }
  return words_of(summed(joined(high[0], low[0]), joined(high[1], low[1])),
                  summed(joined(high[2], low[2]), joined(high[3], low[3])));
}

#include "resize_even_avx2.inc"

// Filters four rows with `even` or, if it is NULL, with `packed`.
static inline __attribute__((always_inline)) void filter_rows(uint8_t *output, const uint8_t *input,
                                                              size_t row_bytes, size_t outputs,
                                                              const packed_axis *packed,
                                                              const even_axis *even) {
  size_t i = 0;
  for (; i + pixels_per_step + 2 <= outputs; i += pixels_per_step) {
    __m256i words[pixels_per_step];
    for (size_t j = 0; j < pixels_per_step; j++)
      words[j] = even ? filter_even_pixel(input, row_bytes, even, i + j)
                      : filter_pixel(input, row_bytes, packed, i + j);
    store_pixels(output + 3 * i, 3 * outputs, words);
  }
  for (; i < outputs; i++)
    store_pixel(output + 3 * i, 3 * outputs,
                even ? filter_even_pixel(input, row_bytes, even, i)
                     : filter_pixel(input, row_bytes, packed, i));
}

#include "resize_vertical_avx2.inc"

static void filter_rows_by_weights(uint8_t *output, const uint8_t *input, size_t row_bytes,
                                   size_t outputs, const packed_axis *axis) {
  filter_rows(output, input, row_bytes, outputs, axis, NULL);
}

static void filter_rows_evenly(uint8_t *output, const uint8_t *input, size_t row_bytes,
                               size_t outputs, const even_axis *axis) {
  filter_rows(output, input, row_bytes, outputs, NULL, axis);
}

static void horizontal(uint8_t *output, const uint8_t *input, size_t width, size_t rows,
                       filter_axis axis) {
  // A step loads 16 bytes for 12, which is beyond the memory at the end of the last row.
  size_t fast_rows = rows > rows_at_once ? rows - 1 : 0;
  packed_axis packed = {0};
  even_axis even = {0};
  int is_even = fast_rows > 0 && pack_even(&even, width, axis);
  if (!is_even && !(fast_rows > 0 && pack(&packed, width, axis))) fast_rows = 0;
  for (size_t y = 0; y < fast_rows; y += rows_at_once) {
    // The last four rows begin earlier if fewer are left.
    size_t top = y + rows_at_once <= fast_rows ? y : fast_rows - rows_at_once;
    uint8_t *target = output + top * axis.count * 3;
    const uint8_t *source = input + top * width * 3;
    if (is_even)
      filter_rows_evenly(target, source, 3 * width, axis.count, &even);
    else
      filter_rows_by_weights(target, source, 3 * width, axis.count, &packed);
  }
  resize_kernels_scalar.horizontal(output + fast_rows * axis.count * 3,
                                   input + fast_rows * width * 3, width, rows - fast_rows, axis);
  free(packed.steps);
  free(packed.starts);
  free(even.outputs);
  free(even.masks);
}

#pragma clang attribute pop

const resize_kernels resize_kernels_avx2 = {"avx2", horizontal, vertical};
#endif
