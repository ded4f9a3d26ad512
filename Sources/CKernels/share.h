// How work is divided: share `part` of `parts` gets items [begin, end) of `total`.

#ifndef CKERNELS_SHARE_H
#define CKERNELS_SHARE_H

#include <stddef.h>

typedef struct {
  size_t begin, end;
} ck_range;

static inline ck_range ck_share(size_t total, int part, int parts) {
  return (ck_range){total * (size_t)part / (size_t)parts, total * ((size_t)part + 1) / (size_t)parts};
}

static inline int ck_min(int a, int b) { return a < b ? a : b; }
static inline int ck_max(int a, int b) { return a > b ? a : b; }

#endif
