// Fully connected layers, squeeze-excite gates and pooling.

#include <stdio.h>
#include <stdlib.h>

#include "checks.h"

void kc_check_fully_connected(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int i = 0; i < count; i++) {
    for (int o = 0; o <= count; o++) {
      // More than the widest panel, which has eight vectors.
      const int inputs = lengths[i],
                outputs = o < count ? lengths[o] : 17 * report->fast->lanes + 5;
      float *input = kc_values(inputs, 31), *bias = kc_values(outputs + 16, 33);
      float *weights = kc_values((size_t)inputs * outputs, 32);
      float *packed[2];
      const ck_kernels *tables[] = {report->plain, report->fast};
      for (int t = 0; t < 2; t++) {
        packed[t] = kc_zeros(ck_packed_fully_connected_count(tables[t], outputs, inputs));
        ck_pack_fully_connected(tables[t], packed[t], weights, NULL, outputs, inputs);
      }
      float *expected = kc_zeros(outputs), *whole = kc_zeros(outputs);
      report->terms = inputs;
      ck_fully_connected_args arguments = {
          .inputs = inputs, .outputs = outputs, .activation = (i + o) % 5, .input_scale = 0.25f,
          .input = input, .weights = packed[0], .bias = bias, .output = expected};
      char what[100];
      snprintf(what, sizeof what, "%d inputs, %d outputs, activation %d", inputs, outputs,
               (i + o) % 5);
      kc_run(report->oracle, &arguments, 1);
      arguments.weights = packed[1], arguments.output = whole;
      kc_run(report->run, &arguments, 1);
      kc_compare(report, what, whole, expected, outputs);
      kc_parts(report, what, &arguments, &arguments.output, whole, outputs);
      float *all[] = {input, bias, weights, packed[0], packed[1], expected, whole};
      for (size_t f = 0; f < sizeof all / sizeof *all; f++) free(all[f]);
    }
  }
}

void kc_check_squeeze_excite(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  static const int reduced_lengths[] = {1, 4, 6, 10, 20, 28, 48};
  for (int c = 0; c < count; c++) {
    for (int r = 0; r < 7; r++) {
      const int channels = lengths[c], reduced = reduced_lengths[r];
      float *input = kc_values(channels, 41);
      float *reduce = kc_values((size_t)channels * reduced, 42);
      float *gate = kc_values((size_t)channels * reduced, 43);
      float *reduce_bias = kc_values(reduced + 16, 44), *gate_bias = kc_values(channels + 16, 45);
      float *hidden = kc_zeros(reduced);
      report->terms = channels;
      ck_squeeze_excite_args arguments = {
          .channels = channels, .reduced = reduced, .reduce_activation = ck_silu,
          .gate_activation = ck_sigmoid, .input_scale = 0.125f, .input = input,
          .reduce_bias = reduce_bias, .gate_bias = gate_bias, .hidden = hidden};
      float *packed[2][2];
      const ck_kernels *tables[] = {report->plain, report->fast};
      for (int t = 0; t < 2; t++) {
        packed[t][0] = kc_zeros(ck_packed_fully_connected_count(tables[t], reduced, channels));
        packed[t][1] = kc_zeros(ck_packed_fully_connected_count(tables[t], channels, reduced));
        ck_pack_fully_connected(tables[t], packed[t][0], reduce, NULL, reduced, channels);
        ck_pack_fully_connected(tables[t], packed[t][1], gate, NULL, channels, reduced);
      }
      float *expected = kc_zeros(channels), *whole = kc_zeros(channels);
      char what[100];
      snprintf(what, sizeof what, "%d channels, reduced to %d", channels, reduced);
      arguments.reduce_weights = packed[0][0], arguments.gate_weights = packed[0][1];
      arguments.output = expected;
      kc_run(report->oracle, &arguments, 1);
      arguments.reduce_weights = packed[1][0], arguments.gate_weights = packed[1][1];
      arguments.output = whole;
      kc_run(report->run, &arguments, 1);
      kc_compare(report, what, whole, expected, channels);
      kc_parts(report, what, &arguments, &arguments.output, whole, channels);
      float *all[] = {input, reduce, gate, reduce_bias, gate_bias, hidden, packed[0][0],
                      packed[0][1], packed[1][0], packed[1][1], expected, whole};
      for (size_t f = 0; f < sizeof all / sizeof *all; f++) free(all[f]);
    }
  }
}

void kc_check_global_pool(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    const ck_shape in = {1 + c % 5, 1 + (3 * c) % 8, lengths[c]};
    const size_t size = (size_t)in.height * in.width * in.channels;
    float *input = kc_values(size, 51);
    ck_global_pool_args arguments = {.in = in, .scale = c % 2 ? 1.0f : 0.5f, .input = input};
    char what[100];
    snprintf(what, sizeof what, "%dx%dx%d", in.height, in.width, in.channels);
    KC_COMPARE(report, what, arguments, output, in.channels);
    free(input);
  }
}

static void check_pool(kc_report *report, bool is_mean) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    for (int kernel = 2; kernel <= 3; kernel++) {
      for (int stride = 1; stride <= 2; stride++) {
        for (int counts_padding = 0; counts_padding < (is_mean ? 2 : 1); counts_padding++) {
          const int pad = kernel == 3;
          const ck_shape in = {5 + c % 3, 6 + c % 2, lengths[c]};
          const ck_shape out = {(in.height + 2 * pad - kernel) / stride + 1,
                                (in.width + 2 * pad - kernel) / stride + 1, in.channels};
          float *input = kc_values((size_t)in.height * in.width * in.channels, 61);
          ck_pool_args arguments = {
              .in = in, .out = out, .window = {kernel, kernel, stride, stride, pad, pad},
              .padded_bottom = pad, .padded_right = pad,
              .counts_padding = counts_padding, .input = input};
          char what[100];
          snprintf(what, sizeof what, "%dx%dx%d, window %d, stride %d, counts padding %d",
                   in.height, in.width, in.channels, kernel, stride, counts_padding);
          KC_COMPARE(report, what, arguments, output,
                     (size_t)out.height * out.width * out.channels);
          free(input);
        }
      }
    }
  }
}

void kc_check_max_pool(kc_report *report) { check_pool(report, false); }
void kc_check_average_pool(kc_report *report) { check_pool(report, true); }
