// Packs narrow weights in the order in which the kernels read them: for each panel of outputs and
// each word of inputs, one word of every output.

#include "narrow_layout.h"
#include "../panels.h"

size_t ck_narrow_row(ck_narrow_type type, int channels) {
  return (size_t)ck_narrow_words(type, channels) * 4;
}

size_t ck_packed_narrow_bytes(const ck_narrow_kernels *k, int outputs, int inputs) {
  const size_t vectors = (outputs + k->lanes - 1) / k->lanes;
  return vectors * k->lanes * ck_narrow_row(k->type, inputs);
}

size_t ck_narrow_convolution_scratch(const ck_narrow_kernels *kernels, int rows, int inputs) {
  const int words = ck_narrow_words(kernels->type, inputs);
  return ((size_t)ck_min(rows, ck_narrow_rows(words)) * words + 15) / 16 * 16;
}

// Scale of an output's signed bytes: its largest weight becomes ±127.
static float step_of(const float *weights, float factor, int inputs) {
  float largest = 0;
  for (int i = 0; i < inputs; i++) largest = fmaxf(largest, fabsf(weights[i] * factor));
  return largest > 0 ? largest / 127 : 1;
}

// Packs one output's weights, words `stride` bytes apart; returns the sum of its bytes (0 for
// bf16).
static int pack_output(ck_narrow_type type, uint8_t *packed, size_t stride, const float *weights,
                       float factor, float step, int inputs) {
  const int group = ck_narrow_group(type);
  int sum = 0;
  for (int i = 0; i < inputs; i++) {
    uint8_t *word = packed + i / group * stride;
    if (type == ck_bf16) {
      const uint16_t value = ck_bf16_of(weights[i] * factor);
      memcpy(word + i % group * 2, &value, 2);
    } else {
      const int8_t value = (int8_t)rintf(weights[i] * factor / step);
      word[i % group] = (uint8_t)value;
      sum += value;
    }
  }
  return sum;
}

// Error of an output's mean that rounding its weights causes.
static float lost_by_rounding(ck_narrow_type type, const float *weights, float factor, float step,
                              const float *means, int inputs) {
  double lost = 0;
  for (int i = 0; i < inputs; i++) {
    const float exact = weights[i] * factor;
    const double kept = type == ck_bf16 ? (double)ck_float_of_bf16(ck_bf16_of(exact))
                                        : (double)rintf(exact / step) * step;
    lost += ((double)exact - kept) * means[i];
  }
  return (float)lost;
}

void ck_pack_narrow(const ck_narrow_kernels *k, void *packed, float *scales, float *packed_bias,
                    const float *weights, const float *factor, const float *bias,
                    const float *means, int outputs, int inputs, ck_quantization quantization) {
  memset(packed, 0, ck_packed_narrow_bytes(k, outputs, inputs));
  const ck_panels panels =
      ck_panels_of((outputs + k->lanes - 1) / k->lanes, k->panel_vectors);
  uint8_t *panel = packed;
  for (int p = 0; p < ck_panel_count(panels); p++) {
    const int first = ck_panel_start(panels, p) * k->lanes;
    const int width = ck_panel_vectors(panels, p) * k->lanes;
    for (int o = first; o < ck_min(outputs, first + width); o++) {
      const float *w = weights + (size_t)o * inputs;
      const float f = factor ? factor[o] : 1;
      const float step = k->type == ck_int8 ? step_of(w, f, inputs) : 1;
      const int sum = pack_output(k->type, panel + (o - first) * 4, (size_t)width * 4, w, f, step,
                                  inputs);
      scales[o] = k->type == ck_int8 ? step * quantization.scale : 1;
      packed_bias[o] = bias[o];
      if (means) packed_bias[o] += lost_by_rounding(k->type, w, f, step, means, inputs);
      if (k->type == ck_int8) packed_bias[o] -= (float)quantization.zero * (float)sum * scales[o];
    }
    panel += (size_t)width * ck_narrow_row(k->type, inputs);
  }
}
