// Clang's vector extensions with 4 lanes: SSE2 on x86-64, NEON on arm64.

#include "../vector_headers.h"

#define LANES 4
#if defined(__aarch64__)
#define ROWS_1 12
#define ROWS_2 12
#define ROWS_3 8
#else
#define ROWS_1 8
#define ROWS_2 6
#define ROWS_3 4
#endif
#define PANEL_VECTORS 3
#define BLOCK_MOST 4
#if defined(__x86_64__)
#define VECTOR_REGISTER "x"
#elif defined(__aarch64__)
#define VECTOR_REGISTER "w"
#else
#define VECTOR_REGISTER "m"
#endif
typedef float lanes __attribute__((vector_size(16)));
typedef int32_t integer_lanes __attribute__((vector_size(16)));

static inline lanes load(const float *p) {
  lanes x;
  memcpy(&x, p, sizeof x);
  return x;
}
static inline void store(float *p, lanes x) { memcpy(p, &x, sizeof x); }
static inline lanes splat(float x) { return (lanes){x, x, x, x}; }
static inline lanes fma_lanes(lanes a, lanes b, lanes c) {
#if defined(__aarch64__)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}
static inline lanes fma_minus(lanes a, lanes b, lanes c) { return fma_lanes(a, b, -c); }
static inline lanes add(lanes a, lanes b) { return a + b; }
static inline lanes sub(lanes a, lanes b) { return a - b; }
static inline lanes mul(lanes a, lanes b) { return a * b; }
static inline lanes divide(lanes a, lanes b) { return a / b; }
// a where the mask is set, else b.
static inline lanes chosen(integer_lanes mask, lanes a, lanes b) {
  return (lanes)((mask & (integer_lanes)a) | (~mask & (integer_lanes)b));
}
// If either operand is NaN, the result is b.
static inline lanes min_lanes(lanes a, lanes b) { return chosen(a < b, a, b); }
static inline lanes max_lanes(lanes a, lanes b) { return chosen(a > b, a, b); }

// x · 2^n; the low mantissa bits of `shifted` are the integer n.
static inline lanes times_power_of_two(lanes x, lanes shifted) {
  return (lanes)((integer_lanes)x + ((integer_lanes)shifted << 23));
}

static inline lanes load_part(const float *p, int count) {
  lanes x = {0};
  memcpy(&x, p, (size_t)count * sizeof(float));
  return x;
}
static inline void store_part(float *p, lanes x, int count) {
  memcpy(p, &x, (size_t)count * sizeof(float));
}

#define TABLE_NAME "portable"
#define TABLE ck_table_portable
#define BACKWARD_TABLE ck_backward_portable
#include "f32_table.inc"
