// AVX512_VNNI: four products of bytes per lane, sums in 32-bit integers.

#if defined(__x86_64__)

#include "../vector_headers.h"
#include "narrow_layout.h"

#pragma clang attribute push(                                                      \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512vnni,avx2,fma"))), \
    apply_to = function)

#define NARROW_TYPE ck_int8
#define TABLE_NAME "avx512-int8"
#define TABLE ck_narrow_avx512_int8
#include "narrow_lanes.inc"

typedef __m512i sums;
static inline sums no_sums(void) { return _mm512_setzero_si512(); }
static inline sums dot(sums sum, __m512i inputs, __m512i weights) {
  return _mm512_dpbusd_epi32(sum, inputs, weights);
}
static inline lanes finish_sums(sums sum, lanes scale, lanes bias) {
  return fma_lanes(_mm512_cvtepi32_ps(sum), scale, bias);
}

// Writes one row as unsigned bytes, with zeros up to a whole word.
static INLINE void narrow_row(uint8_t *out, const float *in, const float *gate, int channels,
                              ck_quantization q) {
  const lanes steps = splat(1 / q.scale), zero = splat((float)q.zero);
  for (int c = 0; c < channels; c += LANES) {
    const int rest = ck_min(LANES, channels - c);
    lanes x = load_part(in + c, rest);
    if (gate) x = mul(x, load_part(gate + c, rest));
    x = max_lanes(splat(0), min_lanes(splat(255), fma_lanes(x, steps, zero)));
    const __m128i bytes = _mm512_maskz_cvtepi32_epi8(mask_of(rest), _mm512_cvtps_epi32(x));
    _mm_mask_storeu_epi8(out + c, mask_of((rest + 3) / 4 * 4), bytes);
  }
}

#include "narrow_loops.inc"

#pragma clang attribute pop

#endif
