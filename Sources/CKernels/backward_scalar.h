// The scalar oracle of the gradients, one function for each entry of the list.

#ifndef CKERNELS_BACKWARD_SCALAR_H
#define CKERNELS_BACKWARD_SCALAR_H

#include <math.h>

#include "backward.h"
#include "share.h"

#define CK_DECLARE(name) void ck_scalar_##name(const void *arguments, int part, int parts);
CK_BACKWARD_KERNELS(CK_DECLARE)
#undef CK_DECLARE

// f′, from the pre-activation for silu and from the activated value for the others. At the corners
// of relu and relu6 it is 0, as PyTorch has it.
static inline float ck_scalar_derivative(float reference, ck_activation activation) {
  switch (activation) {
  case ck_identity: return 1;
  case ck_relu: return reference > 0 ? 1 : 0;
  case ck_relu6: return reference > 0 && reference < 6 ? 1 : 0;
  case ck_silu: {
    const float s = 1 / (1 + expf(-reference));
    return s * (1 + reference * (1 - s));
  }
  case ck_sigmoid: return reference * (1 - reference);
  }
  return 1;
}

#endif
