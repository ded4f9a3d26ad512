// Gradients of the engine's operators with respect to their inputs; weights are never trained.
//
// Same conventions as the forward operators: channels-last tensors, part `part` of `parts`, no
// result depends on the number of parts. The gradient of a pointwise convolution is a pointwise
// convolution with transposed weights, so it has no operator here.

#ifndef CKERNELS_BACKWARD_H
#define CKERNELS_BACKWARD_H

#include "CKernels.h"

// What an activation's derivative is computed from: `kept` is the derivative itself, stored by the
// forward pass; the others need the activated value.
typedef enum {
  ck_slope_kept = 0,
  ck_slope_of_relu = 1,
  ck_slope_of_relu6 = 2,
  ck_slope_of_sigmoid = 3,
} ck_slope_source;

// The derivative of an activation at every element of a tensor; 1 if `reference` is null.
typedef struct {
  ck_slope_source source;
  const float *reference;
} ck_slope;

// The gradient of an element-wise activation, summed over the readers of the activated tensor:
// output = (input · gate + shift · shift_scale + addend) · slope.
//
// A null gate counts as 1, other null pointers as 0. gate and shift have one value per channel.
typedef struct {
  int positions, channels;
  float shift_scale;
  const float *input, *gate, *shift, *addend;
  ck_slope slope;
  float *output;
} ck_activation_gradient_args;

// The gradient of a fully connected layer: output = scale · Σ_o gradient[o] · weights[o]; weights
// are (outputs, inputs) as in a checkpoint, and rows whose gradient is 0 are not read.
typedef struct {
  int inputs, outputs;
  float scale;
  const float *gradient, *weights;
  float *output;
} ck_fully_connected_gradient_args;

// The gradient of a channel gate: output = sum over positions of left · right.
typedef struct {
  int positions, channels;
  const float *left, *right;
  float *output;
} ck_gate_gradient_args;

// The gradient of a depthwise convolution together with the activations after and before it:
// G = (gradient · gate + shift · shift_scale) · out_slope,
// output = in_slope · (transposed depthwise convolution of G).
//
// `in` is the input tensor of the forward pass, `out` its output; weights are (tap, channel). A
// null gate counts as 1, a null shift as 0; both have one value per channel.
typedef struct {
  ck_shape in, out;
  ck_window window;
  float shift_scale;
  const float *gradient, *gate, *shift, *weights;
  ck_slope in_slope, out_slope;
  float *output;
  float *scratch;  // ck_depthwise_gradient_scratch for each part
} ck_depthwise_gradient_args;

// The gradient of a 1 × 1 convolution followed by a depthwise one: the result of `depthwise` (whose
// `output` is not used) times the transposed 1 × 1 weights, plus `residual` unless null. The
// gradient of the tensor between them stays in the cache.
typedef struct {
  ck_depthwise_gradient_args depthwise;
  int channels;  // of the 1 × 1 convolution's input
  // Transposed weights, packed by ck_pack_convolution; the bias is zeros.
  const float *weights, *bias, *residual;
  float *output;
} ck_expand_depthwise_gradient_args;

// Inserts zeros between the positions of a gradient, so that the gradient of a strided convolution
// becomes a convolution of stride 1: output(y · stride_y, x · stride_x) = input(y, x).
typedef struct {
  ck_shape in, out;
  int stride_y, stride_x;
  const float *input;
  float *output;
} ck_dilate_args;

// The gradient of max pooling: each output's gradient goes to the first position of its window that
// has the maximum. `input` is the input tensor of the forward pass; `output` has its shape.
typedef struct {
  ck_shape in, out;
  ck_window window;
  const float *input, *gradient;
  float *output;
} ck_max_pool_gradient_args;

// The gradient of average pooling; the divisor is that of the forward pass.
typedef struct {
  ck_shape in, out;
  ck_window window;
  int padded_bottom, padded_right;
  bool counts_padding;
  const float *gradient;
  float *output;
} ck_average_pool_gradient_args;

// List of all gradient operators; tables are generated from it.
#define CK_BACKWARD_KERNELS(X)                                                                   \
  X(activation_gradient) X(fully_connected_gradient) X(gate_gradient) X(depthwise_gradient)      \
  X(expand_depthwise_gradient) X(dilate) X(max_pool_gradient) X(average_pool_gradient)

// The gradient operators of an instruction set.
#define CK_FIELD(name) ck_function name;
typedef struct {
  CK_BACKWARD_KERNELS(CK_FIELD)
} ck_backward_kernels;
#undef CK_FIELD

// Rearranges a convolution's weights (outputs, inputs / groups, taps) for its gradient at stride 1:
// (inputs, outputs / groups, taps), taps in reverse order.
void ck_transpose_filters(float *transposed, const float *weights, int outputs, int inputs,
                          int taps, int groups);

// Size of the scratch memory of one part, in floats.
size_t ck_depthwise_gradient_scratch(const ck_kernels *kernels,
                                     const ck_depthwise_gradient_args *arguments);
size_t ck_expand_depthwise_gradient_scratch(const ck_kernels *kernels,
                                            const ck_expand_depthwise_gradient_args *arguments);

// The gradient operators of an instruction set, or null if the program was built without it.
const ck_backward_kernels *ck_backward_table(ck_isa isa);

#endif
