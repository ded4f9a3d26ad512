// Division of work: part `part` of `parts` gets items [begin, end) of `total`.

#ifndef CKERNELS_PART_RANGE_H
#define CKERNELS_PART_RANGE_H

#include <stddef.h>

typedef struct {
  size_t begin, end;
} ck_range;

static inline ck_range ck_part_range(size_t total, int part, int parts) {
  const size_t p = (size_t)part, n = (size_t)parts;
  return (ck_range){total * p / n, total * (p + 1) / n};
}

static inline int ck_min(int a, int b) { return a < b ? a : b; }
static inline int ck_max(int a, int b) { return a > b ? a : b; }

#endif
