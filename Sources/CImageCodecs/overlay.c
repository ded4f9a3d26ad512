// The loops that lay a map over a photograph, one row at a time.
#include "CImageCodecs.h"

void mix_rows(float *output, const float *near, const float *far, float share, size_t count) {
  for (size_t i = 0; i < count; i++) output[i] = near[i] * (1 - share) + far[i] * share;
}

static size_t entry_of(float value) {
  if (!(value > 0)) return 0;
  return value >= 1 ? 255 : (size_t)(value * 256);
}

void blend_row(uint8_t *pixels, size_t channels, const float *values, size_t count,
               const uint32_t (*table)[4]) {
  for (size_t i = 0; i < count; i++, pixels += channels) {
    const uint32_t *entry = table[entry_of(values[i])];
    pixels[0] = (uint8_t)((pixels[0] * entry[3] + entry[0]) >> 16);
    pixels[1] = (uint8_t)((pixels[1] * entry[3] + entry[1]) >> 16);
    pixels[2] = (uint8_t)((pixels[2] * entry[3] + entry[2]) >> 16);
  }
}

void band_row(uint8_t *bands, const float *values, size_t count, const float *levels, size_t level_count) {
  for (size_t i = 0; i < count; i++) bands[i] = 0;
  for (size_t level = 0; level < level_count; level++)
    for (size_t i = 0; i < count; i++) bands[i] = (uint8_t)(bands[i] + (values[i] >= levels[level]));
}

void trace_row(uint8_t *pixels, size_t channels, const uint8_t *bands, const uint8_t *above,
               size_t count, size_t thickness, const uint8_t color[3]) {
  for (size_t i = 0; i < count; i++) {
    uint8_t left = bands[i < thickness ? 0 : i - thickness];
    if (bands[i] == left && bands[i] == above[i]) continue;
    uint8_t *pixel = pixels + i * channels;
    pixel[0] = color[0], pixel[1] = color[1], pixel[2] = color[2];
  }
}
