// 1 × 1 convolutions in number types narrower than float32: inputs and weights are narrow, sums and
// outputs are 32 bits wide.
//
// bf16: the upper half of a float32, rounded to nearest even; sums in float32.
//
// int8: inputs are unsigned bytes, input = (byte − zero) · scale over a calibrated range; weights
// are signed bytes with a scale for each output channel; sums in 32-bit integers.
//
// A row of narrow inputs is padded with zeros to whole 32-bit words of two (bf16) or four (int8)
// inputs.

#ifndef CKERNELS_NARROW_H
#define CKERNELS_NARROW_H

#include "CKernels.h"

typedef enum { ck_bf16 = 0, ck_int8 = 1 } ck_narrow_type;

// Mapping of bytes to numbers; not used for bf16.
typedef struct {
  float scale;  // difference between neighbouring bytes
  int zero;     // the byte of 0
} ck_quantization;

// output = narrow(input · gate), row by row; a null gate counts as 1.
typedef struct {
  int positions, channels;
  ck_quantization quantization;
  const float *input, *gate;
  void *output;
} ck_narrow_args;

// output = activation(weights · narrow(input · gate) + bias + residual), 1 × 1, one group.
typedef struct {
  ck_shape in, out;
  ck_activation activation;
  ck_quantization quantization;
  const float *input, *gate, *residual;
  const void *weights;
  const float *bias, *scales;  // scales: factor on each output's sum before the bias; int8 only
  float *output;
  void *scratch;
} ck_narrow_convolution_args;

// A 1 × 1 convolution of narrow inputs followed by a depthwise one in float32. `wide` has the
// arguments of both, including the narrow convolution's bias in expand_bias; its input and
// expand_weights are not read.
typedef struct {
  ck_expand_depthwise_args wide;
  const void *input, *weights;
  const float *scales;
} ck_narrow_expand_depthwise_args;

// List of all narrow operators.
#define CK_NARROW_KERNELS(X) X(narrow) X(convolution) X(expand_depthwise)

typedef struct {
  const char *name;
  ck_narrow_type type;
  int lanes, panel_vectors;
#define CK_KERNEL(name) ck_function name;
  CK_NARROW_KERNELS(CK_KERNEL)
#undef CK_KERNEL
} ck_narrow_kernels;

// The table of an instruction set, or null if it has none for the type.
const ck_narrow_kernels *ck_narrow_table(ck_isa isa, ck_narrow_type type);
// Whether the table exists and this machine supports its instructions.
bool ck_narrow_supports(ck_isa isa, ck_narrow_type type);

// Size of a row of narrow inputs, in bytes.
size_t ck_narrow_row(ck_narrow_type type, int channels);
// Size of packed narrow weights, in bytes.
size_t ck_packed_narrow_bytes(const ck_narrow_kernels *kernels, int outputs, int inputs);
// Packs (outputs, inputs) weights; multiplies each output's by its `factor` unless null. Writes
// also `scales` and `packed_bias`, `outputs` floats each. `means`, unless null, are the inputs'
// calibrated means; the bias then corrects the mean error that rounding the weights causes in each
// output.
void ck_pack_narrow(const ck_narrow_kernels *kernels, void *packed, float *scales,
                    float *packed_bias, const float *weights, const float *factor,
                    const float *bias, const float *means, int outputs, int inputs,
                    ck_quantization quantization);
// Size of a convolution's scratch memory for one part, in 32-bit words.
size_t ck_narrow_convolution_scratch(const ck_narrow_kernels *kernels, int rows, int inputs);

#endif
