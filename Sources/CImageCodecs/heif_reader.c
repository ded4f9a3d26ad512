// Decodes the primary picture of HEIC and AVIF to 8-bit RGB with libheif, turned as the file says.
//
// libheif is loaded when the first such file is read: it brings codecs of several licences along
// (x265 is under the GPL), and a program that reads other pictures needs none of them.
#include <libheif/heif.h>
#include <string.h>

#include "CImageCodecs.h"
#include "loaded_library.h"

#define FUNCTIONS(one)                                                             \
  one(heif_context_alloc) one(heif_context_free)                                   \
  one(heif_context_get_primary_image_handle)                                       \
  one(heif_context_read_from_memory_without_copy) one(heif_decode_image)           \
  one(heif_image_get_bits_per_pixel_range) one(heif_image_get_chroma_format)       \
  one(heif_image_get_colorspace) one(heif_image_get_height)                        \
  one(heif_image_get_plane_readonly) one(heif_image_get_width)                     \
  one(heif_image_handle_get_height) one(heif_image_handle_get_nclx_color_profile)  \
  one(heif_image_handle_get_width) one(heif_image_handle_release)                  \
  one(heif_image_release) one(heif_nclx_color_profile_free)
LOADED_LIBRARY(FUNCTIONS, "libheif.so.1", "libheif1")

static void note(codec_report *report, struct heif_error error) {
  if (error.code == heif_error_Ok) return;
  report->outcome = error.code == heif_error_Unsupported_feature ||
                            error.code == heif_error_Unsupported_filetype
                        ? codec_unsupported
                    : error.code == heif_error_Memory_allocation_error ? codec_no_memory
                    : error.subcode == heif_suberror_End_of_data       ? codec_truncated
                                                                       : codec_damaged;
  if (error.message) strncpy(report->message, error.message, sizeof report->message - 1);
}

typedef struct {
  struct heif_context *context;
  struct heif_image_handle *handle;
} heif_file;

static codec_report open_file(heif_file *file, const uint8_t *bytes, size_t count) {
  codec_report report = {.consumed = count};
  if (!loads(&report)) return report;
  file->context = p_heif_context_alloc();
  if (!file->context) {
    report.outcome = codec_no_memory;
    return report;
  }
  note(&report, p_heif_context_read_from_memory_without_copy(file->context, bytes, count, NULL));
  if (report.outcome == codec_done)
    note(&report, p_heif_context_get_primary_image_handle(file->context, &file->handle));
  if (report.outcome == codec_done) {
    int width = p_heif_image_handle_get_width(file->handle);
    int height = p_heif_image_handle_get_height(file->handle);
    report.width = width > 0 ? (size_t)width : 0;
    report.height = height > 0 ? (size_t)height : 0;
  }
  return report;
}

static void close_file(heif_file *file) {
  if (file->handle) p_heif_image_handle_release(file->handle);
  if (file->context) p_heif_context_free(file->context);
}

codec_report heif_size(const uint8_t *bytes, size_t count) {
  heif_file file = {0};
  codec_report report = open_file(&file, bytes, count);
  close_file(&file);
  return report;
}

// Planes of 8-bit YCbCr with chroma at half the width and height.
typedef struct {
  const uint8_t *planes[3];
  int strides[3];
  size_t width, height;
  float red, green_blue, green_red, blue;  // weights of the colour differences
  int is_full;                             // luma and chroma use all 256 levels
} ycbcr_picture;

// Half-size chroma at (x, y) of the whole picture: nine, three, three and one sixteenths of the
// four nearest samples, as libavif does it.
static float smooth(const ycbcr_picture *picture, int plane, size_t x, size_t y) {
  size_t columns = (picture->width + 1) / 2, rows = (picture->height + 1) / 2;
  size_t near_x = x / 2, near_y = y / 2;
  size_t far_x = x % 2 ? near_x + 1 : near_x - (near_x > 0);
  size_t far_y = y % 2 ? near_y + 1 : near_y - (near_y > 0);
  if (far_x >= columns) far_x = near_x;
  if (far_y >= rows) far_y = near_y;
  const uint8_t *near = picture->planes[plane] + near_y * (size_t)picture->strides[plane];
  const uint8_t *far = picture->planes[plane] + far_y * (size_t)picture->strides[plane];
  return (float)((9 * near[near_x] + 3 * near[far_x] + 3 * far[near_x] + far[far_x] + 8) / 16);
}

static uint8_t level(float value) {
  return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)(value + 0.5f);
}

static void convert(uint8_t *rgb, const ycbcr_picture *picture) {
  float luma = picture->is_full ? 1 : 255.0f / 219, chroma = picture->is_full ? 1 : 255.0f / 224;
  float black = picture->is_full ? 0 : 16;
  for (size_t y = 0; y < picture->height; y++)
    for (size_t x = 0; x < picture->width; x++) {
      const uint8_t *row = picture->planes[0] + y * (size_t)picture->strides[0];
      float light = (row[x] - black) * luma;
      float blue = (smooth(picture, 1, x, y) - 128) * chroma;
      float red = (smooth(picture, 2, x, y) - 128) * chroma;
      uint8_t *pixel = rgb + 3 * (picture->width * y + x);
      pixel[0] = level(light + picture->red * red);
      pixel[1] = level(light - picture->green_blue * blue - picture->green_red * red);
      pixel[2] = level(light + picture->blue * blue);
    }
}

// Reads an AVIF with chroma at half the size, which libheif would enlarge by repetition and other
// readers enlarge smoothly. Returns 0 if the picture is of another kind.
static int smooth_pixels(uint8_t *rgb, size_t width, size_t height, heif_file *file) {
  struct heif_color_profile_nclx *profile = NULL;
  int matrix = 2, is_full = 1;
  struct heif_error error = p_heif_image_handle_get_nclx_color_profile(file->handle, &profile);
  if (error.code == heif_error_Ok && profile) {
    matrix = profile->matrix_coefficients;
    is_full = profile->full_range_flag;
    p_heif_nclx_color_profile_free(profile);
  }
  // Rec. 709, or Rec. 601, which also stands for an unstated matrix.
  int is_hd = matrix == 1;
  if (!is_hd && matrix != 2 && matrix != 5 && matrix != 6) return 0;
  struct heif_image *image = NULL;
  error = p_heif_decode_image(file->handle, &image, heif_colorspace_YCbCr,
                              heif_chroma_420, NULL);
  int fits = error.code == heif_error_Ok &&
             p_heif_image_get_colorspace(image) == heif_colorspace_YCbCr &&
             p_heif_image_get_chroma_format(image) == heif_chroma_420 &&
             (size_t)p_heif_image_get_width(image, heif_channel_Y) == width &&
             (size_t)p_heif_image_get_height(image, heif_channel_Y) == height &&
             (size_t)p_heif_image_get_width(image, heif_channel_Cb) == (width + 1) / 2 &&
             (size_t)p_heif_image_get_height(image, heif_channel_Cb) == (height + 1) / 2;
  if (fits) {
    ycbcr_picture picture = {.width = width, .height = height, .is_full = is_full};
    const double kr = is_hd ? 0.2126 : 0.299, kb = is_hd ? 0.0722 : 0.114, kg = 1 - kr - kb;
    picture.red = (float)(2 * (1 - kr)), picture.blue = (float)(2 * (1 - kb));
    picture.green_red = (float)(2 * (1 - kr) * kr / kg);
    picture.green_blue = (float)(2 * (1 - kb) * kb / kg);
    const enum heif_channel channels[] = {heif_channel_Y, heif_channel_Cb, heif_channel_Cr};
    for (int i = 0; i < 3; i++) {
      picture.planes[i] =
          p_heif_image_get_plane_readonly(image, channels[i], &picture.strides[i]);
      if (!picture.planes[i] || p_heif_image_get_bits_per_pixel_range(image, channels[i]) != 8)
        fits = 0;
    }
    if (fits) convert(rgb, &picture);
  }
  if (image) p_heif_image_release(image);
  return fits;
}

// True for an AVIF whose coded pictures of colour have half-size chroma, as their configurations
// (`av1C`) say; libheif does not tell.
static int is_half_avif(const uint8_t *bytes, size_t count) {
  if (count < 64 || memcmp(bytes + 8, "avi", 3) != 0) return 0;
  int found = 0;
  size_t end = count < 65536 ? count : 65536;  // configurations stand at the start
  for (size_t i = 12; i + 8 < end; i++) {
    if (memcmp(bytes + i, "av1C", 4) != 0 || bytes[i + 4] != 0x81) continue;
    unsigned flags = bytes[i + 6];
    if (flags & 0x10) continue;          // one plane: alpha, or grey
    if ((flags & 0x6C) != 0x0C) return 0;  // more than 8 bits, or other chroma
    found = 1;
  }
  return found;
}

codec_report heif_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count) {
  heif_file file = {0};
  codec_report report = open_file(&file, bytes, count);
  struct heif_image *image = NULL;
  if (report.outcome == codec_done && is_half_avif(bytes, count) &&
      smooth_pixels(rgb, width, height, &file)) {
    close_file(&file);
    return report;
  }
  if (report.outcome == codec_done)
    note(&report, p_heif_decode_image(file.handle, &image, heif_colorspace_RGB,
                                      heif_chroma_interleaved_RGB, NULL));
  if (report.outcome == codec_done) {
    int stride = 0;
    const uint8_t *plane =
        p_heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    size_t columns = (size_t)p_heif_image_get_width(image, heif_channel_interleaved);
    size_t rows = (size_t)p_heif_image_get_height(image, heif_channel_interleaved);
    if (!plane || columns != width || rows != height) {
      report.outcome = codec_damaged;
      strncpy(report.message, "its size differs from the header's", sizeof report.message - 1);
    } else {
      for (size_t y = 0; y < height; y++)
        memcpy(rgb + 3 * width * y, plane + (size_t)stride * y, 3 * width);
    }
  }
  if (image) p_heif_image_release(image);
  close_file(&file);
  return report;
}
