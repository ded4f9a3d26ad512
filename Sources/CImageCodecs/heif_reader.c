// Decodes the primary picture of a HEIC to 8-bit RGB with libheif, turned as the file says.
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
  one(heif_image_get_height) one(heif_image_get_plane_readonly)                    \
  one(heif_image_get_width) one(heif_image_handle_get_height)                      \
  one(heif_image_handle_get_width) one(heif_image_handle_release)                  \
  one(heif_image_release)
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

codec_report heif_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count) {
  heif_file file = {0};
  codec_report report = open_file(&file, bytes, count);
  struct heif_image *image = NULL;
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
