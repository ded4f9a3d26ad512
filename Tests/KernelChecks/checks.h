// Common parts of the checks: seeded numbers, buffers of exact size, comparison.

#ifndef CHECKS_H
#define CHECKS_H

#include "KernelChecks.h"

// One kernel under test and the result so far.
typedef struct {
  const ck_kernels *fast, *plain;
  ck_function run, oracle;
  int comparisons;
  int terms;  // products in each sum; the tolerance grows with it
  char *failure;
  size_t failure_size;
} kc_report;

enum { kc_lengths_most = 12, kc_parts_most = 7 };

// Lengths 1, 3, and n − 1, n, n + 1, 2 · n + 3 for n = vector and n = panel; ascending, each once.
int kc_lengths(const ck_kernels *kernels, int lengths[kc_lengths_most]);

// `count` seeded values in [−2, 2), in memory of exactly that size, 64-byte aligned; free it.
float *kc_values(size_t count, unsigned seed);
// `count` zeros, in the same kind of memory.
float *kc_zeros(size_t count);

// Compares `count` values with a tolerance; `what` describes the case in a failure.
void kc_compare(kc_report *report, const char *what, const float *found, const float *expected,
                size_t count);
// Compares derivatives of an activation with results `outputs`; at the corners of relu and relu6
// both 0 and 1 are accepted.
void kc_compare_slopes(kc_report *report, const char *what, const float *found,
                       const float *expected, const float *outputs, ck_activation activation,
                       size_t count);
// Compares `count` values bit by bit.
void kc_same_bits(kc_report *report, const char *what, const float *found, const float *expected,
                  size_t count);
// A window over `in` with TensorFlow's padding (`is_same`) or symmetric padding; sets the size of
// `out`.
ck_window kc_window(ck_shape in, ck_shape *out, int height, int width, int stride, bool is_same);
// Runs a kernel in `parts` parts, one after the other.
void kc_run(ck_function run, const void *arguments, int parts);

// Compares the fast kernel, whole and in parts, with the reference; `field` is the output argument.
#define KC_COMPARE(report, what, arguments, field, count)                                        \
  do {                                                                                           \
    float *kc_expected = kc_zeros(count), *kc_whole = kc_zeros(count);                           \
    (arguments).field = kc_expected;                                                             \
    kc_run((report)->oracle, &(arguments), 1);                                                   \
    (arguments).field = kc_whole;                                                                \
    kc_run((report)->run, &(arguments), 1);                                                      \
    kc_compare(report, what, kc_whole, kc_expected, count);                                      \
    kc_parts(report, what, &(arguments), &(arguments).field, kc_whole, count);                  \
    free(kc_expected), free(kc_whole);                                                           \
  } while (0)

// Runs the fast kernel in 2, 3 and 7 parts; each result must have the bits of `whole`.
void kc_parts(kc_report *report, const char *what, const void *arguments, float **output,
              const float *whole, size_t count);

#define KC_DECLARE(name) void kc_check_##name(kc_report *report);
CK_KERNELS(KC_DECLARE)
CK_BACKWARD_KERNELS(KC_DECLARE)
#undef KC_DECLARE

#endif
