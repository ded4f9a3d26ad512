// The plain definition of the separable 8-bit resize, kept as the oracle of the faster tables.
#include "CImageCodecs.h"

#include "resize_vertical.inc"

static void horizontal(uint8_t *output, const uint8_t *input, size_t width, size_t rows, filter_axis axis) {
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
