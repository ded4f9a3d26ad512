// Encodes 8-bit RGB or RGBA as PNG, with several threads.
//
// The image is cut into strips of a fixed number of bytes. Each strip is Paeth-filtered, deflated
// on its own and ended by a flush; together the strips are one deflate stream. So the bytes do not
// depend on the number of threads. On filtered photographs Z_RLE (run lengths and Huffman codes)
// gives smaller files than deflate's match search, and is several times faster.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "CImageCodecs.h"

enum { strip_bytes = 1 << 18, most_threads = 8, head_bytes = 2, tail_bytes = 4 };

typedef struct {
  uint8_t *bytes;  // deflated; also has space for the zlib header and checksum
  size_t count;
  uLong checksum;  // Adler-32 of the filtered rows
  size_t filtered_count;
} strip;

typedef struct {
  const uint8_t *pixels;
  size_t height, row_bytes, channels, rows_per_strip, strip_count;
  strip *strips;
  atomic_size_t next;
  atomic_int has_failed;
} job;

static void filter_first(uint8_t *target, const uint8_t *row, size_t count, size_t channels) {
  // The row above the first one is zero, so Paeth's prediction is the pixel to the left.
  for (size_t i = 0; i < channels; i++) target[i] = row[i];
  for (size_t i = channels; i < count; i++) target[i] = (uint8_t)(row[i] - row[i - channels]);
}

static void filter_paeth(uint8_t *restrict target, const uint8_t *restrict row,
                         const uint8_t *restrict above, size_t count, size_t channels) {
  for (size_t i = 0; i < channels; i++) target[i] = (uint8_t)(row[i] - above[i]);
  for (size_t i = channels; i < count; i++) {
    int16_t left = row[i - channels], up = above[i], corner = above[i - channels];
    int16_t by_left = (int16_t)(up - corner), by_up = (int16_t)(left - corner);
    int16_t by_corner = (int16_t)(by_left + by_up);
    by_left = by_left < 0 ? (int16_t)-by_left : by_left;
    by_up = by_up < 0 ? (int16_t)-by_up : by_up;
    by_corner = by_corner < 0 ? (int16_t)-by_corner : by_corner;
    int16_t other = by_up <= by_corner ? up : corner;
    int is_left = (by_left <= by_up) & (by_left <= by_corner);
    int16_t predicted = is_left ? left : other;
    target[i] = (uint8_t)(row[i] - predicted);
  }
}

static void filter_rows(uint8_t *target, const job *work, size_t first, size_t end) {
  enum { paeth = 4 };
  for (size_t y = first; y < end; y++) {
    const uint8_t *row = work->pixels + y * work->row_bytes;
    *target++ = paeth;
    if (y == 0)
      filter_first(target, row, work->row_bytes, work->channels);
    else
      filter_paeth(target, row, row - work->row_bytes, work->row_bytes, work->channels);
    target += work->row_bytes;
  }
}

// Deflates `count` bytes; returns 0 if out of memory or if deflate does not take all of them.
static int deflate_strip(strip *result, uint8_t *filtered, size_t count, int is_first,
                         int is_last) {
  z_stream stream = {0};
  if (deflateInit2(&stream, 1, Z_DEFLATED, -15, 9, Z_RLE) != Z_OK) return 0;
  size_t head = is_first ? head_bytes : 0;
  size_t room = deflateBound(&stream, count) + 16;
  int is_whole = 0;
  result->bytes = malloc(head + room + tail_bytes);
  if (result->bytes) {
    stream.next_in = filtered, stream.avail_in = (uInt)count;
    stream.next_out = result->bytes + head, stream.avail_out = (uInt)room;
    int status = deflate(&stream, is_last ? Z_FINISH : Z_FULL_FLUSH);
    // A flush that fills the output may be incomplete.
    is_whole = stream.avail_in == 0 && (is_last ? status == Z_STREAM_END
                                                : status == Z_OK && stream.avail_out > 0);
    result->count = head + room - stream.avail_out;
    result->filtered_count = count;
    result->checksum = adler32_z(adler32(0, NULL, 0), filtered, count);
  }
  deflateEnd(&stream);  // a data error for a strip that another one continues
  return is_whole;
}

static void *work_on_strips(void *argument) {
  job *work = argument;
  uint8_t *filtered = malloc(work->rows_per_strip * (work->row_bytes + 1));
  if (!filtered) atomic_store(&work->has_failed, 1);
  while (!atomic_load(&work->has_failed)) {
    size_t index = atomic_fetch_add(&work->next, 1);
    if (index >= work->strip_count) break;
    size_t first = index * work->rows_per_strip;
    size_t end =
        first + work->rows_per_strip < work->height ? first + work->rows_per_strip : work->height;
    filter_rows(filtered, work, first, end);
    if (!deflate_strip(&work->strips[index], filtered, (end - first) * (work->row_bytes + 1),
                       index == 0, index + 1 == work->strip_count))
      atomic_store(&work->has_failed, 1);
  }
  free(filtered);
  return NULL;
}

static void run(job *work) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  size_t wanted = processors < 1 ? 1 : (size_t)processors;
  if (wanted > work->strip_count) wanted = work->strip_count;
  if (wanted > most_threads) wanted = most_threads;
  pthread_t threads[most_threads];
  size_t started = 0;
  while (started + 1 < wanted && pthread_create(&threads[started], NULL, work_on_strips, work) == 0)
    started++;
  work_on_strips(work);
  for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
}

static uint8_t *put_long(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)(value >> 24), at[1] = (uint8_t)(value >> 16);
  at[2] = (uint8_t)(value >> 8), at[3] = (uint8_t)value;
  return at + 4;
}

static uint8_t *put_chunk(uint8_t *at, const char *type, const uint8_t *bytes, size_t count) {
  at = put_long(at, (uint32_t)count);
  uint8_t *checked = at;
  memcpy(at, type, 4);
  if (count > 0) memcpy(at + 4, bytes, count);
  at += 4 + count;
  return put_long(at, png_crc(checked, count + 4));
}

// Writes the zlib header into the first strip and the checksum after the last.
static void close_stream(job *work) {
  strip *first = &work->strips[0], *last = &work->strips[work->strip_count - 1];
  first->bytes[0] = 0x78, first->bytes[1] = 0x01;
  uLong checksum = first->checksum;
  for (size_t i = 1; i < work->strip_count; i++)
    checksum = adler32_combine(checksum, work->strips[i].checksum,
                               (z_off_t)work->strips[i].filtered_count);
  put_long(last->bytes + last->count, (uint32_t)checksum);
  last->count += tail_bytes;
}

static uint8_t *assemble(size_t *count, const job *work, size_t width, const png_chunk *chunks,
                         size_t chunk_count) {
  static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  enum { chunk_overhead = 12 };
  size_t total = sizeof signature + chunk_overhead + 13 + chunk_overhead;
  for (size_t i = 0; i < chunk_count; i++) total += chunk_overhead + chunks[i].count;
  for (size_t i = 0; i < work->strip_count; i++) total += chunk_overhead + work->strips[i].count;
  uint8_t *file = malloc(total);
  if (!file) return NULL;
  uint8_t header[13] = {0};
  put_long(put_long(header, (uint32_t)width), (uint32_t)work->height);
  header[8] = 8, header[9] = work->channels == 4 ? 6 : 2;
  memcpy(file, signature, sizeof signature);
  uint8_t *at = put_chunk(file + sizeof signature, "IHDR", header, sizeof header);
  for (size_t i = 0; i < chunk_count; i++)
    at = put_chunk(at, chunks[i].type, chunks[i].bytes, chunks[i].count);
  for (size_t i = 0; i < work->strip_count; i++)
    at = put_chunk(at, "IDAT", work->strips[i].bytes, work->strips[i].count);
  put_chunk(at, "IEND", NULL, 0);
  *count = total;
  return file;
}

codec_outcome png_encode(uint8_t **file, size_t *file_count, const uint8_t *pixels, size_t width,
                         size_t height, size_t channels, const png_chunk *chunks,
                         size_t chunk_count) {
  size_t row_bytes = width * channels;
  size_t rows = strip_bytes / (row_bytes + 1);
  if (rows < 1) rows = 1;
  if (rows * (row_bytes + 1) > 1u << 30) return codec_unsupported;
  job work = {.pixels = pixels, .height = height, .row_bytes = row_bytes, .channels = channels};
  work.rows_per_strip = rows;
  work.strip_count = (height + rows - 1) / rows;
  work.strips = calloc(work.strip_count, sizeof(strip));
  if (!work.strips) return codec_no_memory;
  run(&work);
  if (!atomic_load(&work.has_failed)) {
    close_stream(&work);
    *file = assemble(file_count, &work, width, chunks, chunk_count);
  } else {
    *file = NULL;
  }
  for (size_t i = 0; i < work.strip_count; i++) free(work.strips[i].bytes);
  free(work.strips);
  return *file ? codec_done : codec_no_memory;
}

uint32_t png_crc(const uint8_t *bytes, size_t count) {
  return (uint32_t)crc32_z(crc32(0, NULL, 0), bytes, count);
}
