// AVX2 and FMA: 8 lanes, 16 registers.

#if defined(__x86_64__)

#include "../vector_headers.h"

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

#define X86(NAME) _mm256_##NAME
#define INTEGERS(X) _mm256_castps_si256(X)
#define FLOATS(X) _mm256_castsi256_ps(X)
#include "../lanes_x86.h"

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
