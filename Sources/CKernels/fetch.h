// Software prefetch of weights and large inputs into the second-level cache.
//
// A layer's weights are read from memory once per pass, and the hardware prefetcher stops at page
// boundaries. A prefetch never faults, so it may go past the end of an array.

#ifndef CKERNELS_FETCH_H
#define CKERNELS_FETCH_H

#include "part_range.h"

enum { ck_line_floats = 16 };

static inline void ck_fetch(const float *from, size_t floats) {
  for (size_t i = 0; i < floats; i += ck_line_floats) __builtin_prefetch(from + i, 0, 2);
}

// Prefetches part `part` of `parts`.
static inline void ck_fetch_part(const float *from, size_t floats, int part, int parts) {
  const ck_range range = ck_part_range(floats, part, parts);
  ck_fetch(from + range.begin, range.end - range.begin);
}

#endif
