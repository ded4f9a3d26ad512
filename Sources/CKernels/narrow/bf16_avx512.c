// AVX512_BF16: two products per lane, sums in float32.

#if defined(__x86_64__)

#include "../vector_headers.h"
#include "narrow_layout.h"

#pragma clang attribute push(                                                      \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512bf16,avx2,fma"))), \
    apply_to = function)

#define NARROW_TYPE ck_bf16
#define TABLE_NAME "avx512-bf16"
#define TABLE ck_narrow_avx512_bf16
#include "narrow_lanes.inc"

typedef __m512 sums;
static inline sums no_sums(void) { return _mm512_setzero_ps(); }
static inline sums dot(sums sum, __m512i inputs, __m512i weights) {
  return _mm512_dpbf16_ps(sum, (__m512bh)inputs, (__m512bh)weights);
}
static inline lanes finish_sums(sums sum, lanes scale, lanes bias) {
  (void)scale;
  return add(sum, bias);
}

// Writes one row as bf16, with zeros up to a whole word.
static INLINE void narrow_row(uint8_t *out, const float *in, const float *gate, int channels,
                              ck_quantization q) {
  (void)q;
  uint16_t *to = (uint16_t *)out;
  for (int c = 0; c < channels; c += LANES) {
    const int rest = ck_min(LANES, channels - c);
    lanes x = load_part(in + c, rest);
    if (gate) x = mul(x, load_part(gate + c, rest));
    _mm256_mask_storeu_epi16(to + c, mask_of((rest + 1) / 2 * 2), (__m256i)_mm512_cvtneps_pbh(x));
  }
}

#include "narrow_loops.inc"

#pragma clang attribute pop

#endif
