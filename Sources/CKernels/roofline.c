// The measured roofline (Williams, Waterman and Patterson, CACM 2009): a limit for arithmetic and
// one for memory. The rounds are steps of a program of the engine's pool, so all threads work at
// once.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"
#include "part_range.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Enough independent chains to hide the latency of a multiply-add on two ports.
enum { chains = 12, rounds_most = 64 };

typedef struct {
  size_t turns;  // multiply-adds of each chain and thread
  float *sink;   // a result for each thread, so that the loop is not optimised away
} rate_args;

// acc = acc · ½ + 1 stays near 2: no infinities and no subnormal numbers.
#define RATE(NAME, LANES_TYPE, SPLAT, MULTIPLY_ADD, FIRST, REGISTER)          \
  static void NAME(const void *arguments, int part, int parts) {              \
    (void)parts;                                                              \
    const rate_args *a = arguments;                                           \
    LANES_TYPE acc[chains];                                                   \
    const LANES_TYPE half = SPLAT(0.5f), one = SPLAT(1.0f);                   \
    for (int c = 0; c < chains; c++) acc[c] = SPLAT((float)c);                \
    for (size_t t = 0; t < a->turns; t++) {                                   \
      _Pragma("clang loop unroll(full)") for (int c = 0; c < chains; c++) {   \
        acc[c] = MULTIPLY_ADD(acc[c], half, one);                             \
        __asm__ volatile("" : "+" REGISTER(acc[c]));                          \
      }                                                                       \
    }                                                                         \
    LANES_TYPE sum = acc[0];                                                  \
    for (int c = 1; c < chains; c++) sum = sum + acc[c];                      \
    a->sink[part * 16] = FIRST(sum);                                          \
  }

typedef float four_lanes __attribute__((vector_size(16)));
#if defined(__x86_64__)
#define BASE_REGISTER "x"
#elif defined(__aarch64__)
#define BASE_REGISTER "w"
#else
#define BASE_REGISTER "m"
#endif
#define SPLAT_4(x) ((four_lanes){x, x, x, x})
#define FIRST_OF(x) ((x)[0])
#if defined(__aarch64__)
#define MULTIPLY_ADD_4(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define MULTIPLY_ADD_4(a, b, c) ((a) * (b) + (c))
#endif
#define SAME(x) (x)
#define MULTIPLY_ADD_1(a, b, c) ((a) * (b) + (c))

RATE(rate_scalar, float, SAME, MULTIPLY_ADD_1, SAME, BASE_REGISTER)
RATE(rate_portable, four_lanes, SPLAT_4, MULTIPLY_ADD_4, FIRST_OF, BASE_REGISTER)
#if defined(__x86_64__)
__attribute__((target("avx2,fma")))
RATE(rate_avx2, __m256, _mm256_set1_ps, _mm256_fmadd_ps, FIRST_OF, "x")
__attribute__((target("avx512f")))
RATE(rate_avx512, __m512, _mm512_set1_ps, _mm512_fmadd_ps, FIRST_OF, "v")
#endif

// Shortest time of `rounds` runs, in nanoseconds; 0 if out of memory.
static uint64_t shortest(int threads, ck_function run, const void *arguments, int rounds) {
  ck_pool *pool = ck_pool_create(threads);
  if (!pool) return 0;
  ck_step steps[rounds_most];
  uint64_t ticks[rounds_most + 1];
  for (int r = 0; r < rounds; r++) steps[r] = (ck_step){run, arguments};
  ck_pool_run(pool, steps, (size_t)rounds, ticks);
  ck_pool_destroy(pool);
  uint64_t best = UINT64_MAX;
  for (int r = 0; r < rounds; r++) {
    if (ticks[r + 1] - ticks[r] < best) best = ticks[r + 1] - ticks[r];
  }
  return best > 0 ? best : 1;
}

double ck_peak_rate(ck_isa isa, int threads) {
  if (!ck_supports(isa) || threads < 1) return 0;
  static const int lanes[] = {1, 4, 8, 16};
  ck_function run = rate_scalar;
  if (isa == ck_isa_portable) run = rate_portable;
#if defined(__x86_64__)
  if (isa == ck_isa_avx2) run = rate_avx2;
  if (isa == ck_isa_avx512) run = rate_avx512;
#endif
  float *sink = calloc((size_t)threads * 16, sizeof(float));
  if (!sink) return 0;
  // A round lasts about a third of a millisecond at 3 GHz.
  const rate_args arguments = {.turns = 80000, .sink = sink};
  const uint64_t time = shortest(threads, run, &arguments, rounds_most);
  free(sink);
  const double operations = 2.0 * chains * lanes[isa] * (double)arguments.turns * threads;
  return time > 0 ? operations / ((double)time * 1e-9) : 0;
}

typedef float sixteen_lanes __attribute__((vector_size(64)));

typedef struct {
  size_t count;  // vectors in each of the three arrays
  size_t turns;
  sixteen_lanes *output;
  const sixteen_lanes *left, *right;
} triad_args;

// output = left + ½ · right over this part, `turns` times.
static inline __attribute__((always_inline)) void triad_loop(const void *arguments, int part,
                                                             int parts) {
  const triad_args *a = arguments;
  const ck_range range = ck_part_range(a->count, part, parts);
  for (size_t t = 0; t < a->turns; t++) {
    for (size_t i = range.begin; i < range.end; i++) a->output[i] = a->left[i] + 0.5f * a->right[i];
    __asm__ volatile("" ::: "memory");
  }
}

#define TRIAD(NAME)                                              \
  static void NAME(const void *arguments, int part, int parts) { \
    triad_loop(arguments, part, parts);                          \
  }
TRIAD(triad)
#if defined(__x86_64__)
__attribute__((target("avx2"))) TRIAD(triad_avx2)
__attribute__((target("avx512f"))) TRIAD(triad_avx512)
#endif

double ck_bandwidth(int threads, size_t bytes) {
  if (threads < 1) return 0;
  const size_t count = bytes / 3 / sizeof(sixteen_lanes);
  const size_t total = count * 3 * sizeof(sixteen_lanes);
  sixteen_lanes *memory = total > 0 ? ck_allocate(total) : NULL;
  if (!memory) return 0;
  memset(memory, 0, total);
  // A round moves at least 16 MB; smaller sets are processed several times.
  const size_t turns = total < (16 << 20) ? (16 << 20) / total : 1;
  const triad_args arguments = {.count = count, .turns = turns, .output = memory,
                                .left = memory + count, .right = memory + 2 * count};
  const int rounds = total > (64 << 20) ? 4 : 12;
  ck_function run = triad;
#if defined(__x86_64__)
  if (ck_supports(ck_isa_avx2)) run = triad_avx2;
  if (ck_supports(ck_isa_avx512)) run = triad_avx512;
#endif
  const uint64_t time = shortest(threads, run, &arguments, rounds);
  ck_deallocate(memory, total);
  return time > 0 ? (double)total * (double)turns / ((double)time * 1e-9) : 0;
}
