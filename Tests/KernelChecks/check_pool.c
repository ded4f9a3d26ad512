// The thread pool: every step sees the results of all parts of the step before, with and without
// sleeping threads.

#define _GNU_SOURCE
#include <stdio.h>
#include <time.h>

#include "KernelChecks.h"

enum { places = 64, steps_most = 12 };

// Adds to every element its mirror image, so that a part reads what other parts wrote.
typedef struct {
  const unsigned *input;
  unsigned *output;
} mirror_args;

static void mirror(const void *arguments, int part, int parts) {
  const mirror_args *m = arguments;
  for (int i = places * part / parts; i < places * (part + 1) / parts; i++) {
    m->output[i] = m->input[i] + m->input[places - 1 - i] + (unsigned)i;
  }
}

static unsigned checksum(int threads, int steps, int programs, bool sleeps) {
  unsigned values[2][places] = {{0}};
  mirror_args arguments[2] = {{values[0], values[1]}, {values[1], values[0]}};
  ck_step program[steps_most];
  for (int s = 0; s < steps; s++) program[s] = (ck_step){mirror, &arguments[s % 2]};
  ck_pool *pool = ck_pool_create(threads);
  for (int p = 0; p < programs; p++) {
    ck_pool_run(pool, program, (size_t)steps, NULL);
    if (sleeps) nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
  }
  ck_pool_destroy(pool);
  unsigned sum = 0;
  for (int i = 0; i < places; i++) sum = sum * 31 + values[steps % 2][i];
  return sum;
}

int kc_check_pool(char *failure, size_t size) {
  static const int step_counts[] = {0, 1, 2, 12};
  int comparisons = 0;
  failure[0] = 0;
  for (int s = 0; s < 4; s++) {
    for (int sleeps = 0; sleeps < 2; sleeps++) {
      const int programs = sleeps ? 3 : 10;
      const unsigned expected = checksum(1, step_counts[s], programs, false);
      for (int threads = 2; threads <= 7; threads += threads == 3 ? 4 : 1) {
        comparisons++;
        if (checksum(threads, step_counts[s], programs, sleeps) != expected && !failure[0]) {
          snprintf(failure, size, "%d steps on %d threads differ from those on one", step_counts[s],
                   threads);
        }
      }
    }
  }
  return comparisons;
}
