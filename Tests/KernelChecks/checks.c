#define _GNU_SOURCE  // posix_memalign
#include "checks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KC_NAME(name) #name,
static const char *const names[] = {CK_KERNELS(KC_NAME) CK_BACKWARD_KERNELS(KC_NAME)};
#define KC_CHECK(name) kc_check_##name,
static void (*const checks[])(kc_report *) = {CK_KERNELS(KC_CHECK) CK_BACKWARD_KERNELS(KC_CHECK)};

bool kc_uses_threads = false;

int kc_kernel_count(void) { return (int)(sizeof names / sizeof *names); }
const char *kc_kernel_name(int kernel) { return names[kernel]; }

int kc_check(ck_isa isa, int kernel, char *failure, size_t size) {
#define KC_FIELD(name) fast->name,
#define KC_BACKWARD_FIELD(name) backward->name,
#define KC_FUNCTIONS {CK_KERNELS(KC_FIELD) CK_BACKWARD_KERNELS(KC_BACKWARD_FIELD)}
  const ck_kernels *fast = ck_table(isa);
  const ck_backward_kernels *backward = ck_backward_table(isa);
  const ck_function runs[] = KC_FUNCTIONS;
  fast = ck_table(ck_isa_scalar);
  backward = ck_backward_table(ck_isa_scalar);
  const ck_function oracles[] = KC_FUNCTIONS;
#undef KC_FUNCTIONS
#undef KC_BACKWARD_FIELD
#undef KC_FIELD
  kc_report report = {.fast = ck_table(isa), .plain = fast, .run = runs[kernel],
                      .oracle = oracles[kernel], .failure = failure, .failure_size = size};
  failure[0] = 0;
  checks[kernel](&report);
  return report.comparisons;
}

int kc_lengths(const ck_kernels *kernels, int lengths[kc_lengths_most]) {
  const int lanes = kernels->lanes, panel = lanes * kernels->panel_vectors;
  const int wanted[] = {1, 3, lanes - 1, lanes, lanes + 1, 2 * lanes + 3,
                        panel - 1, panel, panel + 1, 2 * panel + 3};
  int count = 0;
  for (int length = 1; length <= 2 * panel + 3; length++) {
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
      if (wanted[w] == length) {
        lengths[count++] = length;
        break;
      }
    }
  }
  return count;
}

static float *allocate(size_t count) {
  // posix_memalign keeps the exact size, so a sanitiser detects an access past the end.
  void *memory = NULL;
  if (posix_memalign(&memory, 64, count > 0 ? count * sizeof(float) : 1) != 0) abort();
  return memory;
}

float *kc_values(size_t count, unsigned seed) {
  float *values = allocate(count);
  unsigned state = seed * 2654435761u + 1;
  for (size_t i = 0; i < count; i++) {
    state = state * 1664525u + 1013904223u;
    values[i] = (float)(state >> 8) / (1 << 22) - 2;
  }
  return values;
}

float *kc_zeros(size_t count) {
  float *values = allocate(count);
  for (size_t i = 0; i < count; i++) values[i] = 0;
  return values;
}

static void fail(kc_report *report, const char *what, size_t index, float found, float expected) {
  if (report->failure[0]) return;
  snprintf(report->failure, report->failure_size, "%s: element %zu is %.9g, not %.9g", what, index,
           found, expected);
}

void kc_compare(kc_report *report, const char *what, const float *found, const float *expected,
                size_t count) {
  // An activation may clip large sums, so the tolerance is at least that of typical sums.
  float largest = 1.5f * sqrtf((float)(report->terms > 0 ? report->terms : 1));
  for (size_t i = 0; i < count; i++) largest = fmaxf(largest, fabsf(expected[i]));
  report->comparisons++;
  for (size_t i = 0; i < count; i++) {
    if (!(fabsf(found[i] - expected[i]) <= 2e-6f * largest)) {
      fail(report, what, i, found[i], expected[i]);
      return;
    }
  }
}

void kc_compare_slopes(kc_report *report, const char *what, const float *found,
                       const float *expected, const float *outputs, ck_activation activation,
                       size_t count) {
  const bool has_corners = activation == ck_relu || activation == ck_relu6;
  float *kept = kc_zeros(count), *wanted = kc_zeros(count);
  for (size_t i = 0; i < count; i++) {
    // At a corner, rounding decides on which side the value is.
    const bool near = (outputs[i] > 0 && outputs[i] < 1e-3f) ||
                      (activation == ck_relu6 && outputs[i] < 6 && outputs[i] > 6 - 1e-3f);
    const bool is_corner = has_corners && (near || found[i] != expected[i]) &&
                           (outputs[i] < 1e-3f || outputs[i] > 6 - 1e-3f);
    if (is_corner && (found[i] == 0 || found[i] == 1)) continue;
    kept[i] = found[i], wanted[i] = expected[i];
  }
  kc_compare(report, what, kept, wanted, count);
  free(kept), free(wanted);
}

void kc_same_bits(kc_report *report, const char *what, const float *found, const float *expected,
                  size_t count) {
  report->comparisons++;
  for (size_t i = 0; i < count; i++) {
    if (memcmp(found + i, expected + i, sizeof(float)) != 0) {
      fail(report, what, i, found[i], expected[i]);
      return;
    }
  }
}

void kc_run(ck_function run, const void *arguments, int parts) {
  for (int part = 0; part < parts; part++) run(arguments, part, parts);
}

void kc_parts(kc_report *report, const char *what, const void *arguments, float **output,
              const float *whole, size_t count) {
  static const int counts[] = {2, 3, kc_parts_most};
  for (size_t s = 0; s < sizeof counts / sizeof *counts; s++) {
    float *found = kc_zeros(count);
    *output = found;
    ck_pool *pool = kc_uses_threads && counts[s] == 3 ? ck_pool_create(3) : NULL;
    if (pool) {
      const ck_step step = {report->run, arguments};
      ck_pool_run(pool, &step, 1, NULL);
      ck_pool_destroy(pool);
    } else {
      kc_run(report->run, arguments, counts[s]);
    }
    char text[300];
    snprintf(text, sizeof text, "%s, in %d parts", what, counts[s]);
    kc_same_bits(report, text, found, whole, count);
    free(found);
  }
}
