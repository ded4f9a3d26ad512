// Gradients: every operator of CK_BACKWARD_KERNELS over the same lengths, windows and strides.

#include <stdio.h>
#include <stdlib.h>

#include "checks.h"

static const ck_slope_source sources[] = {ck_slope_kept, ck_slope_of_relu, ck_slope_of_relu6,
                                          ck_slope_of_sigmoid};

void kc_check_activation_gradient(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    for (int k = 0; k < 32; k++) {
      const int positions = 1 + (c + k) % 6, channels = lengths[c];
      const size_t size = (size_t)positions * channels;
      float *input = kc_values(size, 101), *addend = kc_values(size, 102);
      float *reference = kc_values(size, 103), *gate = kc_values(channels, 104);
      float *shift = kc_values(channels, 105);
      ck_activation_gradient_args arguments = {
          .positions = positions, .channels = channels, .shift_scale = 0.25f,
          .input = k & 1 || !(k & 2) ? input : NULL, .gate = k & 1 ? gate : NULL,
          .shift = k & 2 ? shift : NULL, .addend = k & 4 ? addend : NULL,
          .slope = {sources[(c + k / 8) % 4], k & 8 ? reference : NULL}};
      report->terms = 3;
      char what[100];
      snprintf(what, sizeof what, "%d x %d, case %d", positions, channels, k);
      KC_COMPARE(report, what, arguments, output, size);
      free(input), free(addend), free(reference), free(gate), free(shift);
    }
  }
}

void kc_check_fully_connected_gradient(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int i = 0; i < count; i++) {
    for (int o = 0; o < count; o++) {
      float *gradient = kc_values(lengths[o], 111);
      gradient[0] = 0;
      float *weights = kc_values((size_t)lengths[i] * lengths[o], 112);
      ck_fully_connected_gradient_args arguments = {.inputs = lengths[i], .outputs = lengths[o],
                                                    .scale = 0.5f, .gradient = gradient,
                                                    .weights = weights};
      report->terms = lengths[o];
      char what[100];
      snprintf(what, sizeof what, "%d to %d", lengths[o], lengths[i]);
      KC_COMPARE(report, what, arguments, output, (size_t)lengths[i]);
      free(gradient), free(weights);
    }
  }
}

void kc_check_gate_gradient(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    for (int positions = 1; positions <= 13; positions += 4) {
      const size_t size = (size_t)positions * lengths[c];
      float *left = kc_values(size, 121), *right = kc_values(size, 122);
      ck_gate_gradient_args arguments = {.positions = positions, .channels = lengths[c],
                                         .left = left, .right = right};
      report->terms = positions;
      char what[100];
      snprintf(what, sizeof what, "%d x %d", positions, lengths[c]);
      KC_COMPARE(report, what, arguments, output, (size_t)lengths[c]);
      free(left), free(right);
    }
  }
}

static void check_depthwise_gradient(kc_report *report, ck_shape in, int kernel, int stride,
                                     bool is_same, int k) {
  ck_shape out = {0, 0, in.channels};
  const ck_window window = kc_window(in, &out, kernel, kernel, stride, is_same);
  const size_t size = (size_t)in.height * in.width * in.channels;
  const size_t written = (size_t)out.height * out.width * out.channels;
  float *gradient = kc_values(written, 131),
        *weights = kc_values((size_t)kernel * kernel * in.channels, 132);
  float *gate = kc_values(in.channels, 133), *shift = kc_values(in.channels, 134);
  float *out_reference = kc_values(written, 135), *in_reference = kc_values(size, 136);
  ck_depthwise_gradient_args arguments = {
      .in = in, .out = out, .window = window, .shift_scale = 0.125f, .gradient = gradient,
      .gate = k & 1 ? gate : NULL, .shift = k & 2 ? shift : NULL, .weights = weights,
      .in_slope = {sources[k % 4], k & 4 ? in_reference : NULL},
      .out_slope = {sources[k / 4 % 4], k & 8 ? out_reference : NULL}};
  arguments.scratch =
      kc_zeros(ck_depthwise_gradient_scratch(report->fast, &arguments) * kc_parts_most);
  report->terms = 2 * kernel * kernel;
  char what[120];
  snprintf(what, sizeof what, "%dx%dx%d, window %d, stride %d, %s, case %d", in.height, in.width,
           in.channels, kernel, stride, is_same ? "same" : "symmetric", k);
  KC_COMPARE(report, what, arguments, output, size);
  float *all[] = {gradient, weights, gate, shift, out_reference, in_reference, arguments.scratch};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

void kc_check_depthwise_gradient(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  static const int kernels[] = {1, 3, 5, 7};
  for (int k = 0; k < 4; k++) {
    for (int stride = 1; stride <= 3; stride++) {
      for (int same = 0; same < 2; same++) {
        for (int c = 0; c < count; c++) {
          const ck_shape in = {1 + (c * 5) % 13, 1 + (c * 7 + stride) % 29, lengths[c]};
          check_depthwise_gradient(report, in, kernels[k], stride, same, (c * 5 + k) % 16);
          // More rows than the ring has.
          const ck_shape tall = {23 + c % 2, 41 + c % 3, lengths[c]};
          check_depthwise_gradient(report, tall, kernels[k], stride, same, 15 - c);
        }
      }
    }
  }
}

static void check_expand_depthwise_gradient(kc_report *report, ck_shape in, int channels,
                                            int kernel, int stride, bool is_same, int k) {
  ck_shape out = {0, 0, in.channels};
  const ck_window window = kc_window(in, &out, kernel, kernel, stride, is_same);
  const size_t size = (size_t)in.height * in.width * in.channels;
  const size_t written = (size_t)out.height * out.width * out.channels;
  const size_t count = (size_t)in.height * in.width * channels;
  float *gradient = kc_values(written, 171);
  float *filters = kc_values((size_t)kernel * kernel * in.channels, 172);
  float *gate = kc_values(in.channels, 173), *shift = kc_values(in.channels, 174);
  float *out_slope = kc_values(written, 175), *in_slope = kc_values(size, 176);
  float *expand = kc_values((size_t)channels * in.channels, 177), *residual = kc_values(count, 178);
  float *bias = kc_zeros(channels + 16);
  ck_expand_depthwise_gradient_args arguments = {
      .depthwise = {.in = in, .out = out, .window = window, .shift_scale = 0.125f,
                    .gradient = gradient, .gate = gate, .shift = shift, .weights = filters,
                    .in_slope = {ck_slope_kept, in_slope},
                    .out_slope = {ck_slope_kept, k & 2 ? out_slope : NULL}},
      .channels = channels, .bias = bias, .residual = k & 1 ? residual : NULL};
  float *packed[2];
  const ck_kernels *tables[] = {report->plain, report->fast};
  for (int t = 0; t < 2; t++) {
    packed[t] = kc_zeros(ck_packed_convolution_count(tables[t], channels, in.channels, 1, 1));
    ck_pack_convolution(tables[t], packed[t], expand, NULL, channels, in.channels, 1, 1);
  }
  float *scratch =
      kc_zeros(ck_expand_depthwise_gradient_scratch(report->fast, &arguments) * kc_parts_most);
  float *expected = kc_zeros(count), *whole = kc_zeros(count);
  report->terms = 4 * kernel * kernel * in.channels;
  char what[120];
  snprintf(what, sizeof what, "%dx%dx%d from %d, window %d, stride %d, %s, case %d", in.height,
           in.width, in.channels, channels, kernel, stride, is_same ? "same" : "symmetric", k);
  arguments.weights = packed[0], arguments.output = expected;
  kc_run(report->oracle, &arguments, 1);
  arguments.weights = packed[1], arguments.output = whole, arguments.depthwise.scratch = scratch;
  kc_run(report->run, &arguments, 1);
  kc_compare(report, what, whole, expected, count);
  kc_parts(report, what, &arguments, &arguments.output, whole, count);
  float *all[] = {gradient, filters, gate, shift, out_slope, in_slope, expand, residual, bias,
                  packed[0], packed[1], scratch, expected, whole};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

void kc_check_expand_depthwise_gradient(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  static const int channels[] = {1, 3, 16, 17, 24};
  for (int c = 0; c < count; c++) {
    for (int stride = 1; stride <= 2; stride++) {
      const int kernel = c % 2 ? 5 : 3;
      const ck_shape in = {1 + (c * 5) % 13, 1 + (c * 7 + stride) % 19, lengths[c]};
      check_expand_depthwise_gradient(report, in, channels[c % 5], kernel, stride, c % 3, c);
      const ck_shape tall = {19 + c % 2, 14 + c % 3, lengths[c]};
      check_expand_depthwise_gradient(report, tall, channels[(c + 2) % 5], 8 - kernel, stride,
                                      c % 2, c + 1);
    }
  }
}

void kc_check_dilate(kc_report *report) {
  for (int stride = 1; stride <= 3; stride++) {
    const ck_shape in = {3, 4, 5}, out = {3 * stride, 4 * stride + 1, 5};
    float *input = kc_values((size_t)in.height * in.width * in.channels, 141);
    ck_dilate_args arguments = {.in = in, .out = out, .stride_y = stride, .stride_x = stride,
                                .input = input};
    report->terms = 1;
    KC_COMPARE(report, "zeros between", arguments, output,
               (size_t)out.height * out.width * out.channels);
    free(input);
  }
}

void kc_check_max_pool_gradient(kc_report *report) {
  const ck_shape in = {7, 9, 5}, out = {3, 4, 5};
  float *input = kc_values(7 * 9 * 5, 151), *gradient = kc_values(3 * 4 * 5, 152);
  ck_max_pool_gradient_args arguments = {.in = in, .out = out, .window = {3, 3, 2, 2, 0, 0},
                                         .input = input, .gradient = gradient};
  report->terms = 4;
  KC_COMPARE(report, "window 3, stride 2", arguments, output, (size_t)7 * 9 * 5);
  free(input), free(gradient);
}

void kc_check_average_pool_gradient(kc_report *report) {
  const ck_shape in = {7, 9, 5}, out = {3, 4, 5};
  float *gradient = kc_values(3 * 4 * 5, 161);
  ck_average_pool_gradient_args arguments = {.in = in, .out = out, .window = {3, 3, 2, 2, 0, 0},
                                             .gradient = gradient};
  report->terms = 4;
  KC_COMPARE(report, "window 3, stride 2", arguments, output, (size_t)7 * 9 * 5);
  free(gradient);
}
