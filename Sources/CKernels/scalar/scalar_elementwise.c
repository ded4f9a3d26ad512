// Reference implementations of the operators that are not convolutions.

#include <string.h>

#include "scalar.h"
#include "../window_part.h"

void ck_scalar_global_pool(const void *arguments, int part, int parts) {
  const ck_global_pool_args *g = arguments;
  const size_t positions = (size_t)g->in.height * g->in.width;
  const ck_range range = ck_part_range(g->in.channels, part, parts);
  for (size_t channel = range.begin; channel < range.end; channel++) {
    float sum = 0;
    for (size_t p = 0; p < positions; p++) sum += g->input[p * g->in.channels + channel];
    g->output[channel] = sum * g->scale;
  }
}

void ck_scalar_max_pool(const void *arguments, int part, int parts) {
  const ck_pool_args *p = arguments;
  const int channels = p->in.channels;
  const ck_range range = ck_part_range((size_t)p->out.height * p->out.width, part, parts);
  for (size_t position = range.begin; position < range.end; position++) {
    const int row = (int)(position / p->out.width), column = (int)(position % p->out.width);
    const ck_window_part w = ck_window_part_of(&p->window, p->in, row, column);
    for (int channel = 0; channel < channels; channel++) {
      float largest = -INFINITY;
      for (int y = w.top; y < w.bottom; y++) {
        for (int x = w.left; x < w.right; x++) {
          const float value = p->input[((size_t)y * p->in.width + x) * channels + channel];
          if (value > largest || isnan(value)) largest = value;
        }
      }
      p->output[position * channels + channel] = largest;
    }
  }
}

void ck_scalar_average_pool(const void *arguments, int part, int parts) {
  const ck_pool_args *p = arguments;
  const int channels = p->in.channels;
  const ck_range range = ck_part_range((size_t)p->out.height * p->out.width, part, parts);
  for (size_t i = range.begin; i < range.end; i++) {
    const int row = (int)(i / p->out.width), column = (int)(i % p->out.width);
    const ck_window_part w = ck_window_part_of(&p->window, p->in, row, column);
    const int count = ck_window_count(&p->window, p->in, row, column, p->padded_bottom,
                                      p->padded_right, p->counts_padding);
    for (int channel = 0; channel < channels; channel++) {
      float sum = 0;
      for (int y = w.top; y < w.bottom; y++) {
        for (int x = w.left; x < w.right; x++) {
          sum += p->input[((size_t)y * p->in.width + x) * channels + channel];
        }
      }
      p->output[i * channels + channel] = count > 0 ? sum / (float)count : 0;
    }
  }
}

void ck_scalar_affine(const void *arguments, int part, int parts) {
  const ck_affine_args *a = arguments;
  const ck_range range = ck_part_range((size_t)a->positions * a->channels, part, parts);
  for (size_t i = range.begin; i < range.end; i++) {
    const size_t channel = i % a->channels;
    a->output[i] =
        ck_scalar_activation(a->input[i] * a->scale[channel] + a->shift[channel], a->activation);
  }
}

void ck_scalar_activate(const void *arguments, int part, int parts) {
  const ck_activate_args *a = arguments;
  const ck_range range = ck_part_range(a->count, part, parts);
  for (size_t i = range.begin; i < range.end; i++) {
    const float before = a->input[i];
    a->output[i] = ck_scalar_activation(before, a->activation);
    if (a->slope) a->slope[i] = ck_scalar_slope(before, a->output[i], a->activation);
  }
}

void ck_scalar_scale(const void *arguments, int part, int parts) {
  const ck_scale_args *s = arguments;
  const ck_range range = ck_part_range((size_t)s->positions * s->channels, part, parts);
  for (size_t i = range.begin; i < range.end; i++) {
    s->output[i] = s->input[i] * s->gate[i % s->channels];
  }
}

void ck_scalar_add(const void *arguments, int part, int parts) {
  const ck_add_args *a = arguments;
  const ck_range range = ck_part_range(a->count, part, parts);
  for (size_t i = range.begin; i < range.end; i++) {
    a->output[i] = ck_scalar_activation(a->left[i] + a->right[i], a->activation);
  }
}

void ck_scalar_copy_channels(const void *arguments, int part, int parts) {
  const ck_copy_channels_args *c = arguments;
  const ck_range range = ck_part_range(c->positions, part, parts);
  for (size_t p = range.begin; p < range.end; p++) {
    memcpy(c->output + p * c->output_stride, c->input + p * c->input_stride,
           (size_t)c->channels * sizeof(float));
  }
}

void ck_scalar_shuffle(const void *arguments, int part, int parts) {
  const ck_shuffle_args *s = arguments;
  const int groups = s->groups, size = s->channels / s->groups;
  const ck_range range = ck_part_range(s->positions, part, parts);
  for (size_t p = range.begin; p < range.end; p++) {
    const float *in = s->input + p * s->channels;
    float *out = s->output + p * s->channels;
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < size; i++) out[i * groups + g] = in[g * size + i];
    }
  }
}

void ck_scalar_crop(const void *arguments, int part, int parts) {
  const ck_crop_args *c = arguments;
  const int channels = c->in.channels;
  const ck_range range = ck_part_range((size_t)c->out.height * c->out.width, part, parts);
  for (size_t position = range.begin; position < range.end; position++) {
    const int y = (int)(position / c->out.width) + c->top;
    const int x = (int)(position % c->out.width) + c->left;
    float *out = c->output + position * channels;
    if (y < 0 || y >= c->in.height || x < 0 || x >= c->in.width) {
      memset(out, 0, (size_t)channels * sizeof(float));
    } else {
      memcpy(out, c->input + ((size_t)y * c->in.width + x) * channels,
             (size_t)channels * sizeof(float));
    }
  }
}

void ck_scalar_to_channels_last(const void *arguments, int part, int parts) {
  const ck_transpose_args *t = arguments;
  const size_t positions = (size_t)t->shape.height * t->shape.width, channels = t->shape.channels;
  const ck_range range = ck_part_range(positions, part, parts);
  for (size_t p = range.begin; p < range.end; p++) {
    for (size_t c = 0; c < channels; c++) t->output[p * channels + c] = t->input[c * positions + p];
  }
}

void ck_scalar_to_channels_first(const void *arguments, int part, int parts) {
  const ck_transpose_args *t = arguments;
  const size_t positions = (size_t)t->shape.height * t->shape.width, channels = t->shape.channels;
  const ck_range range = ck_part_range(channels, part, parts);
  for (size_t c = range.begin; c < range.end; c++) {
    for (size_t p = 0; p < positions; p++) {
      t->output[c * positions + p] = t->input[p * channels + c];
    }
  }
}
