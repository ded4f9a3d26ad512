// Memory layout and rounding of narrow numbers, for packing, reference and fast kernels.

#ifndef CKERNELS_NARROW_LAYOUT_H
#define CKERNELS_NARROW_LAYOUT_H

#include <math.h>
#include <string.h>

#include "narrow.h"
#include "../part_range.h"

// Number of inputs in a 32-bit word.
static inline int ck_narrow_group(ck_narrow_type type) { return type == ck_bf16 ? 2 : 4; }

static inline int ck_narrow_words(ck_narrow_type type, int channels) {
  const int group = ck_narrow_group(type);
  return (channels + group - 1) / group;
}

// Number of rows whose narrow inputs stay in the second-level cache for all panels.
static inline int ck_narrow_rows(int words) {
  enum { block_words = 48 * 1024, rows_most = 256, rows_least = 12 };
  return ck_max(rows_least, ck_min(rows_most, block_words / ck_max(1, words)));
}

// Rounds to nearest even; a NaN stays a NaN.
static inline uint16_t ck_bf16_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  if ((bits & 0x7fffffff) > 0x7f800000) return (uint16_t)(bits >> 16 | 0x40);
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static inline float ck_float_of_bf16(uint16_t x) {
  const uint32_t bits = (uint32_t)x << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Rounds to nearest even and clamps to 0 … 255; a NaN gives 0.
static inline uint8_t ck_byte_of(float x, ck_quantization q) {
  const float steps = rintf(fmaf(x, 1 / q.scale, (float)q.zero));
  return (uint8_t)(steps > 255 ? 255 : steps > 0 ? steps : 0);
}

#endif
