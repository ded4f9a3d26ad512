// Decodes JPEG to 8-bit RGB as Pillow does: accurate integer DCT, smooth ("fancy") chroma
// upsampling; CMYK is taken as inverted (Adobe) and converted without a colour profile.
//
// For a truncated or damaged file libjpeg fills missing pixels with grey and only warns. Here the
// warnings that mean missing pixels are errors.
#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "CImageCodecs.h"

// Each scan of a progressive file goes over the whole picture, however few bytes it has; encoders
// make about ten. A small picture may have `most_scans`, a large one as many as `most_work` pixels
// allow, but `least_scans`.
enum { most_scans = 500, least_scans = 30 };
static const double most_work = 2e9;

typedef struct {
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  const uint8_t *bytes;
  size_t count;
  int is_exhausted;
  codec_report report;
} jpeg_reader;

static jpeg_reader *reader_of(j_common_ptr cinfo) { return cinfo->client_data; }

// Keeps the first outcome and its message.
static void record(jpeg_reader *reader, j_common_ptr cinfo, codec_outcome outcome) {
  if (reader->report.outcome != codec_done) return;
  char message[JMSG_LENGTH_MAX] = "";
  (*cinfo->err->format_message)(cinfo, message);
  strncpy(reader->report.message, message, sizeof reader->report.message - 1);
  reader->report.outcome = reader->is_exhausted ? codec_truncated : outcome;
  reader->report.consumed =
      reader->count - (reader->is_exhausted ? 0 : reader->source.bytes_in_buffer);
}

static codec_outcome outcome_of_error(int code) {
  switch (code) {
    case JERR_OUT_OF_MEMORY:
      return codec_no_memory;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_COMPONENT_COUNT:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_ARITH_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
      return codec_unsupported;
    default:
      return codec_damaged;
  }
}

static void leave(j_common_ptr cinfo) {
  jpeg_reader *reader = reader_of(cinfo);
  record(reader, cinfo, outcome_of_error(cinfo->err->msg_code));
  longjmp(reader->escape, 1);
}

// libjpeg's warnings have a negative level.
static void handle_warning(j_common_ptr cinfo, int level) {
  if (level >= 0) return;
  switch (cinfo->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
      leave(cinfo);
  }
}

static void keep_silent(j_common_ptr cinfo) { (void)cinfo; }

static void watch_scans(j_common_ptr cinfo) {
  jpeg_reader *reader = reader_of(cinfo);
  double pixels = (double)reader->report.width * (double)reader->report.height;
  double affordable = most_work / (pixels < 1 ? 1 : pixels);
  int limit = affordable >= most_scans    ? most_scans
              : affordable <= least_scans ? least_scans
                                          : (int)affordable;
  if (((j_decompress_ptr)cinfo)->input_scan_number <= limit) return;
  reader->report.outcome = codec_costly;
  snprintf(reader->report.message, sizeof reader->report.message, "more than %d scans", limit);
  longjmp(reader->escape, 1);
}

static void do_nothing(j_decompress_ptr cinfo) { (void)cinfo; }

// Called when libjpeg needs more bytes: gives an end marker.
static boolean end_of_bytes(j_decompress_ptr cinfo) {
  static const JOCTET end_of_image[2] = {0xFF, JPEG_EOI};
  reader_of((j_common_ptr)cinfo)->is_exhausted = 1;
  cinfo->src->next_input_byte = end_of_image;
  cinfo->src->bytes_in_buffer = sizeof end_of_image;
  return TRUE;
}

static void skip_bytes(j_decompress_ptr cinfo, long length) {
  if (length <= 0) return;
  if ((size_t)length > cinfo->src->bytes_in_buffer) {
    end_of_bytes(cinfo);
    return;
  }
  cinfo->src->next_input_byte += length;
  cinfo->src->bytes_in_buffer -= (size_t)length;
}

static void prepare(struct jpeg_decompress_struct *cinfo, jpeg_reader *reader) {
  cinfo->err = jpeg_std_error(&reader->errors);
  reader->errors.error_exit = leave;
  reader->errors.emit_message = handle_warning;
  reader->errors.output_message = keep_silent;
  cinfo->client_data = reader;
}

static void start(struct jpeg_decompress_struct *cinfo, jpeg_reader *reader) {
  jpeg_create_decompress(cinfo);
  cinfo->client_data = reader;
  reader->source.next_input_byte = reader->bytes;
  reader->source.bytes_in_buffer = reader->count;
  reader->source.init_source = do_nothing;
  reader->source.fill_input_buffer = end_of_bytes;
  reader->source.skip_input_data = skip_bytes;
  reader->source.resync_to_restart = jpeg_resync_to_restart;
  reader->source.term_source = do_nothing;
  cinfo->src = &reader->source;
  reader->progress.progress_monitor = watch_scans;
  cinfo->progress = &reader->progress;
  jpeg_read_header(cinfo, TRUE);
  reader->report.width = cinfo->image_width;
  reader->report.height = cinfo->image_height;
  if (cinfo->num_components != 1 && cinfo->num_components != 3 && cinfo->num_components != 4) {
    reader->report.outcome = codec_unsupported;
    snprintf(reader->report.message, sizeof reader->report.message, "%d components",
             cinfo->num_components);
    longjmp(reader->escape, 1);
  }
}

codec_report jpeg_size(const uint8_t *bytes, size_t count) {
  jpeg_reader reader = {.bytes = bytes, .count = count};
  struct jpeg_decompress_struct cinfo = {0};
  prepare(&cinfo, &reader);
  if (setjmp(reader.escape) == 0) start(&cinfo, &reader);
  if (cinfo.mem) jpeg_destroy_decompress(&cinfo);
  return reader.report;
}

// a × b ÷ 255 of two bytes, rounded.
static uint8_t product(unsigned a, unsigned b) {
  unsigned t = a * b + 128;
  return (uint8_t)(((t >> 8) + t) >> 8);
}

// Converts a row of inverted CMYK to RGB.
static void reduce_cmyk(uint8_t *rgb, const uint8_t *cmyk, size_t width) {
  for (size_t i = 0; i < width; i++) {
    unsigned light = cmyk[4 * i + 3];
    for (size_t c = 0; c < 3; c++)
      rgb[3 * i + c] = (uint8_t)(light - product(255u - cmyk[4 * i + c], light));
  }
}

static void read_rows(struct jpeg_decompress_struct *cinfo, uint8_t *rgb, size_t width) {
  uint8_t *line = NULL;
  if (cinfo->num_components == 4) {
    cinfo->out_color_space = JCS_CMYK;
    line = (uint8_t *)(*cinfo->mem->alloc_small)((j_common_ptr)cinfo, JPOOL_IMAGE, width * 4);
  } else {
    cinfo->out_color_space = JCS_RGB;
  }
  cinfo->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(cinfo);
  while (cinfo->output_scanline < cinfo->output_height) {
    uint8_t *row = rgb + (size_t)cinfo->output_scanline * width * 3;
    JSAMPROW target = line ? line : row;
    jpeg_read_scanlines(cinfo, &target, 1);
    if (line) reduce_cmyk(row, line, width);
  }
}

codec_report jpeg_pixels(uint8_t *rgb, size_t width, size_t height, const uint8_t *bytes,
                         size_t count) {
  jpeg_reader reader = {.bytes = bytes, .count = count};
  struct jpeg_decompress_struct cinfo = {0};
  prepare(&cinfo, &reader);
  if (setjmp(reader.escape) == 0) {
    start(&cinfo, &reader);
    if (cinfo.image_width != width || cinfo.image_height != height) {
      reader.report.outcome = codec_damaged;
    } else {
      read_rows(&cinfo, rgb, width);
      // Without an end marker a sequential file has all its pixels; a progressive one may lack
      // scans.
      if (reader.is_exhausted && cinfo.progressive_mode) {
        reader.report.outcome = codec_truncated;
        reader.report.consumed = count;
      }
    }
  }
  if (cinfo.mem) jpeg_destroy_decompress(&cinfo);
  return reader.report;
}
