// Scalar reference implementations, one for each entry of CK_KERNELS.

#ifndef CKERNELS_SCALAR_H
#define CKERNELS_SCALAR_H

#include <math.h>

#include "CKernels.h"
#include "../part_range.h"

#define CK_KERNEL(name) void ck_scalar_##name(const void *arguments, int part, int parts);
CK_KERNELS(CK_KERNEL)
#undef CK_KERNEL

// Input of a depthwise convolution at a position (row · width + column) of a channel.
typedef float (*ck_input_value)(const void *context, size_t position, size_t channel);

// Depthwise convolution of one channel of inputs that `value_at` gives; does not read `input`.
void ck_scalar_filter_channel(const ck_depthwise_args *d, size_t channel, ck_input_value value_at,
                              const void *context);

// The depthwise convolution after an expansion, without its input.
static inline ck_depthwise_args ck_scalar_second(const ck_expand_depthwise_args *e) {
  return (ck_depthwise_args){
      .in = {e->in.height, e->in.width, e->hidden.channels}, .out = e->out, .window = e->window,
      .activation = e->activation, .weights = e->weights, .bias = e->bias, .output = e->output,
      .sums = e->sums, .slope = e->slope};
}

static inline float ck_scalar_activation(float x, ck_activation activation) {
  switch (activation) {
  case ck_identity: return x;
  case ck_relu: return x < 0 ? 0 : x;
  case ck_relu6: return x < 0 ? 0 : x > 6 ? 6 : x;
  case ck_silu: return x / (1 + expf(-x));
  case ck_sigmoid: return 1 / (1 + expf(-x));
  }
  return x;
}

// Derivative of an activation at x; y is the activated value. Only silu reads x. At the corners of
// relu and relu6 the derivative is 0, as in PyTorch.
static inline float ck_scalar_slope(float x, float y, ck_activation activation) {
  switch (activation) {
  case ck_identity: return 1;
  case ck_relu: return y > 0 ? 1 : 0;
  case ck_relu6: return y > 0 && y < 6 ? 1 : 0;
  case ck_silu: {
    const float s = 1 / (1 + expf(-x));
    return s + y * (1 - s);
  }
  case ck_sigmoid: return y * (1 - y);
  }
  return 1;
}

#endif
