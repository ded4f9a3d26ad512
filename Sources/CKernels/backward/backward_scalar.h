// Scalar reference implementations of the gradients, one for each entry of CK_BACKWARD_KERNELS.

#ifndef CKERNELS_BACKWARD_SCALAR_H
#define CKERNELS_BACKWARD_SCALAR_H

#include <math.h>

#include "backward.h"
#include "../part_range.h"

#define CK_DECLARE(name) void ck_scalar_##name(const void *arguments, int part, int parts);
CK_BACKWARD_KERNELS(CK_DECLARE)
#undef CK_DECLARE

// The derivative at element `index`.
static inline float ck_scalar_derivative(ck_slope slope, size_t index) {
  if (!slope.reference) return 1;
  const float reference = slope.reference[index];
  switch (slope.source) {
  case ck_slope_kept: return reference;
  case ck_slope_of_relu: return reference > 0 ? 1 : 0;
  case ck_slope_of_relu6: return reference > 0 && reference < 6 ? 1 : 0;
  case ck_slope_of_sigmoid: return reference * (1 - reference);
  }
  return 1;
}

#endif
