// Pixel loops: bytes to planes of floats, and the blend of a heatmap with an image, row by row.
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

void mix_rows(float *output, const float *near, const float *far, float fraction, size_t count) {
  for (size_t i = 0; i < count; i++) output[i] = near[i] * (1 - fraction) + far[i] * fraction;
}

// Table indices of `count` values; NaN counts as 0.
static void entries_of(uint8_t *entries, const float *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float entry = values[i] * 256;
    entry = entry > 0 ? entry : 0;
    entries[i] = (uint8_t)(int32_t)(entry < 255 ? entry : 255);
  }
}

void blend_row(uint8_t *pixels, size_t channels, const float *values, size_t count,
               const uint32_t (*table)[4]) {
  // In blocks, so that the indices are computed in a loop of their own, which the compiler
  // vectorises.
  enum { block = 256 };
  uint8_t entries[block];
  for (size_t start = 0; start < count; start += block) {
    size_t length = count - start < block ? count - start : block;
    entries_of(entries, values + start, length);
    for (size_t i = 0; i < length; i++, pixels += channels) {
      const uint32_t *entry = table[entries[i]];
      uint32_t kept = entry[3];
      uint32_t red = pixels[0] * kept + entry[0], green = pixels[1] * kept + entry[1];
      uint32_t blue = pixels[2] * kept + entry[2];
      pixels[0] = (uint8_t)(red >> 16), pixels[1] = (uint8_t)(green >> 16);
      pixels[2] = (uint8_t)(blue >> 16);
    }
  }
}

void band_row(uint8_t *bands, const float *values, size_t count, const float *levels,
              size_t level_count) {
  for (size_t i = 0; i < count; i++) bands[i] = 0;
  for (size_t level = 0; level < level_count; level++)
    for (size_t i = 0; i < count; i++)
      bands[i] = (uint8_t)(bands[i] + (values[i] >= levels[level]));
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
