// Packs weights into the order in which the kernels read them; done once per model.

#include <string.h>

#include "CKernels.h"
#include "panels.h"

// Vectors in a fully connected panel: many, because a single input row needs few registers.
enum { fully_connected_vectors = 8 };

static int vectors_of(const ck_kernels *k, int outputs) {
  return (outputs + k->lanes - 1) / k->lanes;
}

size_t ck_packed_convolution_count(const ck_kernels *kernels, int outputs, int inputs_per_group,
                                   int taps, int groups) {
  return (size_t)groups * vectors_of(kernels, outputs / groups) * kernels->lanes *
         inputs_per_group * taps;
}

// Packs one panel: for each tap and input `width` contiguous outputs, zeros past the last output.
static void pack_panel(float *packed, const float *weights, const float *scale, int first,
                       int count, int width, int inputs, int taps) {
  memset(packed, 0, sizeof(float) * (size_t)width * inputs * taps);
  for (int o = 0; o < count; o++) {
    const float *w = weights + (size_t)(first + o) * inputs * taps;
    const float factor = scale ? scale[first + o] : 1;
    for (int t = 0; t < taps; t++) {
      for (int i = 0; i < inputs; i++) {
        packed[((size_t)t * inputs + i) * width + o] = w[(size_t)i * taps + t] * factor;
      }
    }
  }
}

void ck_pack_convolution(const ck_kernels *kernels, float *packed, const float *weights,
                         const float *scale, int outputs, int inputs_per_group, int taps,
                         int groups) {
  const int per_group = outputs / groups, lanes = kernels->lanes;
  const ck_panels panels = ck_panels_of(vectors_of(kernels, per_group), kernels->panel_vectors);
  for (int g = 0; g < groups; g++) {
    for (int p = 0; p < ck_panel_count(panels); p++) {
      const int start = ck_panel_start(panels, p) * lanes;
      const int width = ck_panel_vectors(panels, p) * lanes;
      const int count = per_group - start < width ? per_group - start : width;
      pack_panel(packed, weights, scale, g * per_group + start, count, width, inputs_per_group,
                 taps);
      packed += (size_t)width * inputs_per_group * taps;
    }
  }
}

void ck_pack_depthwise(float *packed, const float *weights, const float *scale, int channels,
                       int taps) {
  for (int c = 0; c < channels; c++) {
    const float factor = scale ? scale[c] : 1;
    for (int t = 0; t < taps; t++) {
      packed[(size_t)t * channels + c] = weights[(size_t)c * taps + t] * factor;
    }
  }
}

size_t ck_packed_fully_connected_count(const ck_kernels *kernels, int outputs, int inputs) {
  return (size_t)vectors_of(kernels, outputs) * kernels->lanes * inputs;
}

void ck_pack_fully_connected(const ck_kernels *kernels, float *packed, const float *weights,
                             const float *scale, int outputs, int inputs) {
  const int lanes = kernels->lanes, vectors = vectors_of(kernels, outputs);
  const int most = lanes == 1 ? 1 : fully_connected_vectors;
  for (int v = 0; v < vectors; v += most) {
    const int width = (vectors - v < most ? vectors - v : most) * lanes;
    const int count = outputs - v * lanes < width ? outputs - v * lanes : width;
    pack_panel(packed, weights, scale, v * lanes, count, width, inputs, 1);
    packed += (size_t)width * inputs;
  }
}

void ck_transpose_filters(float *transposed, const float *weights, int outputs, int inputs,
                          int taps, int groups) {
  const int out_size = outputs / groups, in_size = inputs / groups;
  for (int g = 0; g < groups; g++) {
    for (int i = 0; i < in_size; i++) {
      float *row = transposed + (size_t)(g * in_size + i) * out_size * taps;
      for (int o = 0; o < out_size; o++) {
        const float *filter = weights + ((size_t)(g * out_size + o) * in_size + i) * taps;
        for (int t = 0; t < taps; t++) row[(size_t)o * taps + t] = filter[taps - 1 - t];
      }
    }
  }
}
