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

static inline lanes load(const float *p) { return _mm512_loadu_ps(p); }
static inline void store(float *p, lanes x) { _mm512_storeu_ps(p, x); }
static inline lanes splat(float x) { return _mm512_set1_ps(x); }
static inline lanes fma_lanes(lanes a, lanes b, lanes c) { return _mm512_fmadd_ps(a, b, c); }
static inline lanes fma_minus(lanes a, lanes b, lanes c) { return _mm512_fmsub_ps(a, b, c); }
static inline lanes add(lanes a, lanes b) { return _mm512_add_ps(a, b); }
static inline lanes sub(lanes a, lanes b) { return _mm512_sub_ps(a, b); }
static inline lanes mul(lanes a, lanes b) { return _mm512_mul_ps(a, b); }
static inline lanes divide(lanes a, lanes b) { return _mm512_div_ps(a, b); }
// If either operand is NaN, the result is b.
static inline lanes min_lanes(lanes a, lanes b) { return _mm512_min_ps(a, b); }
static inline lanes max_lanes(lanes a, lanes b) { return _mm512_max_ps(a, b); }

// x · 2^n; the low mantissa bits of `shifted` are n in units of 2^(shift − 23).
static inline lanes times_power_of_two(lanes x, lanes shifted, const int shift) {
  const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(shifted), shift);
  return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(x), exponent));
}

static inline __mmask16 mask_of(int count) { return (__mmask16)((1u << count) - 1); }
static inline lanes load_part(const float *p, int count) {
  return _mm512_maskz_loadu_ps(mask_of(count), p);
}
static inline void store_part(float *p, lanes x, int count) {
  _mm512_mask_storeu_ps(p, mask_of(count), x);
}
