// What the checks share: seeded numbers, buffers of exact size, comparison.

#ifndef CHECKS_H
#define CHECKS_H

#include "KernelChecks.h"

// One kernel under test, and what was found so far.
typedef struct {
  const ck_kernels *fast, *plain;
  ck_function run, oracle;
  int comparisons;
  int terms;  // products in each sum: what rounding errors grow with
  char *failure;
  size_t failure_size;
} kc_report;

enum { kc_lengths_most = 12, kc_shares_most = 7 };

// 1, tile − 1, tile, tile + 1, 2 · tile + 3 for the vector and the panel, and odd ones; ascending, no doubles.
int kc_lengths(const ck_kernels *kernels, int lengths[kc_lengths_most]);

// `count` seeded values between −2 and 2; exactly so much memory, 64-byte aligned, to be freed.
float *kc_values(size_t count, unsigned seed);
// `count` zeros, likewise.
float *kc_zeros(size_t count);

// Notes a comparison of `count` values; `what` describes the case if it fails.
void kc_compare(kc_report *report, const char *what, const float *found, const float *expected,
                size_t count);
// Likewise of the derivatives of an activation that gave `outputs`; at the corners of relu and relu6 either
// side will do.
void kc_compare_slopes(kc_report *report, const char *what, const float *found,
                       const float *expected, const float *outputs, ck_activation activation,
                       size_t count);
// Likewise to the bit.
void kc_same_bits(kc_report *report, const char *what, const float *found, const float *expected,
                  size_t count);
// A window over `in` with its padding by TensorFlow's rule or the symmetric one; sets `out`'s extents.
ck_window kc_window(ck_shape in, ck_shape *out, int height, int width, int stride, bool is_same);
// Runs a kernel in `parts` shares, one after the other.
void kc_run(ck_function run, const void *arguments, int parts);

// Compares kernels whose arguments differ only in what `prepare` puts into them: the oracle whole, the
// fast one whole and in shares.
#define KC_COMPARE(report, what, arguments, field, count)                                        \
  do {                                                                                           \
    float *kc_expected = kc_zeros(count), *kc_whole = kc_zeros(count);                           \
    (arguments).field = kc_expected;                                                             \
    kc_run((report)->oracle, &(arguments), 1);                                                   \
    (arguments).field = kc_whole;                                                                \
    kc_run((report)->run, &(arguments), 1);                                                      \
    kc_compare(report, what, kc_whole, kc_expected, count);                                      \
    kc_shares(report, what, &(arguments), &(arguments).field, kc_whole, count);                  \
    free(kc_expected), free(kc_whole);                                                           \
  } while (0)

// Runs the fast kernel in 2, 3 and 7 shares; each must give `whole` to the bit.
void kc_shares(kc_report *report, const char *what, const void *arguments, float **output,
               const float *whole, size_t count);

#define KC_DECLARE(name) void kc_check_##name(kc_report *report);
CK_KERNELS(KC_DECLARE)
CK_BACKWARD_KERNELS(KC_DECLARE)
#undef KC_DECLARE

#endif
