// Decodes still WebP images to 8-bit RGB; alpha is dropped. A frame of an animation is passed as
// its chunks only.
#include <string.h>
#include <webp/decode.h>

#include "CImageCodecs.h"

static codec_report report_of(VP8StatusCode status, size_t count) {
  codec_report report = {.consumed = count};
  const char *message = "";
  switch (status) {
    case VP8_STATUS_OK:
      break;
    case VP8_STATUS_OUT_OF_MEMORY:
      report.outcome = codec_no_memory;
      break;
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
      report.outcome = codec_truncated;
      break;
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      report.outcome = codec_unsupported;
      message = "a feature that libwebp does not decode";
      break;
    default:
      report.outcome = codec_damaged;
      message = "the bit stream is broken";
  }
  strncpy(report.message, message, sizeof report.message - 1);
  return report;
}

codec_report webp_size(const uint8_t *bytes, size_t count) {
  WebPBitstreamFeatures features;
  codec_report report = report_of(WebPGetFeatures(bytes, count, &features), count);
  if (report.outcome == codec_done) {
    report.width = (size_t)features.width;
    report.height = (size_t)features.height;
  }
  return report;
}

codec_report webp_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) {
    codec_report report = {.outcome = codec_unsupported, .message = "libwebp has another version"};
    return report;
  }
  config.output.colorspace = MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = rgb;
  config.output.u.RGBA.stride = (int)(width * 3);
  config.output.u.RGBA.size = width * height * 3;
  codec_report report = report_of(WebPDecode(bytes, count, &config), count);
  report.width = width;
  report.height = height;
  WebPFreeDecBuffer(&config.output);
  return report;
}
