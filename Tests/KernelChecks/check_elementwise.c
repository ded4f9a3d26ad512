// Element-wise operators, also in place, and operators that only move values; lengths from 0.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

// kc_lengths with 0 before the others.
static int lengths_from_none(const kc_report *report, int lengths[kc_lengths_most + 1]) {
  lengths[0] = 0;
  return 1 + kc_lengths(report->fast, lengths + 1);
}

// Runs the kernel in place, on a copy of its argument `first`, and compares with `expected`.
#define CHECK_IN_PLACE(report, what, arguments, first, expected, count) \
  do {                                                                  \
    float *place = kc_zeros(count);                                     \
    memcpy(place, (arguments).first, sizeof(float) * (count));          \
    (arguments).first = (arguments).output = place;                     \
    kc_run((report)->run, &(arguments), 3);                             \
    kc_compare(report, what " in place", place, expected, count);       \
    free(place);                                                        \
  } while (0)

void kc_check_activate(kc_report *report) {
  int lengths[kc_lengths_most + 1];
  const int count = lengths_from_none(report, lengths);
  for (int n = 0; n < count; n++) {
    for (int activation = ck_identity; activation <= ck_sigmoid; activation++) {
      const size_t size = (size_t)lengths[n];
      float *input = kc_values(size, 71);
      // Values for which the exponential overflows or underflows.
      for (size_t i = 0; i < size; i++) input[i] *= i % 7 == 3 ? 60 : i % 5 == 2 ? 1e-6f : 4;
      ck_activate_args arguments = {.count = size, .activation = activation, .input = input};
      char what[100];
      snprintf(what, sizeof what, "%zu values, activation %d", size, activation);
      KC_COMPARE(report, what, arguments, output, size);
      float *expected = kc_zeros(size);
      arguments.output = expected;
      kc_run(report->oracle, &arguments, 1);
      CHECK_IN_PLACE(report, "activate", arguments, input, expected, size);
      free(expected), free(input);
    }
  }
}

void kc_check_add(kc_report *report) {
  int lengths[kc_lengths_most + 1];
  const int count = lengths_from_none(report, lengths);
  for (int n = 0; n < count; n++) {
    for (int activation = ck_identity; activation <= ck_sigmoid; activation++) {
      const size_t size = (size_t)lengths[n];
      float *left = kc_values(size, 81), *right = kc_values(size, 82);
      ck_add_args arguments = {.count = size, .activation = activation, .left = left,
                               .right = right};
      char what[100];
      snprintf(what, sizeof what, "%zu values, activation %d", size, activation);
      KC_COMPARE(report, what, arguments, output, size);
      float *expected = kc_zeros(size);
      arguments.output = expected;
      kc_run(report->oracle, &arguments, 1);
      CHECK_IN_PLACE(report, "add", arguments, left, expected, size);
      free(expected), free(left), free(right);
    }
  }
}

void kc_check_affine(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    for (int positions = 0; positions <= 13; positions += positions < 2 ? 1 : 11) {
      const int channels = lengths[c];
      const size_t size = (size_t)positions * channels;
      float *input = kc_values(size, 91);
      float *scale = kc_values(channels + 16, 92), *shift = kc_values(channels + 16, 93);
      ck_affine_args arguments = {.positions = positions, .channels = channels,
                                  .activation = c % 5, .input = input, .scale = scale,
                                  .shift = shift};
      char what[100];
      snprintf(what, sizeof what, "%d positions of %d channels, activation %d", positions, channels,
               c % 5);
      KC_COMPARE(report, what, arguments, output, size);
      free(input), free(scale), free(shift);
    }
  }
}

void kc_check_scale(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    for (int positions = 0; positions <= 13; positions += positions < 2 ? 1 : 11) {
      const int channels = lengths[c];
      const size_t size = (size_t)positions * channels;
      float *input = kc_values(size, 101), *gate = kc_values(channels, 102);
      ck_scale_args arguments = {.positions = positions, .channels = channels, .input = input,
                                 .gate = gate};
      char what[100];
      snprintf(what, sizeof what, "%d positions of %d channels", positions, channels);
      KC_COMPARE(report, what, arguments, output, size);
      float *expected = kc_zeros(size);
      arguments.output = expected;
      kc_run(report->oracle, &arguments, 1);
      CHECK_IN_PLACE(report, "scale", arguments, input, expected, size);
      free(expected), free(input), free(gate);
    }
  }
}

void kc_check_copy_channels(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    const int channels = lengths[c], input_stride = channels + c % 3, output_stride = channels + 2;
    const int positions = 1 + c;
    float *input = kc_values((size_t)positions * input_stride, 111);
    ck_copy_channels_args arguments = {.positions = positions, .channels = channels,
                                       .input_stride = input_stride,
                                       .output_stride = output_stride, .input = input};
    KC_COMPARE(report, "copied channels", arguments, output, (size_t)positions * output_stride);
    free(input);
  }
}

void kc_check_shuffle(kc_report *report) {
  for (int groups = 1; groups <= 8; groups++) {
    const int channels = groups * 6, positions = 5;
    const size_t size = (size_t)positions * channels;
    float *input = kc_values(size, 121);
    ck_shuffle_args arguments = {.positions = positions, .channels = channels, .groups = groups,
                                 .input = input};
    KC_COMPARE(report, "shuffled channels", arguments, output, size);
    free(input);
  }
}

void kc_check_crop(kc_report *report) {
  for (int top = -1; top <= 2; top++) {
    for (int left = -1; left <= 2; left++) {
      const ck_shape in = {5, 6, 7}, out = {4, 5, 7};
      float *input = kc_values(5 * 6 * 7, 131);
      ck_crop_args arguments = {.in = in, .out = out, .top = top, .left = left, .input = input};
      KC_COMPARE(report, "cropped", arguments, output, 4 * 5 * 7);
      free(input);
    }
  }
}

static void check_transpose(kc_report *report) {
  int lengths[kc_lengths_most];
  const int count = kc_lengths(report->fast, lengths);
  for (int c = 0; c < count; c++) {
    const ck_shape shape = {1 + c % 4, 1 + (5 * c) % 17, lengths[c]};
    const size_t size = (size_t)shape.height * shape.width * shape.channels;
    float *input = kc_values(size, 141);
    ck_transpose_args arguments = {.shape = shape, .input = input};
    KC_COMPARE(report, "transposed", arguments, output, size);
    free(input);
  }
}

void kc_check_to_channels_last(kc_report *report) { check_transpose(report); }
void kc_check_to_channels_first(kc_report *report) { check_transpose(report); }
