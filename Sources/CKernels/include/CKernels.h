// The engine's C layer: operators on channels-last float32 tensors, a table of them for each
// instruction set, and a thread pool that runs lists of them.
//
// An operator takes a read-only argument struct, `part` and `parts`. It does part `part` of `parts`
// and writes only the elements of that part; no result depends on the number of parts. Tensors are
// (height, width, channels); weights are packed by `ck_pack_…`.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  ck_identity = 0,
  ck_relu = 1,
  ck_relu6 = 2,
  ck_silu = 3,
  ck_sigmoid = 4,
} ck_activation;

// Height × width × channels of a tensor.
typedef struct {
  int height, width, channels;
} ck_shape;

// A sliding window: size, strides, and the rows and columns of zeros above and left of the input.
typedef struct {
  int height, width, stride_y, stride_x, pad_top, pad_left;
} ck_window;

// output = activation(convolution(input · gate) + bias + residual); gate and residual may be null.
// The gate has one factor for each input channel and requires a 1 × 1 window and one group.
// `slope`, unless null, receives the activation's derivative at every output, for a backward pass.
typedef struct {
  ck_shape in, out;
  ck_window window;
  int groups;
  ck_activation activation;
  const float *input, *weights, *bias, *gate, *residual;
  float *output, *slope;
  float *scratch;  // ck_kernels.scratch_floats for each part
} ck_convolution_args;

// Depthwise convolution: output = activation(filter(input) + bias); weights are (tap, channel).
// `sums`, unless null, receives each channel's sum over all output positions, `slope` the
// activation's derivative at every output.
typedef struct {
  ck_shape in, out;
  ck_window window;
  ck_activation activation;
  const float *input, *weights, *bias;
  float *output, *sums, *slope;
  float *scratch;
} ck_depthwise_args;

// A 1 × 1 convolution followed by a depthwise one; the tensor between them stays in the cache.
// `expand_slope` and `slope`, unless null, receive the activations' derivatives.
typedef struct {
  ck_shape in, hidden, out;
  ck_window window;
  ck_activation expand_activation, activation;
  const float *input, *expand_weights, *expand_bias, *weights, *bias;
  float *output, *sums, *expand_slope, *slope;
  float *scratch;
} ck_expand_depthwise_args;

// output = activation(weights · (input × input_scale) + bias); input and output are vectors.
typedef struct {
  int inputs, outputs;
  ck_activation activation;
  float input_scale;
  const float *input, *weights, *bias;
  float *output;
} ck_fully_connected_args;

// The squeeze-excite gate of a channel vector: two fully connected layers. `hidden_slope`, unless
// null, receives the first activation's derivative.
typedef struct {
  int channels, reduced;
  ck_activation reduce_activation, gate_activation;
  float input_scale;
  const float *input, *reduce_weights, *reduce_bias, *gate_weights, *gate_bias;
  float *hidden, *hidden_slope, *output;
} ck_squeeze_excite_args;

// output = mean (or sum, with scale 1) over all positions.
typedef struct {
  ck_shape in;
  float scale;
  const float *input;
  float *output;
} ck_global_pool_args;

// Maximum or mean of each window. A mean divides by the number of window positions on the input,
// or, if `counts_padding`, on the input and its padding (`padded_bottom` rows, `padded_right`
// columns).
typedef struct {
  ck_shape in, out;
  ck_window window;
  int padded_bottom, padded_right;
  bool counts_padding;
  const float *input;
  float *output;
} ck_pool_args;

// output = activation(input · scale + shift); scale and shift have one value for each channel.
typedef struct {
  int positions, channels;
  ck_activation activation;
  const float *input, *scale, *shift;
  float *output;
} ck_affine_args;

// output = activation(input), element by element; may be in place. `slope`, unless null, receives
// the activation's derivative.
typedef struct {
  size_t count;
  ck_activation activation;
  const float *input;
  float *output, *slope;
} ck_activate_args;

// output = input · gate; the gate has one value for each channel; may be in place.
typedef struct {
  int positions, channels;
  const float *input, *gate;
  float *output;
} ck_scale_args;

// output = activation(left + right), element by element; may be in place.
typedef struct {
  size_t count;
  ck_activation activation;
  const float *left, *right;
  float *output;
} ck_add_args;

// Copies `channels` channels of every position: concatenation, slices.
typedef struct {
  int positions, channels, input_stride, output_stride;
  const float *input;
  float *output;
} ck_copy_channels_args;

// Transposes the channels of every position as a (groups, channels / groups) matrix.
typedef struct {
  int positions, channels, groups;
  const float *input;
  float *output;
} ck_shuffle_args;

// Copies the part of the input that starts at row `top`, column `left`; zeros outside the input.
typedef struct {
  ck_shape in, out;
  int top, left;
  const float *input;
  float *output;
} ck_crop_args;

// Planar (channels, height, width) to channels-last, or back.
typedef struct {
  ck_shape shape;
  const float *input;
  float *output;
} ck_transpose_args;

typedef void (*ck_function)(const void *arguments, int part, int parts);

// List of all operators; tables, tests and kernel benchmarks are generated from it.
#define CK_KERNELS(X) \
  X(convolution) X(depthwise) X(expand_depthwise) X(fully_connected) X(squeeze_excite) \
  X(global_pool) X(max_pool) X(average_pool) X(affine) X(activate) X(scale) X(add) \
  X(copy_channels) X(shuffle) X(crop) X(to_channels_last) X(to_channels_first)

// The operators of an instruction set.
typedef struct {
  const char *name;
  int lanes;         // floats in a vector
  int panel_vectors; // largest number of vectors in a panel of packed weights
  bool fuses;        // whether expand_depthwise is faster than its two operators
#define CK_KERNEL(name) ck_function name;
  CK_KERNELS(CK_KERNEL)
#undef CK_KERNEL
} ck_kernels;

typedef enum {
  ck_isa_scalar = 0,
  ck_isa_portable = 1,
  ck_isa_avx2 = 2,
  ck_isa_avx512 = 3,
} ck_isa;

// The table of an instruction set, or null if the program was built without it.
const ck_kernels *ck_table(ck_isa isa);
// Whether this machine supports the instruction set.
bool ck_supports(ck_isa isa);

// Size of a convolution's packed weights, in floats.
size_t ck_packed_convolution_count(const ck_kernels *kernels, int outputs, int inputs_per_group,
                                   int taps, int groups);
// Packs (outputs, inputs / groups, taps) weights; multiplies each output's by its `scale` unless
// null.
void ck_pack_convolution(const ck_kernels *kernels, float *packed, const float *weights,
                         const float *scale, int outputs, int inputs_per_group, int taps,
                         int groups);
// Packs (channels, taps) depthwise weights as (taps, channels).
void ck_pack_depthwise(float *packed, const float *weights, const float *scale, int channels,
                       int taps);
// Size of a fully connected layer's packed weights, in floats.
size_t ck_packed_fully_connected_count(const ck_kernels *kernels, int outputs, int inputs);
// Packs (outputs, inputs) weights of a fully connected layer.
void ck_pack_fully_connected(const ck_kernels *kernels, float *packed, const float *weights,
                             const float *scale, int outputs, int inputs);

// Size of the scratch memory of one part, in floats.
size_t ck_convolution_scratch(const ck_kernels *kernels, const ck_convolution_args *arguments);
size_t ck_depthwise_scratch(const ck_kernels *kernels, const ck_depthwise_args *arguments);
size_t ck_expand_depthwise_scratch(const ck_kernels *kernels,
                                   const ck_expand_depthwise_args *arguments);

// One step of a program: an operator and its arguments.
typedef struct {
  ck_function run;
  const void *arguments;
} ck_step;

// A thread pool that runs programs. Idle threads spin for a moment, then sleep.
typedef struct ck_pool ck_pool;
ck_pool *ck_pool_create(int threads);
void ck_pool_destroy(ck_pool *pool);
int ck_pool_threads(const ck_pool *pool);
// Runs `steps` in order, each on all threads. `ticks`, unless null, receives count + 1 times in
// nanoseconds: at the start and after each step.
void ck_pool_run(ck_pool *pool, const ck_step *steps, size_t count, uint64_t *ticks);

// Allocates `bytes` of zeros on a 64-byte boundary, on huge pages if possible; null if out of
// memory.
void *ck_allocate(size_t bytes);
void ck_deallocate(void *memory, size_t bytes);

#include "backward.h"
#include "head.h"
#include "narrow.h"
#include "roofline.h"

#endif
