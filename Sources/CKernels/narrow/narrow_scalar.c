// Reference implementations of the narrow operators, and the tables of all instruction sets.

#include "narrow_layout.h"
#include "../scalar/scalar.h"

static float value_of(ck_narrow_type type, const uint8_t *row, int i) {
  if (type == ck_int8) return row[i];
  uint16_t half;
  memcpy(&half, row + 2 * i, 2);
  return ck_float_of_bf16(half);
}

static float weight_of(ck_narrow_type type, const uint8_t *row, int i) {
  return type == ck_int8 ? (float)(int8_t)row[i] : value_of(type, row, i);
}

static void put(ck_narrow_type type, uint8_t *row, int i, float x, ck_quantization q) {
  if (type == ck_int8) {
    row[i] = ck_byte_of(x, q);
  } else {
    const uint16_t half = ck_bf16_of(x);
    memcpy(row + 2 * i, &half, 2);
  }
}

static float dot(ck_narrow_type type, const uint8_t *row, const uint8_t *weights, int inputs) {
  double sum = 0;  // exact for int8, more accurate than float32 for bf16
  for (int i = 0; i < inputs; i++) {
    sum += (double)value_of(type, row, i) * weight_of(type, weights, i);
  }
  return (float)sum;
}

static void narrow(ck_narrow_type type, const ck_narrow_args *n, int part, int parts) {
  const ck_range range = ck_part_range(n->positions, part, parts);
  const size_t size = ck_narrow_row(type, n->channels);
  for (size_t p = range.begin; p < range.end; p++) {
    uint8_t *row = (uint8_t *)n->output + p * size;
    memset(row, 0, size);
    for (int i = 0; i < n->channels; i++) {
      const float x = n->input[p * n->channels + i];
      put(type, row, i, n->gate ? x * n->gate[i] : x, n->quantization);
    }
  }
}

static void convolution(ck_narrow_type type, const ck_narrow_convolution_args *c, int part,
                        int parts) {
  const int inputs = c->in.channels, outputs = c->out.channels;
  const size_t size = ck_narrow_row(type, inputs);
  uint8_t *row = (uint8_t *)c->scratch + part * size;
  const ck_range range = ck_part_range((size_t)c->in.height * c->in.width, part, parts);
  for (size_t p = range.begin; p < range.end; p++) {
    const ck_narrow_args one = {.positions = 1, .channels = inputs, .quantization = c->quantization,
                                .input = c->input + p * inputs, .gate = c->gate, .output = row};
    narrow(type, &one, 0, 1);
    for (int o = 0; o < outputs; o++) {
      float x = dot(type, row, (const uint8_t *)c->weights + o * size, inputs) * c->scales[o] +
                c->bias[o];
      if (c->residual) x += c->residual[p * outputs + o];
      c->output[p * outputs + o] = ck_scalar_activation(x, c->activation);
    }
  }
}

typedef struct {
  ck_narrow_type type;
  const ck_narrow_expand_depthwise_args *args;
} hidden_input;

static float hidden_value(const void *context, size_t position, size_t channel) {
  const hidden_input *h = context;
  const ck_expand_depthwise_args *e = &h->args->wide;
  const size_t size = ck_narrow_row(h->type, e->in.channels);
  const float sum = dot(h->type, (const uint8_t *)h->args->input + position * size,
                        (const uint8_t *)h->args->weights + channel * size, e->in.channels);
  return ck_scalar_activation(sum * h->args->scales[channel] + e->expand_bias[channel],
                              e->expand_activation);
}

// Computes the hidden values anew for every window position: slow, for comparison only.
static void expand_depthwise(ck_narrow_type type, const ck_narrow_expand_depthwise_args *n,
                             int part, int parts) {
  const hidden_input input = {type, n};
  const ck_depthwise_args d = ck_scalar_second(&n->wide);
  const ck_range range = ck_part_range(d.in.channels, part, parts);
  for (size_t c = range.begin; c < range.end; c++) {
    ck_scalar_filter_channel(&d, c, hidden_value, &input);
  }
}

#define FOR_TYPE(T)                                                                             \
  static void narrow_##T(const void *a, int part, int parts) { narrow(ck_##T, a, part, parts); } \
  static void convolution_##T(const void *a, int part, int parts) {                             \
    convolution(ck_##T, a, part, parts);                                                        \
  }                                                                                             \
  static void expand_depthwise_##T(const void *a, int part, int parts) {                        \
    expand_depthwise(ck_##T, a, part, parts);                                                   \
  }                                                                                             \
  static const ck_narrow_kernels scalar_##T = {                                                 \
      .name = "scalar-" #T, .type = ck_##T, .lanes = 1, .panel_vectors = 1, .narrow = narrow_##T, \
      .convolution = convolution_##T, .expand_depthwise = expand_depthwise_##T};
FOR_TYPE(bf16)
FOR_TYPE(int8)
#undef FOR_TYPE

#if defined(__x86_64__)
extern const ck_narrow_kernels ck_narrow_avx512_bf16, ck_narrow_avx512_int8;
#endif

const ck_narrow_kernels *ck_narrow_table(ck_isa isa, ck_narrow_type type) {
  if (isa == ck_isa_scalar) return type == ck_bf16 ? &scalar_bf16 : &scalar_int8;
#if defined(__x86_64__)
  if (isa == ck_isa_avx512) {
    return type == ck_bf16 ? &ck_narrow_avx512_bf16 : &ck_narrow_avx512_int8;
  }
#endif
  return NULL;
}

bool ck_narrow_supports(ck_isa isa, ck_narrow_type type) {
  if (!ck_narrow_table(isa, type) || !ck_supports(isa)) return false;
#if defined(__x86_64__)
  if (isa == ck_isa_avx512) {
    return type == ck_bf16 ? __builtin_cpu_supports("avx512bf16")
                           : __builtin_cpu_supports("avx512vnni");
  }
#endif
  return true;
}
