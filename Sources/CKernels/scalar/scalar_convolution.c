// Reference implementations of convolutions and fully connected layers, for tests of the fast
// kernels.

#include "scalar.h"

// The dot product of one filter and the input under its window.
static float filter(const ck_convolution_args *c, int row, int column, int group, const float *w) {
  const int inputs = c->in.channels / c->groups;
  float sum = 0;
  for (int ky = 0; ky < c->window.height; ky++) {
    for (int kx = 0; kx < c->window.width; kx++, w += inputs) {
      const int y = row * c->window.stride_y + ky - c->window.pad_top;
      const int x = column * c->window.stride_x + kx - c->window.pad_left;
      if (y < 0 || y >= c->in.height || x < 0 || x >= c->in.width) continue;
      const float *in =
          c->input + ((size_t)y * c->in.width + x) * c->in.channels + (size_t)group * inputs;
      const float *gate = c->gate ? c->gate + (size_t)group * inputs : NULL;
      for (int i = 0; i < inputs; i++) sum += (gate ? in[i] * gate[i] : in[i]) * w[i];
    }
  }
  return sum;
}

void ck_scalar_convolution(const void *arguments, int part, int parts) {
  const ck_convolution_args *c = arguments;
  const int outputs = c->out.channels, per_group = outputs / c->groups;
  const size_t filter_size =
      (size_t)c->in.channels / c->groups * c->window.height * c->window.width;
  const ck_range range =
      ck_part_range((size_t)c->out.height * c->out.width * outputs, part, parts);
  for (size_t index = range.begin; index < range.end; index++) {
    const int output = (int)(index % outputs);
    const int row = (int)(index / outputs / c->out.width);
    const int column = (int)(index / outputs % c->out.width);
    float value = filter(c, row, column, output / per_group, c->weights + output * filter_size);
    value += c->bias[output];
    if (c->residual) value += c->residual[index];
    c->output[index] = ck_scalar_activation(value, c->activation);
    if (c->slope) c->slope[index] = ck_scalar_slope(value, c->output[index], c->activation);
  }
}

void ck_scalar_filter_channel(const ck_depthwise_args *d, size_t channel, ck_input_value value_at,
                              const void *context) {
  const ck_window *w = &d->window;
  const int channels = d->in.channels;
  float total = 0;
  for (int row = 0; row < d->out.height; row++) {
    for (int column = 0; column < d->out.width; column++) {
      float sum = 0;
      for (int ky = 0; ky < w->height; ky++) {
        for (int kx = 0; kx < w->width; kx++) {
          const int y = row * w->stride_y + ky - w->pad_top;
          const int x = column * w->stride_x + kx - w->pad_left;
          if (y < 0 || y >= d->in.height || x < 0 || x >= d->in.width) continue;
          sum += value_at(context, (size_t)y * d->in.width + x, channel) *
                 d->weights[(size_t)(ky * w->width + kx) * channels + channel];
        }
      }
      const float before = sum + d->bias[channel];
      const float value = ck_scalar_activation(before, d->activation);
      const size_t index = ((size_t)row * d->out.width + column) * channels + channel;
      d->output[index] = value;
      if (d->slope) d->slope[index] = ck_scalar_slope(before, value, d->activation);
      total += value;
    }
  }
  if (d->sums) d->sums[channel] = total;
}

static float input_value(const void *context, size_t position, size_t channel) {
  const ck_depthwise_args *d = context;
  return d->input[position * d->in.channels + channel];
}

void ck_scalar_depthwise(const void *arguments, int part, int parts) {
  const ck_depthwise_args *d = arguments;
  const ck_range range = ck_part_range(d->in.channels, part, parts);
  for (size_t channel = range.begin; channel < range.end; channel++) {
    ck_scalar_filter_channel(d, channel, input_value, d);
  }
}

// The first convolution's output before its activation.
static float expanded(const ck_expand_depthwise_args *e, size_t position, size_t channel) {
  const int inputs = e->in.channels;
  const float *in = e->input + position * inputs, *w = e->expand_weights + channel * inputs;
  float sum = 0;
  for (int i = 0; i < inputs; i++) sum += in[i] * w[i];
  return sum + e->expand_bias[channel];
}

static float expanded_value(const void *context, size_t position, size_t channel) {
  const ck_expand_depthwise_args *e = context;
  return ck_scalar_activation(expanded(e, position, channel), e->expand_activation);
}

// Computes the first convolution anew for every window position: slow, for comparison only.
void ck_scalar_expand_depthwise(const void *arguments, int part, int parts) {
  const ck_expand_depthwise_args *e = arguments;
  const ck_depthwise_args d = ck_scalar_second(e);
  const ck_range range = ck_part_range(d.in.channels, part, parts);
  for (size_t channel = range.begin; channel < range.end; channel++) {
    const size_t positions = (size_t)e->in.height * e->in.width;
    for (size_t p = 0; e->expand_slope && p < positions; p++) {
      const float before = expanded(e, p, channel);
      const float value = ck_scalar_activation(before, e->expand_activation);
      e->expand_slope[p * d.in.channels + channel] =
          ck_scalar_slope(before, value, e->expand_activation);
    }
    ck_scalar_filter_channel(&d, channel, expanded_value, e);
  }
}

void ck_scalar_fully_connected(const void *arguments, int part, int parts) {
  const ck_fully_connected_args *f = arguments;
  const ck_range range = ck_part_range(f->outputs, part, parts);
  for (size_t output = range.begin; output < range.end; output++) {
    const float *w = f->weights + output * f->inputs;
    float sum = 0;
    for (int i = 0; i < f->inputs; i++) sum += f->input[i] * f->input_scale * w[i];
    f->output[output] = ck_scalar_activation(sum + f->bias[output], f->activation);
  }
}

void ck_scalar_squeeze_excite(const void *arguments, int part, int parts) {
  (void)parts;
  if (part != 0) return;
  const ck_squeeze_excite_args *s = arguments;
  ck_fully_connected_args reduce = {
      .inputs = s->channels, .outputs = s->reduced, .activation = s->reduce_activation,
      .input_scale = s->input_scale, .input = s->input, .weights = s->reduce_weights,
      .bias = s->reduce_bias, .output = s->hidden};
  if (s->hidden_slope) reduce.activation = ck_identity;
  const ck_fully_connected_args gate = {
      .inputs = s->reduced, .outputs = s->channels, .activation = s->gate_activation,
      .input_scale = 1, .input = s->hidden, .weights = s->gate_weights, .bias = s->gate_bias,
      .output = s->output};
  ck_scalar_fully_connected(&reduce, 0, 1);
  for (int i = 0; s->hidden_slope && i < s->reduced; i++) {
    const float before = s->hidden[i];
    s->hidden[i] = ck_scalar_activation(before, s->reduce_activation);
    s->hidden_slope[i] = ck_scalar_slope(before, s->hidden[i], s->reduce_activation);
  }
  ck_scalar_fully_connected(&gate, 0, 1);
}
