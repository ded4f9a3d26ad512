// Global pooling other than the mean, and its gradient. Sums are in double precision.

#include <math.h>

#include "../part_range.h"
#include "head.h"

typedef struct {
  double mean;
  float maximum;
  size_t position;  // of the first maximum
} ck_channel_summary;

static ck_channel_summary summary(const ck_head_pool_args *p, size_t channel) {
  const size_t positions = (size_t)p->in.height * p->in.width;
  const float *in = p->input + channel;
  ck_channel_summary result = {0, in[0], 0};
  for (size_t i = 0; i < positions; i++) {
    const float value = in[i * p->in.channels];
    result.mean += value;
    if (value > result.maximum || (isnan(value) && !isnan(result.maximum))) {
      result.maximum = value;
      result.position = i;
    }
  }
  result.mean /= (double)positions;
  return result;
}

// The mean of max(x, epsilon)^power over a channel.
static double mean_power(const ck_head_pool_args *p, size_t channel) {
  const size_t positions = (size_t)p->in.height * p->in.width;
  double sum = 0;
  for (size_t i = 0; i < positions; i++) {
    const float value = p->input[i * p->in.channels + channel];
    sum += pow(value < p->epsilon ? p->epsilon : value, p->power);
  }
  return sum / (double)positions;
}

void ck_head_pool(const void *arguments, int part, int parts) {
  const ck_head_pool_args *p = arguments;
  const ck_range range = ck_part_range((size_t)p->in.channels, part, parts);
  for (size_t channel = range.begin; channel < range.end; channel++) {
    if (p->kind == ck_pool_generalized_mean) {
      p->output[channel] = (float)pow(mean_power(p, channel), 1.0 / p->power);
      continue;
    }
    const ck_channel_summary s = summary(p, channel);
    switch (p->kind) {
    case ck_pool_maximum: p->output[channel] = s.maximum; break;
    case ck_pool_average_maximum: p->output[channel] = (float)(0.5 * (s.mean + s.maximum)); break;
    default:
      p->output[channel] = (float)s.mean;
      p->output[channel + p->in.channels] = s.maximum;
    }
  }
}

void ck_head_pool_gradient(const void *arguments, int part, int parts) {
  const ck_head_pool_args *p = arguments;
  const size_t positions = (size_t)p->in.height * p->in.width, channels = p->in.channels;
  const ck_range range = ck_part_range(channels, part, parts);
  for (size_t channel = range.begin; channel < range.end; channel++) {
    const float gradient = p->gradient[channel];
    if (p->kind == ck_pool_generalized_mean) {
      const double mean = mean_power(p, channel);
      const double factor = gradient * pow(mean, 1.0 / p->power - 1) / (double)positions;
      for (size_t i = 0; i < positions; i++) {
        const float value = p->input[i * channels + channel];
        p->output[i * channels + channel] =
            value < p->epsilon ? 0 : (float)(factor * pow(value, p->power - 1));
      }
      continue;
    }
    float spread = 0, peak = gradient;
    if (p->kind == ck_pool_average_maximum) spread = peak = 0.5f * gradient;
    if (p->kind == ck_pool_average_then_maximum) {
      spread = gradient;
      peak = p->gradient[channel + channels];
    }
    const size_t first = summary(p, channel).position;
    for (size_t i = 0; i < positions; i++) {
      p->output[i * channels + channel] = spread / (float)positions + (i == first ? peak : 0);
    }
  }
}
