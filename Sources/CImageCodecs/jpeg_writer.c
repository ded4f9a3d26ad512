// Encodes 8-bit RGB as baseline JPEG with a comment; the same input gives the same bytes.
#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "CImageCodecs.h"

typedef struct {
  struct jpeg_error_mgr errors;
  jmp_buf escape;
  unsigned char *bytes;
  unsigned long count;
} jpeg_writer;

static void leave(j_common_ptr cinfo) {
  jpeg_writer *writer = cinfo->client_data;
  longjmp(writer->escape, 1);
}

static void keep_silent(j_common_ptr cinfo, int level) { (void)cinfo, (void)level; }

static void write_comment(struct jpeg_compress_struct *cinfo, const uint8_t *comment,
                          size_t count) {
  enum { most = 65533 };
  for (size_t start = 0; start < count; start += most) {
    size_t length = count - start < most ? count - start : most;
    jpeg_write_marker(cinfo, JPEG_COM, comment + start, (unsigned)length);
  }
}

codec_outcome jpeg_encode(uint8_t **file, size_t *file_count, const uint8_t *rgb, size_t width,
                          size_t height, int quality, const uint8_t *comment,
                          size_t comment_count) {
  struct jpeg_compress_struct cinfo = {0};
  jpeg_writer writer = {.bytes = NULL, .count = 0};
  // Volatile, because it is read after longjmp.
  volatile codec_outcome outcome = codec_no_memory;
  if (width > JPEG_MAX_DIMENSION || height > JPEG_MAX_DIMENSION) return codec_unsupported;
  cinfo.err = jpeg_std_error(&writer.errors);
  writer.errors.error_exit = leave;
  writer.errors.emit_message = keep_silent;
  cinfo.client_data = &writer;
  if (setjmp(writer.escape) == 0) {
    jpeg_create_compress(&cinfo);
    cinfo.client_data = &writer;
    jpeg_mem_dest(&cinfo, &writer.bytes, &writer.count);
    cinfo.image_width = (JDIMENSION)width, cinfo.image_height = (JDIMENSION)height;
    cinfo.input_components = 3, cinfo.in_color_space = JCS_RGB;
    jpeg_set_defaults(&cinfo);
    jpeg_set_quality(&cinfo, quality, TRUE);
    jpeg_start_compress(&cinfo, TRUE);
    write_comment(&cinfo, comment, comment_count);
    while (cinfo.next_scanline < cinfo.image_height) {
      JSAMPROW row = (JSAMPROW)(rgb + (size_t)cinfo.next_scanline * width * 3);
      jpeg_write_scanlines(&cinfo, &row, 1);
    }
    jpeg_finish_compress(&cinfo);
    outcome = codec_done;
  }
  if (cinfo.mem) jpeg_destroy_compress(&cinfo);
  if (outcome == codec_done) {
    *file = writer.bytes, *file_count = writer.count;
  } else {
    free(writer.bytes);
  }
  return outcome;
}
