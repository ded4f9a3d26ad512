// 8-bit RGB or RGBA to PNG: one filter and one fast strategy, so that the same pixels always give the
// same bytes. On Paeth-filtered photographs run lengths with Huffman codes are both smaller and
// several times faster than deflate's usual search for matches.
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "CImageCodecs.h"

typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  codec_outcome outcome;
} png_sink;

static void fail(png_structp png, png_const_charp message) {
  (void)message;
  png_sink *sink = png_get_error_ptr(png);
  if (sink->outcome == codec_done) sink->outcome = codec_damaged;
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void append(png_structp png, png_bytep bytes, size_t count) {
  png_sink *sink = png_get_io_ptr(png);
  if (count > sink->capacity - sink->count) {
    size_t capacity = sink->capacity * 2 > sink->count + count ? sink->capacity * 2 : sink->count + count;
    uint8_t *grown = realloc(sink->bytes, capacity);
    if (!grown) {
      sink->outcome = codec_no_memory;
      png_error(png, "no memory");
    }
    sink->bytes = grown;
    sink->capacity = capacity;
  }
  memcpy(sink->bytes + sink->count, bytes, count);
  sink->count += count;
}

static void flush(png_structp png) { (void)png; }

codec_outcome png_encode(uint8_t **file, size_t *file_count, const uint8_t *pixels, size_t width,
                         size_t height, size_t channels, const png_chunk *chunks, size_t chunk_count) {
  png_sink sink = {.capacity = 0};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &sink, fail, ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_write_struct(&png, NULL);
    return codec_no_memory;
  }
  if (setjmp(png_jmpbuf(png)) == 0) {
    png_set_write_fn(png, &sink, append, flush);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8,
                 channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_PAETH);
    png_set_compression_level(png, 1);
    png_set_compression_strategy(png, Z_RLE);
    png_set_compression_mem_level(png, 9);
    png_set_compression_buffer_size(png, 1 << 16);
    png_write_info(png, info);
    for (size_t i = 0; i < chunk_count; i++)
      png_write_chunk(png, (png_const_bytep)chunks[i].type, chunks[i].bytes, chunks[i].count);
    for (size_t y = 0; y < height; y++) png_write_row(png, pixels + y * width * channels);
    png_write_end(png, NULL);
  }
  png_destroy_write_struct(&png, &info);
  if (sink.outcome != codec_done) {
    free(sink.bytes);
    return sink.outcome;
  }
  *file = sink.bytes;
  *file_count = sink.count;
  return codec_done;
}

uint32_t png_crc(const uint8_t *bytes, size_t count) {
  uLong crc = crc32(0, NULL, 0);
  while (count > 0) {
    uInt part = count > 1u << 30 ? 1u << 30 : (uInt)count;
    crc = crc32(crc, bytes, part);
    bytes += part;
    count -= part;
  }
  return (uint32_t)crc;
}
