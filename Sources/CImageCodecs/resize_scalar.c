// Reference implementation of the separable 8-bit resize, for tests of the fast one.
#include "CImageCodecs.h"

enum { column_block = 512 };

static uint8_t clip(int32_t sum) {
  int32_t value = sum >> filter_precision;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static void vertical(uint8_t *output, size_t row_bytes, const uint8_t *input, size_t input_stride,
                     filter_axis axis) {
  int32_t sums[column_block];
  for (size_t i = 0; i < axis.count; i++) {
    const int32_t *weights = axis.weights + i * axis.stride;
    const uint8_t *top = input + (size_t)axis.starts[i] * input_stride;
    for (size_t left = 0; left < row_bytes; left += column_block) {
      size_t columns = row_bytes - left < column_block ? row_bytes - left : column_block;
      for (size_t x = 0; x < columns; x++) sums[x] = 1 << (filter_precision - 1);
      for (int32_t k = 0; k < axis.lengths[i]; k++) {
        const uint8_t *row = top + (size_t)k * input_stride + left;
        for (size_t x = 0; x < columns; x++) sums[x] += row[x] * weights[k];
      }
      uint8_t *target = output + i * row_bytes + left;
      for (size_t x = 0; x < columns; x++) target[x] = clip(sums[x]);
    }
  }
}

static void horizontal(uint8_t *output, const uint8_t *input, size_t width, size_t rows,
                       filter_axis axis) {
  for (size_t y = 0; y < rows; y++) {
    const uint8_t *row = input + y * width * 3;
    uint8_t *target = output + y * axis.count * 3;
    for (size_t i = 0; i < axis.count; i++) {
      const int32_t *weights = axis.weights + i * axis.stride;
      const uint8_t *pixel = row + (size_t)axis.starts[i] * 3;
      int32_t red = 1 << (filter_precision - 1), green = red, blue = red;
      for (int32_t k = 0; k < axis.lengths[i]; k++, pixel += 3) {
        red += pixel[0] * weights[k];
        green += pixel[1] * weights[k];
        blue += pixel[2] * weights[k];
      }
      target[3 * i] = clip(red), target[3 * i + 1] = clip(green), target[3 * i + 2] = clip(blue);
    }
  }
}

const resize_kernels resize_kernels_scalar = {"scalar", horizontal, vertical};

const resize_kernels *resize_kernels_detected(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return &resize_kernels_avx2;
#endif
  return &resize_kernels_scalar;
}
