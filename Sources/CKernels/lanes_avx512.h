// Lane vocabulary of AVX-512: 16 lanes, 32 registers, partial vectors by mask.
//
// Requires immintrin.h, and a `clang attribute push` with an AVX-512 target around it.

#define LANES 16
#define ROWS_1 12
#define ROWS_2 12
#define ROWS_3 8
#define PANEL_VECTORS 3
#define BLOCK_MOST 4
#define VECTOR_REGISTER "v"
typedef __m512 lanes;

#define X86(NAME) _mm512_##NAME
#define INTEGERS(X) _mm512_castps_si512(X)
#define FLOATS(X) _mm512_castsi512_ps(X)
#include "lanes_x86.h"

static inline __mmask16 mask_of(int count) { return (__mmask16)((1u << count) - 1); }
static inline lanes load_part(const float *p, int count) {
  return _mm512_maskz_loadu_ps(mask_of(count), p);
}
static inline void store_part(float *p, lanes x, int count) {
  _mm512_mask_storeu_ps(p, mask_of(count), x);
}
