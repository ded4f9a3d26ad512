// Converts interleaved bytes to planes of floats.
#include "CImageCodecs.h"

void planes_from_pixels(float *planes, const uint8_t *pixels, size_t channels, size_t count,
                        const float *tables) {
  float *restrict red = planes, *restrict green = planes + count,
                  *restrict blue = planes + 2 * count;
  for (size_t i = 0; i < count; i++, pixels += channels) {
    red[i] = tables[pixels[0]];
    green[i] = tables[256 + pixels[1]];
    blue[i] = tables[512 + pixels[2]];
  }
}
