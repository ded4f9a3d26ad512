// The part of a pooling window that is on the input, and the divisor of its mean.

#ifndef CKERNELS_WINDOW_PART_H
#define CKERNELS_WINDOW_PART_H

#include "CKernels.h"
#include "part_range.h"

// Rows [top, bottom) and columns [left, right) of the input.
typedef struct {
  int top, left, bottom, right;
} ck_window_part;

// The part for the output in row `y` and column `x`.
static inline ck_window_part ck_window_part_of(const ck_window *w, ck_shape in, int y, int x) {
  const int top = y * w->stride_y - w->pad_top, left = x * w->stride_x - w->pad_left;
  return (ck_window_part){ck_max(top, 0), ck_max(left, 0), ck_min(top + w->height, in.height),
                          ck_min(left + w->width, in.width)};
}

// Number of positions of that window: on the input and its padding of `padded_bottom` rows and
// `padded_right` columns, or on the input only.
static inline int ck_window_count(const ck_window *w, ck_shape in, int y, int x, int padded_bottom,
                                  int padded_right, bool counts_padding) {
  const ck_window_part p = ck_window_part_of(w, in, y, x);
  if (!counts_padding) return ck_max(p.bottom - p.top, 0) * ck_max(p.right - p.left, 0);
  const int top = y * w->stride_y - w->pad_top, left = x * w->stride_x - w->pad_left;
  return (ck_min(top + w->height, in.height + padded_bottom) - top) *
         (ck_min(left + w->width, in.width + padded_right) - left);
}

#endif
