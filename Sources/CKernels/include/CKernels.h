// The engine's C layer: operators on channels-last float32 tensors, one table of them for each
// instruction set, and the thread pool that runs a list of them.
//
// An operator takes a read-only description of its work and the share of it to do: share `part` of
// `parts`, every share writing its own elements only. What an element's value is never depends on
// how the work is shared. Tensors are (height, width, channels); weights are packed by `ck_pack_…`.

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

// A sliding window: extents, steps, and how many zeros lie above and left of the input.
typedef struct {
  int height, width, stride_y, stride_x, pad_top, pad_left;
} ck_window;

// output = activation(convolution(input · gate) + bias + residual); gate and residual may be null.
// The gate scales the input channel by channel and is only given to 1 × 1 windows of one group.
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

// One filter a channel: output = activation(filter(input) + bias); weights are (tap, channel).
// `sums`, unless null, receives each channel's sum over all output positions, `slope` the activation's
// derivative at every output.
typedef struct {
  ck_shape in, out;
  ck_window window;
  ck_activation activation;
  const float *input, *weights, *bias;
  float *output, *sums, *slope;
  float *scratch;
} ck_depthwise_args;

// A 1 × 1 convolution followed by a depthwise one, the tensor between them never leaving the cache.
// `expand_slope` and `slope`, unless null, receive the activations' derivatives.
typedef struct {
  ck_shape in, hidden, out;
  ck_window window;
  ck_activation expand_activation, activation;
  const float *input, *expand_weights, *expand_bias, *weights, *bias;
  float *output, *sums, *expand_slope, *slope;
  float *scratch;
} ck_expand_depthwise_args;

// output = activation(weights · (input × input_scale) + bias) of vectors.
typedef struct {
  int inputs, outputs;
  ck_activation activation;
  float input_scale;
  const float *input, *weights, *bias;
  float *output;
} ck_fully_connected_args;

// The squeeze-excite gate of a channel vector: two fully connected layers in a row. `hidden_slope`,
// unless null, receives the first activation's derivative.
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

// Largest value, or mean, under a window. For a mean, `counts_padding` divides by the part of the
// window that lies on the input or its padding (`padded` extents), else by the part on the input.
typedef struct {
  ck_shape in, out;
  ck_window window;
  int padded_bottom, padded_right;
  bool counts_padding;
  const float *input;
  float *output;
} ck_pool_args;

// output = activation(input · scale + shift), scale and shift by channel.
typedef struct {
  int positions, channels;
  ck_activation activation;
  const float *input, *scale, *shift;
  float *output;
} ck_affine_args;

// output = activation(input), element by element; may be in place. `slope`, unless null, receives the
// activation's derivative.
typedef struct {
  size_t count;
  ck_activation activation;
  const float *input;
  float *output, *slope;
} ck_activate_args;

// output = input · gate, the gate by channel; may be in place.
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

// One row of channels copied for every position: concatenation, slices.
typedef struct {
  int positions, channels, input_stride, output_stride;
  const float *input;
  float *output;
} ck_copy_channels_args;

// Channels seen as (groups, channels / groups) and transposed.
typedef struct {
  int positions, channels, groups;
  const float *input;
  float *output;
} ck_shuffle_args;

// The window of the input that starts at row `top`, column `left`; zeros outside the input.
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

// Every operator of the engine, once: tables, tests and kernel benchmarks are made from this list.
#define CK_KERNELS(X) \
  X(convolution) X(depthwise) X(expand_depthwise) X(fully_connected) X(squeeze_excite) \
  X(global_pool) X(max_pool) X(average_pool) X(affine) X(activate) X(scale) X(add) \
  X(copy_channels) X(shuffle) X(crop) X(to_channels_last) X(to_channels_first)

// The operators of an instruction set.
typedef struct {
  const char *name;
  int lanes;         // floats in a vector
  int panel_vectors; // most vectors in a panel of packed weights
  bool fuses;        // whether expand_depthwise is there and pays
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

// The table of an instruction set, or null where the program was not built with it.
const ck_kernels *ck_table(ck_isa isa);
// Whether this machine runs the table's instructions.
bool ck_supports(ck_isa isa);

// Floats that a convolution's packed weights take.
size_t ck_packed_convolution_count(const ck_kernels *kernels, int outputs, int inputs_per_group,
                                   int taps, int groups);
// Packs (outputs, inputs / groups, taps) weights, each output's multiplied by its `scale` unless null.
void ck_pack_convolution(const ck_kernels *kernels, float *packed, const float *weights,
                         const float *scale, int outputs, int inputs_per_group, int taps,
                         int groups);
// Packs (channels, taps) depthwise weights as (taps, channels).
void ck_pack_depthwise(float *packed, const float *weights, const float *scale, int channels,
                       int taps);
// Floats that a fully connected layer's packed weights take.
size_t ck_packed_fully_connected_count(const ck_kernels *kernels, int outputs, int inputs);
// Packs (outputs, inputs) weights of a fully connected layer.
void ck_pack_fully_connected(const ck_kernels *kernels, float *packed, const float *weights,
                             const float *scale, int outputs, int inputs);

// Floats of scratch that one share of the work needs.
size_t ck_convolution_scratch(const ck_kernels *kernels, const ck_convolution_args *arguments);
size_t ck_depthwise_scratch(const ck_kernels *kernels, const ck_depthwise_args *arguments);
size_t ck_expand_depthwise_scratch(const ck_kernels *kernels,
                                   const ck_expand_depthwise_args *arguments);

// One entry of a program: an operator and its arguments.
typedef struct {
  ck_function run;
  const void *arguments;
} ck_step;

// Threads that run programs together; they spin for a moment between programs, then sleep.
typedef struct ck_pool ck_pool;
ck_pool *ck_pool_create(int threads);
void ck_pool_destroy(ck_pool *pool);
int ck_pool_threads(const ck_pool *pool);
// Runs `steps` in order, each shared by all threads. `ticks`, unless null, receives the time in
// nanoseconds at the start and after each step: count + 1 values.
void ck_pool_run(ck_pool *pool, const ck_step *steps, size_t count, uint64_t *ticks);

// Allocates `bytes` of zeros on a 64-byte boundary, on huge pages where they are to be had.
void *ck_allocate(size_t bytes);
void ck_deallocate(void *memory, size_t bytes);

#include "backward.h"
#include "narrow.h"
#include "roofline.h"

#endif
