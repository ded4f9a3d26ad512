// Operators behind the last feature map: global pooling other than the mean, and functions of one
// vector, with their gradients. The vectors are short, so one plain implementation serves every
// instruction set.

#ifndef CKERNELS_HEAD_H
#define CKERNELS_HEAD_H

#include "CKernels.h"

typedef enum {
  ck_pool_maximum = 0,
  ck_pool_average_maximum = 1,       // ½ (mean + maximum)
  ck_pool_average_then_maximum = 2,  // means, then maxima: twice the channels
  ck_pool_generalized_mean = 3,      // (mean of max(x, epsilon)^power)^(1 / power)
} ck_head_pooling;

// Pools all positions of `input`. In the gradient, `output` is the gradient of the input, and
// `gradient` that of the pooled vector; a maximum passes it to its first position, as in PyTorch.
typedef struct {
  ck_shape in;
  ck_head_pooling kind;
  float power, epsilon;
  const float *input, *gradient;
  float *output;
} ck_head_pool_args;

void ck_head_pool(const void *arguments, int part, int parts);
void ck_head_pool_gradient(const void *arguments, int part, int parts);

typedef enum {
  ck_vector_relu = 0,
  ck_vector_relu6 = 1,
  ck_vector_silu = 2,
  ck_vector_sigmoid = 3,
  ck_vector_gelu = 4,
  ck_vector_gelu_tanh = 5,
  ck_vector_hardswish = 6,
  ck_vector_tanh = 7,
  ck_vector_layer_norm = 8,   // weight · (x − mean) / √(variance + constant) + bias
  ck_vector_unit_length = 9,  // x / max(‖x‖₂, constant)
  ck_vector_scale = 10,       // x · constant
} ck_vector_function;

// A function of a vector of `count` elements. In the gradient, `input` is the forward input,
// `gradient` that of the function's result, and `output` that of its input.
typedef struct {
  int count;
  ck_vector_function function;
  float constant;
  const float *input, *weights, *bias, *gradient;
  float *output;
} ck_vector_args;

void ck_vector(const void *arguments, int part, int parts);
void ck_vector_gradient(const void *arguments, int part, int parts);

#endif
