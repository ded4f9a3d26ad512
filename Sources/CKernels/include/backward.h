// Gradients of the engine's operators with respect to what they read; weights are never trained.
//
// Same conventions as the forward operators: channels-last tensors, a share of the work for each
// thread, no element depending on how the work is shared. A pointwise convolution's gradient is a
// pointwise convolution by the transposed weights, a fully connected layer's likewise: those have
// no operator of their own here.

#ifndef CKERNELS_BACKWARD_H
#define CKERNELS_BACKWARD_H

#include "CKernels.h"

// What an activation's derivative is told from: itself, as the forward pass kept it, or the activated
// value.
typedef enum {
  ck_slope_kept = 0,
  ck_slope_of_relu = 1,
  ck_slope_of_relu6 = 2,
  ck_slope_of_sigmoid = 3,
} ck_slope_source;

// The derivative of an activation at every element of a tensor; 1 where `reference` is null.
typedef struct {
  ck_slope_source source;
  const float *reference;
} ck_slope;

// The gradient of an element-wise activation, with whatever reaches the tensor from several readers:
// output = (input · gate + shift · shift_scale + addend) · slope.
//
// Null gates are 1, other null pointers 0. gate and shift are by channel.
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

// The gradient of a depthwise convolution, from what reaches the tensor it writes to the tensor it reads,
// before the activations of both: G = (gradient · gate + shift · shift_scale) · out_slope, and
// output = in_slope · (G under the transposed window).
//
// `in` is the tensor read in the forward pass, `out` the one written; weights are (tap, channel). A null
// gate is 1, a null shift 0; both are by channel.
typedef struct {
  ck_shape in, out;
  ck_window window;
  float shift_scale;
  const float *gradient, *gate, *shift, *weights;
  ck_slope in_slope, out_slope;
  float *output;
  float *scratch;  // ck_depthwise_gradient_scratch for each part
} ck_depthwise_gradient_args;

// The gradient of a 1 × 1 convolution and of the depthwise one behind it, the gradient of the tensor
// between them never leaving the cache: what the depthwise operator alone gives, its `output` unused,
// times the transposed weights, plus `residual` unless null.
typedef struct {
  ck_depthwise_gradient_args depthwise;
  int channels;  // of the tensor that the 1 × 1 convolution reads
  const float *weights, *bias, *residual;  // packed for the forward convolution; the bias is zeros
  float *output;
} ck_expand_depthwise_gradient_args;

// Zeros put between the positions of a gradient, so that a strided convolution's gradient becomes
// a convolution of stride 1: output (y · stride_y, x · stride_x) = input (y, x).
typedef struct {
  ck_shape in, out;
  int stride_y, stride_x;
  const float *input;
  float *output;
} ck_dilate_args;

// The gradient of a maximum: each output's goes to the first position that had it.
// `input` is the tensor read in the forward pass, whose shape `output` has.
typedef struct {
  ck_shape in, out;
  ck_window window;
  const float *input, *gradient;
  float *output;
} ck_max_pool_gradient_args;

// The gradient of a mean under a window; the divisor as in the forward pass.
typedef struct {
  ck_shape in, out;
  ck_window window;
  int padded_bottom, padded_right;
  bool counts_padding;
  const float *gradient;
  float *output;
} ck_average_pool_gradient_args;

// Every gradient operator, once. Tables are made from this list.
#define CK_BACKWARD_KERNELS(X)                                                                   \
  X(activation_gradient) X(fully_connected_gradient) X(gate_gradient) X(depthwise_gradient)      \
  X(expand_depthwise_gradient) X(dilate) X(max_pool_gradient) X(average_pool_gradient)

// The gradient operators of an instruction set.
#define CK_FIELD(name) ck_function name;
typedef struct {
  CK_BACKWARD_KERNELS(CK_FIELD)
} ck_backward_kernels;
#undef CK_FIELD

// Turns a convolution's weights (outputs, inputs / groups, taps) into those of its gradient at
// stride 1: (inputs, outputs / groups, taps), taps in reverse.
void ck_transpose_filters(float *transposed, const float *weights, int outputs, int inputs, int taps,
                          int groups);

// Floats of scratch that one share of a depthwise gradient needs.
size_t ck_depthwise_gradient_scratch(const ck_kernels *kernels,
                                     const ck_depthwise_gradient_args *arguments);
size_t ck_expand_depthwise_gradient_scratch(const ck_kernels *kernels,
                                            const ck_expand_depthwise_gradient_args *arguments);

// The gradient operators of an instruction set, or null where the program was not built with it.
const ck_backward_kernels *ck_backward_table(ck_isa isa);

#endif
