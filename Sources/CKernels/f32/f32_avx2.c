// AVX2 and FMA: 8 lanes, 16 registers.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "../backward/backward_scalar.h"
#include "../fetch.h"
#include "../panels.h"
#include "../scalar/scalar.h"
#include "../scratch.h"
#include "../share.h"

// Scheduled for Zen 3 (tune=znver3): changes instruction order only.
#pragma clang attribute push(__attribute__((target("avx2,fma,tune=znver3"))), apply_to = function)

#define LANES 8
#define ROWS_1 8
#define ROWS_2 6
#define ROWS_3 4
#define PANEL_VECTORS 3
#define BLOCK_MOST 3
#define VECTOR_REGISTER "x"
typedef __m256 lanes;

static inline lanes load(const float *p) { return _mm256_loadu_ps(p); }
static inline void store(float *p, lanes x) { _mm256_storeu_ps(p, x); }
static inline lanes splat(float x) { return _mm256_set1_ps(x); }
static inline lanes fma_lanes(lanes a, lanes b, lanes c) { return _mm256_fmadd_ps(a, b, c); }
static inline lanes add(lanes a, lanes b) { return _mm256_add_ps(a, b); }
static inline lanes sub(lanes a, lanes b) { return _mm256_sub_ps(a, b); }
static inline lanes mul(lanes a, lanes b) { return _mm256_mul_ps(a, b); }
static inline lanes divide(lanes a, lanes b) { return _mm256_div_ps(a, b); }
// If either operand is NaN, the result is b.
static inline lanes min_lanes(lanes a, lanes b) { return _mm256_min_ps(a, b); }
static inline lanes max_lanes(lanes a, lanes b) { return _mm256_max_ps(a, b); }

// x · 2^n; the low mantissa bits of `shifted` are n in units of 2^(shift − 23).
static inline lanes times_power_of_two(lanes x, lanes shifted, const int shift) {
  const __m256i exponent = _mm256_slli_epi32(_mm256_castps_si256(shifted), shift);
  return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(x), exponent));
}

static const int32_t masks[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};
static inline __m256i mask_of(int count) {
  return _mm256_loadu_si256((const __m256i *)(masks + 8 - count));
}
static inline lanes load_part(const float *p, int count) {
  return _mm256_maskload_ps(p, mask_of(count));
}
static inline void store_part(float *p, lanes x, int count) {
  _mm256_maskstore_ps(p, mask_of(count), x);
}

#define EXPONENTIAL "f32_exponential_avx2.inc"

#define TABLE_NAME "avx2"
#define TABLE ck_table_avx2
#define BACKWARD_TABLE ck_backward_avx2
#include "f32_table.inc"

#pragma clang attribute pop

#endif
