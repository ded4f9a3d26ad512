// 1 × 1 convolutions in number types narrower than float32: inputs and weights are narrow, sums are
// wide, outputs are float32 again.
//
// bf16: the upper half of a float32, rounded to nearest even; sums in float32.
// int8: inputs are unsigned bytes, input = (byte − zero) · scale over a calibrated range; weights are
// signed bytes with a scale for each output channel; sums in 32-bit integers.
//
// Rows of narrow inputs are padded with zeros to whole words of 32 bits: two or four inputs.

#ifndef CKERNELS_NARROW_H
#define CKERNELS_NARROW_H

#include "CKernels.h"

typedef enum { ck_bf16 = 0, ck_int8 = 1 } ck_narrow_type;

// How bytes stand for numbers; bf16 needs nothing of it.
typedef struct {
  float scale;  // of a step
  int zero;     // byte of zero
} ck_quantization;

// output = narrow(input · gate), row by row; gate may be null.
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
  const float *bias, *scales;  // what multiplies each output's sum before its bias; int8 only
  float *output;
  void *scratch;
} ck_narrow_convolution_args;

// A 1 × 1 convolution of narrow inputs followed by a depthwise one in float32. `wide` describes both;
// its expand_bias is the narrow convolution's, its input and expand_weights are not read.
typedef struct {
  ck_expand_depthwise_args wide;
  const void *input, *weights;
  const float *scales;
} ck_narrow_expand_depthwise_args;

// Every narrow operator, once.
#define CK_NARROW_KERNELS(X) X(narrow) X(convolution) X(expand_depthwise)

typedef struct {
  const char *name;
  ck_narrow_type type;
  int lanes, panel_vectors;
#define CK_KERNEL(name) ck_function name;
  CK_NARROW_KERNELS(CK_KERNEL)
#undef CK_KERNEL
} ck_narrow_kernels;

// The table of an instruction set, or null where it has none for the type.
const ck_narrow_kernels *ck_narrow_table(ck_isa isa, ck_narrow_type type);
// Whether this machine runs the table's instructions.
bool ck_narrow_supports(ck_isa isa, ck_narrow_type type);

// Bytes of a row of narrow inputs.
size_t ck_narrow_row(ck_narrow_type type, int channels);
// Bytes that packed narrow weights take.
size_t ck_packed_narrow_bytes(const ck_narrow_kernels *kernels, int outputs, int inputs);
// Packs (outputs, inputs) weights, each output's multiplied by its `factor` unless null, and gives what
// the kernels need beside them: `scales` and `packed_bias`, `outputs` floats each. `means`, unless null,
// are the inputs' usual means: the bias then makes up for what rounding the weights does to them.
void ck_pack_narrow(const ck_narrow_kernels *kernels, void *packed, float *scales,
                    float *packed_bias, const float *weights, const float *factor,
                    const float *bias, const float *means, int outputs, int inputs,
                    ck_quantization quantization);
// Floats of scratch that one share of a convolution needs.
size_t ck_narrow_convolution_scratch(const ck_narrow_kernels *kernels, int rows, int inputs);

#endif
