// Fetching weights and large inputs into the second-level cache before they are needed. A layer's weights are
// read once a pass and come from far away; the processor's own guesses end at each page. A fetch never faults, wherever it points.

#ifndef CKERNELS_FETCH_H
#define CKERNELS_FETCH_H

#include "share.h"

enum { ck_line_floats = 16 };

static inline void ck_fetch(const float *from, size_t floats) {
  for (size_t i = 0; i < floats; i += ck_line_floats) __builtin_prefetch(from + i, 0, 2);
}

// Share `part` of `parts` of a fetch.
static inline void ck_fetch_share(const float *from, size_t floats, int part, int parts) {
  const ck_range range = ck_share(floats, part, parts);
  ck_fetch(from + range.begin, range.end - range.begin);
}

#endif
