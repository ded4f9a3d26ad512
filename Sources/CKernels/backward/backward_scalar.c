// Reference implementations of the gradients, for tests of the fast ones.

#include "backward_scalar.h"

#include <string.h>

#include "../window_part.h"

void ck_scalar_activation_gradient(const void *arguments, int part, int parts) {
  const ck_activation_gradient_args *a = arguments;
  const ck_range range = ck_part_range((size_t)a->positions * a->channels, part, parts);
  for (size_t i = range.begin; i < range.end; i++) {
    const size_t channel = i % a->channels;
    float value = a->input ? a->input[i] : 0;
    if (a->gate) value *= a->gate[channel];
    if (a->shift) value += a->shift[channel] * a->shift_scale;
    if (a->addend) value += a->addend[i];
    a->output[i] = value * ck_scalar_derivative(a->slope, i);
  }
}

void ck_scalar_fully_connected_gradient(const void *arguments, int part, int parts) {
  const ck_fully_connected_gradient_args *f = arguments;
  const ck_range range = ck_part_range(f->inputs, part, parts);
  for (size_t i = range.begin; i < range.end; i++) {
    float sum = 0;
    for (int o = 0; o < f->outputs; o++) {
      if (f->gradient[o] != 0) sum += f->gradient[o] * f->weights[(size_t)o * f->inputs + i];
    }
    f->output[i] = sum * f->scale;
  }
}

void ck_scalar_gate_gradient(const void *arguments, int part, int parts) {
  const ck_gate_gradient_args *g = arguments;
  const ck_range range = ck_part_range(g->channels, part, parts);
  for (size_t channel = range.begin; channel < range.end; channel++) {
    float sum = 0;
    for (int p = 0; p < g->positions; p++) {
      const size_t i = (size_t)p * g->channels + channel;
      sum += g->left[i] * g->right[i];
    }
    g->output[channel] = sum;
  }
}

// The output position whose window has its tap `k` on input position `at`, or −1.
static int source(int at, int k, int pad, int stride, int extent) {
  const int shifted = at + pad - k;
  if (shifted < 0 || shifted % stride != 0) return -1;
  return shifted / stride < extent ? shifted / stride : -1;
}

// Gradient of one element of a depthwise convolution's output, before its activation.
static float output_gradient(const ck_depthwise_gradient_args *d, size_t position, int channel) {
  const size_t i = position * d->out.channels + channel;
  float value = d->gradient[i];
  if (d->gate) value *= d->gate[channel];
  if (d->shift) value += d->shift[channel] * d->shift_scale;
  return value * ck_scalar_derivative(d->out_slope, i);
}

// Gradient of one element of a depthwise convolution's input, before its activation.
static float input_gradient(const ck_depthwise_gradient_args *d, size_t position, int channel) {
  const ck_window *w = &d->window;
  const int channels = d->in.channels;
  float sum = 0;
  for (int ky = 0; ky < w->height; ky++) {
    const int y = source((int)(position / d->in.width), ky, w->pad_top, w->stride_y, d->out.height);
    if (y < 0) continue;
    for (int kx = 0; kx < w->width; kx++) {
      const int x =
          source((int)(position % d->in.width), kx, w->pad_left, w->stride_x, d->out.width);
      if (x < 0) continue;
      sum += output_gradient(d, (size_t)y * d->out.width + x, channel) *
             d->weights[(size_t)(ky * w->width + kx) * channels + channel];
    }
  }
  return sum * ck_scalar_derivative(d->in_slope, position * channels + channel);
}

void ck_scalar_depthwise_gradient(const void *arguments, int part, int parts) {
  const ck_depthwise_gradient_args *d = arguments;
  const int channels = d->in.channels;
  const ck_range range = ck_part_range((size_t)d->in.height * d->in.width, part, parts);
  for (size_t position = range.begin; position < range.end; position++) {
    for (int channel = 0; channel < channels; channel++) {
      d->output[position * channels + channel] = input_gradient(d, position, channel);
    }
  }
}

// Computes the tensor between the two anew for every output: slow, for comparison only.
void ck_scalar_expand_depthwise_gradient(const void *arguments, int part, int parts) {
  const ck_expand_depthwise_gradient_args *e = arguments;
  const ck_depthwise_gradient_args *d = &e->depthwise;
  const ck_range range = ck_part_range((size_t)d->in.height * d->in.width, part, parts);
  for (size_t position = range.begin; position < range.end; position++) {
    for (int output = 0; output < e->channels; output++) {
      const size_t at = position * e->channels + output;
      float sum = 0;
      for (int channel = 0; channel < d->in.channels; channel++) {
        sum += input_gradient(d, position, channel) *
               e->weights[(size_t)output * d->in.channels + channel];
      }
      e->output[at] = sum + e->bias[output] + (e->residual ? e->residual[at] : 0);
    }
  }
}

void ck_scalar_dilate(const void *arguments, int part, int parts) {
  const ck_dilate_args *d = arguments;
  const size_t bytes = (size_t)d->in.channels * sizeof(float);
  const ck_range range = ck_part_range((size_t)d->out.height * d->out.width, part, parts);
  for (size_t position = range.begin; position < range.end; position++) {
    const int y = (int)(position / d->out.width), x = (int)(position % d->out.width);
    float *out = d->output + position * d->in.channels;
    const bool between = y % d->stride_y != 0 || x % d->stride_x != 0;
    if (between || y / d->stride_y >= d->in.height || x / d->stride_x >= d->in.width) {
      memset(out, 0, bytes);
    } else {
      const size_t from = (size_t)(y / d->stride_y) * d->in.width + x / d->stride_x;
      memcpy(out, d->input + from * d->in.channels, bytes);
    }
  }
}

// Sets the channels of `range` to 0 at every position of a tensor.
static void clear(float *output, ck_shape shape, ck_range range) {
  for (size_t p = 0; p < (size_t)shape.height * shape.width; p++) {
    for (size_t c = range.begin; c < range.end; c++) output[p * shape.channels + c] = 0;
  }
}

// Windows may overlap, so a part has whole channels: no other part adds to its elements.
void ck_scalar_max_pool_gradient(const void *arguments, int part, int parts) {
  const ck_max_pool_gradient_args *m = arguments;
  const int channels = m->in.channels;
  const ck_range range = ck_part_range(channels, part, parts);
  clear(m->output, m->in, range);
  for (int y = 0; y < m->out.height; y++) {
    for (int x = 0; x < m->out.width; x++) {
      const ck_window_part w = ck_window_part_of(&m->window, m->in, y, x);
      if (w.top >= w.bottom || w.left >= w.right) continue;
      const float *gradient = m->gradient + ((size_t)y * m->out.width + x) * channels;
      for (size_t c = range.begin; c < range.end; c++) {
        size_t best = ((size_t)w.top * m->in.width + w.left) * channels + c;
        for (int v = w.top; v < w.bottom; v++) {
          for (int u = w.left; u < w.right; u++) {
            const size_t i = ((size_t)v * m->in.width + u) * channels + c;
            if (m->input[i] > m->input[best]) best = i;
          }
        }
        m->output[best] += gradient[c];
      }
    }
  }
}

void ck_scalar_average_pool_gradient(const void *arguments, int part, int parts) {
  const ck_average_pool_gradient_args *a = arguments;
  const ck_window *w = &a->window;
  const int channels = a->in.channels;
  const ck_range range = ck_part_range(channels, part, parts);
  clear(a->output, a->in, range);
  for (int y = 0; y < a->out.height; y++) {
    for (int x = 0; x < a->out.width; x++) {
      const ck_window_part k = ck_window_part_of(w, a->in, y, x);
      const int count = ck_window_count(w, a->in, y, x, a->padded_bottom, a->padded_right,
                                        a->counts_padding);
      const float *gradient = a->gradient + ((size_t)y * a->out.width + x) * channels;
      for (int v = k.top; v < k.bottom; v++) {
        for (int u = k.left; u < k.right; u++) {
          float *out = a->output + ((size_t)v * a->in.width + u) * channels;
          for (size_t c = range.begin; c < range.end; c++) out[c] += gradient[c] / (float)count;
        }
      }
    }
  }
}
