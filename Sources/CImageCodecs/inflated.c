// Inflates short texts of PNG files.
#include <zlib.h>

#include "CImageCodecs.h"

size_t inflated(uint8_t *output, size_t capacity, const uint8_t *bytes, size_t count) {
  z_stream stream = {0};
  if (inflateInit(&stream) != Z_OK) return 0;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = output;
  stream.avail_out = (uInt)capacity;
  int status = inflate(&stream, Z_FINISH);
  size_t length = status == Z_STREAM_END ? stream.total_out : 0;
  inflateEnd(&stream);
  return length;
}
