// Convolutions: all windows, strides and padding rules of the networks, with borders, groups,
// gates, residuals and activations, over channel counts around the tile sizes.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

// Zeros before the input and size of the output along one axis, by one of the two padding rules.
typedef struct {
  int before, output;
} placement;

static placement place(int extent, int kernel, int stride, bool is_same) {
  if (is_same) {
    // TensorFlow's 'same': ⌈extent / stride⌉ outputs; an odd zero goes to the end.
    const int output = (extent + stride - 1) / stride;
    const int total = (output - 1) * stride + kernel - extent;
    return (placement){(total > 0 ? total : 0) / 2, output};
  }
  const int before = (kernel - 1) / 2;
  return (placement){before, (extent + 2 * before - kernel) / stride + 1};
}

ck_window kc_window(ck_shape in, ck_shape *out, int height, int width, int stride, bool is_same) {
  const placement y = place(in.height, height, stride, is_same);
  const placement x = place(in.width, width, stride, is_same);
  out->height = y.output, out->width = x.output;
  return (ck_window){height, width, stride, stride, y.before, x.before};
}

typedef struct {
  int height, width, inputs, outputs, kernel_height, kernel_width, stride, groups;
  bool is_same, has_gate, has_residual;
  ck_activation activation;
} convolution_case;

static void check_convolution(kc_report *report, convolution_case k) {
  ck_shape in = {k.height, k.width, k.inputs}, out = {0, 0, k.outputs};
  const ck_window window =
      kc_window(in, &out, k.kernel_height, k.kernel_width, k.stride, k.is_same);
  const int taps = k.kernel_height * k.kernel_width, per_group = k.inputs / k.groups;
  const size_t count = (size_t)out.height * out.width * out.channels;
  float *input = kc_values((size_t)in.height * in.width * in.channels, 1);
  float *weights = kc_values((size_t)k.outputs * per_group * taps, 2);
  float *scale = kc_values(k.outputs, 3);
  float *bias = kc_zeros(k.outputs + 16);  // the engine pads biases too
  for (int o = 0; o < k.outputs; o++) bias[o] = scale[k.outputs - 1 - o];
  float *gate = kc_values(k.inputs, 4), *residual = kc_values(count, 5);
  char what[200];
  snprintf(what, sizeof what,
           "%dx%dx%d to %d channels, window %dx%d, stride %d, %d groups, %s, gate %d, residual %d, "
           "activation %d",
           k.height, k.width, k.inputs, k.outputs, k.kernel_height, k.kernel_width, k.stride,
           k.groups, k.is_same ? "same" : "symmetric", k.has_gate, k.has_residual, k.activation);
  report->terms = taps * per_group;
  ck_convolution_args arguments = {
      .in = in, .out = out, .window = window, .groups = k.groups, .activation = k.activation,
      .input = input, .bias = bias, .gate = k.has_gate ? gate : NULL,
      .residual = k.has_residual ? residual : NULL};
  float *packed[2];
  const ck_kernels *tables[] = {report->plain, report->fast};
  for (int t = 0; t < 2; t++) {
    packed[t] = kc_zeros(
        ck_packed_convolution_count(tables[t], k.outputs, per_group, taps, k.groups));
    ck_pack_convolution(tables[t], packed[t], weights, scale, k.outputs, per_group, taps, k.groups);
  }
  float *scratch = kc_zeros(ck_convolution_scratch(report->fast, &arguments) * kc_parts_most);
  float *expected = kc_zeros(count), *whole = kc_zeros(count);
  arguments.weights = packed[0], arguments.output = expected;
  kc_run(report->oracle, &arguments, 1);
  arguments.weights = packed[1], arguments.output = whole, arguments.scratch = scratch;
  kc_run(report->run, &arguments, 1);
  kc_compare(report, what, whole, expected, count);
  kc_parts(report, what, &arguments, &arguments.output, whole, count);
  float *again = kc_zeros(count), *slope = kc_zeros(count), *kept = kc_zeros(count);
  arguments.weights = packed[0], arguments.output = expected, arguments.slope = slope;
  kc_run(report->oracle, &arguments, 1);
  arguments.weights = packed[1], arguments.output = again, arguments.slope = kept;
  kc_run(report->run, &arguments, 3);
  kc_same_bits(report, what, again, whole, count);
  kc_compare_slopes(report, what, kept, slope, whole, k.activation, count);
  float *all[] = {input, weights, scale, bias, gate, residual, packed[0], packed[1], scratch,
                  expected, whole, again, slope, kept};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

void kc_check_convolution(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int i = 0; i < count; i++) {
    for (int o = 0; o < count; o++) {
      // Numbers of positions around the rows of a register tile.
      convolution_case k = {.height = 1 + i % 4, .width = 1 + 3 * (o % 5), .inputs = lengths[i],
                            .outputs = lengths[o], .kernel_height = 1, .kernel_width = 1,
                            .stride = 1, .groups = 1, .activation = (i + o) % 5};
      check_convolution(report, k);
      k.has_gate = true, k.activation = ck_identity;
      check_convolution(report, k);
      k.has_residual = true;
      check_convolution(report, k);
    }
  }
  static const struct {
    int height, width, stride;
  } windows[] = {{3, 3, 1}, {3, 3, 2}, {5, 5, 1}, {5, 5, 2}, {7, 7, 2}, {1, 7, 1},
                 {7, 1, 1}, {3, 1, 1}, {1, 3, 1}, {2, 2, 2}, {1, 1, 2}, {11, 11, 4}};
  for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
    for (int o = 0; o < count; o++) {
      for (int same = 0; same < 2; same++) {
        const convolution_case k = {
            .height = 9 + o % 2, .width = 12 + o % 3, .inputs = o % 2 ? 3 : lengths[count - 1 - o],
            .outputs = lengths[o], .kernel_height = windows[w].height,
            .kernel_width = windows[w].width, .stride = windows[w].stride, .groups = 1,
            .is_same = same, .activation = o % 5};
        check_convolution(report, k);
      }
    }
  }
  for (int o = 0; o < count; o++) {
    const convolution_case k = {.height = 6, .width = 7, .inputs = 3 * 5, .outputs = 3 * lengths[o],
                                .kernel_height = 3, .kernel_width = 3, .stride = 1 + o % 2,
                                .groups = 3, .is_same = o % 2, .activation = ck_relu};
    check_convolution(report, k);
  }
}

static void check_depthwise(kc_report *report, ck_shape in, int kernel, int stride, bool is_same,
                            ck_activation activation, bool has_sums) {
  ck_shape out = {0, 0, in.channels};
  const ck_window window = kc_window(in, &out, kernel, kernel, stride, is_same);
  const size_t count = (size_t)out.height * out.width * out.channels;
  float *input = kc_values((size_t)in.height * in.width * in.channels, 11);
  float *weights = kc_values((size_t)kernel * kernel * in.channels, 12);
  float *bias = kc_values(in.channels + 16, 13);
  float *sums = kc_zeros(in.channels), *fast_sums = kc_zeros(in.channels);
  report->terms = kernel * kernel;
  ck_depthwise_args arguments = {.in = in, .out = out, .window = window, .activation = activation,
                                 .input = input, .weights = weights, .bias = bias};
  float *scratch = kc_zeros(ck_depthwise_scratch(report->fast, &arguments) * kc_parts_most);
  float *expected = kc_zeros(count), *whole = kc_zeros(count);
  char what[200];
  snprintf(what, sizeof what, "%dx%dx%d, window %d, stride %d, %s, activation %d, sums %d",
           in.height, in.width, in.channels, kernel, stride, is_same ? "same" : "symmetric",
           activation, has_sums);
  arguments.output = expected, arguments.sums = has_sums ? sums : NULL;
  kc_run(report->oracle, &arguments, 1);
  arguments.output = whole, arguments.sums = has_sums ? fast_sums : NULL;
  arguments.scratch = scratch;
  kc_run(report->run, &arguments, 1);
  kc_compare(report, what, whole, expected, count);
  if (has_sums) kc_compare(report, what, fast_sums, sums, in.channels);
  memcpy(sums, fast_sums, sizeof(float) * in.channels);
  kc_parts(report, what, &arguments, &arguments.output, whole, count);
  if (has_sums) kc_same_bits(report, what, fast_sums, sums, in.channels);
  float *again = kc_zeros(count), *slope = kc_zeros(count), *kept = kc_zeros(count);
  arguments.output = expected, arguments.sums = NULL, arguments.slope = slope;
  kc_run(report->oracle, &arguments, 1);
  arguments.output = again, arguments.sums = has_sums ? fast_sums : NULL, arguments.slope = kept;
  kc_run(report->run, &arguments, 3);
  kc_same_bits(report, what, again, whole, count);
  if (has_sums) kc_same_bits(report, what, fast_sums, sums, in.channels);
  kc_compare_slopes(report, what, kept, slope, whole, activation, count);
  float *all[] = {input, weights, bias, sums, fast_sums, scratch, expected, whole, again, slope,
                  kept};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

void kc_check_depthwise(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  static const int kernels[] = {3, 5, 7};
  for (int k = 0; k < 3; k++) {
    for (int stride = 1; stride <= 2; stride++) {
      for (int same = 0; same < 2; same++) {
        for (int c = 0; c < count; c++) {
          // From one position to several tiles, odd and even.
          const ck_shape in = {1 + (c * 5) % 13, 1 + (c * 7 + stride) % 29, lengths[c]};
          check_depthwise(report, in, kernels[k], stride, same, (c + k) % 5, c % 2);
          const ck_shape wide = {7 + c % 2, 14 + c % 3, lengths[c]};
          check_depthwise(report, wide, kernels[k], stride, same, ck_silu, true);
        }
      }
    }
  }
}

static void check_expand_depthwise(kc_report *report, ck_shape in, int channels, int kernel,
                                   int stride, bool is_same, ck_activation activation) {
  const ck_shape hidden = {in.height, in.width, channels};
  ck_shape out = {0, 0, channels};
  const ck_window window = kc_window(in, &out, kernel, kernel, stride, is_same);
  const size_t count = (size_t)out.height * out.width * channels;
  float *input = kc_values((size_t)in.height * in.width * in.channels, 21);
  float *expand = kc_values((size_t)channels * in.channels, 22);
  float *expand_bias = kc_values(channels + 16, 23), *bias = kc_values(channels + 16, 24);
  float *weights = kc_values((size_t)kernel * kernel * channels, 25);
  float *sums = kc_zeros(channels), *fast_sums = kc_zeros(channels);
  report->terms = in.channels + kernel * kernel;
  ck_expand_depthwise_args arguments = {
      .in = in, .hidden = hidden, .out = out, .window = window, .expand_activation = activation,
      .activation = activation, .input = input, .expand_bias = expand_bias, .weights = weights,
      .bias = bias};
  float *packed[2];
  const ck_kernels *tables[] = {report->plain, report->fast};
  for (int t = 0; t < 2; t++) {
    packed[t] = kc_zeros(ck_packed_convolution_count(tables[t], channels, in.channels, 1, 1));
    ck_pack_convolution(tables[t], packed[t], expand, NULL, channels, in.channels, 1, 1);
  }
  float *scratch = kc_zeros(ck_expand_depthwise_scratch(report->fast, &arguments) * kc_parts_most);
  float *expected = kc_zeros(count), *whole = kc_zeros(count);
  char what[200];
  snprintf(what, sizeof what, "%dx%dx%d to %d channels, window %d, stride %d, %s, activation %d",
           in.height, in.width, in.channels, channels, kernel, stride,
           is_same ? "same" : "symmetric", activation);
  arguments.expand_weights = packed[0], arguments.output = expected, arguments.sums = sums;
  kc_run(report->oracle, &arguments, 1);
  arguments.expand_weights = packed[1], arguments.output = whole, arguments.sums = fast_sums;
  arguments.scratch = scratch;
  kc_run(report->run, &arguments, 1);
  kc_compare(report, what, whole, expected, count);
  kc_compare(report, what, fast_sums, sums, channels);
  memcpy(sums, fast_sums, sizeof(float) * channels);
  kc_parts(report, what, &arguments, &arguments.output, whole, count);
  kc_same_bits(report, what, fast_sums, sums, channels);
  const size_t hidden_count = (size_t)in.height * in.width * channels;
  float *again = kc_zeros(count), *slope = kc_zeros(count), *kept = kc_zeros(count);
  float *expand_slope = kc_zeros(hidden_count), *expand_kept = kc_zeros(hidden_count);
  float *ignored = kc_zeros(channels);
  arguments.expand_weights = packed[0], arguments.output = expected, arguments.sums = ignored;
  arguments.slope = slope, arguments.expand_slope = expand_slope;
  kc_run(report->oracle, &arguments, 1);
  arguments.expand_weights = packed[1], arguments.output = again, arguments.sums = fast_sums;
  arguments.slope = kept, arguments.expand_slope = expand_kept;
  kc_run(report->run, &arguments, 3);
  kc_same_bits(report, what, again, whole, count);
  kc_same_bits(report, what, fast_sums, sums, channels);
  kc_compare_slopes(report, what, kept, slope, whole, activation, count);
  // The tensor between the two is not stored, so kc_compare_slopes can't tell corners of relu6.
  if (activation == ck_silu) kc_compare(report, what, expand_kept, expand_slope, hidden_count);
  float *all[] = {input, expand, expand_bias, bias, weights, sums, fast_sums, packed[0], packed[1],
                  scratch, expected, whole, again, slope, kept, expand_slope, expand_kept, ignored};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

void kc_check_expand_depthwise(kc_report *report) {
  if (!report->fast->fuses) {
    report->comparisons++;
    return;
  }
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  static const int inputs[] = {1, 3, 16, 17, 24, 40};
  for (int c = 0; c < count; c++) {
    for (int stride = 1; stride <= 2; stride++) {
      for (int same = 0; same < 2; same++) {
        const int kernel = (c + same) % 2 ? 5 : 3;
        const ck_shape in = {1 + (c * 5) % 13, 1 + (c * 7 + stride) % 19, inputs[c % 6]};
        check_expand_depthwise(report, in, lengths[c], kernel, stride, same,
                               c % 3 ? ck_silu : ck_relu6);
        const ck_shape wide = {7 + c % 2, 14 + c % 3, inputs[(c + 3) % 6]};
        check_expand_depthwise(report, wide, lengths[c], 8 - kernel, stride, same, ck_silu);
      }
    }
  }
}
