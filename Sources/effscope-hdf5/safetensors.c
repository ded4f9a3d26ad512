// safetensors: an 8-byte header length, a JSON header, then the tensors' bytes without gaps.

#include "reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Writes a JSON string; escapes quotes, backslashes and control characters.
static void quote(FILE *out, const char *text) {
  fputc('"', out);
  for (; *text != 0; text += 1) {
    unsigned char byte = (unsigned char)*text;
    if (byte == '"' || byte == '\\') {
      fprintf(out, "\\%c", byte);
    } else if (byte < ' ') {
      fprintf(out, "\\u%04x", byte);
    } else {
      fputc(byte, out);
    }
  }
  fputc('"', out);
}

static void write_header(FILE *out, const inventory *found) {
  fprintf(out, "{\"__metadata__\":{\"format\":\"hdf5\"");
  for (size_t index = 0; index < found->attribute_count; index += 1) {
    fprintf(out, ",\"%s\":", found->attributes[index].name);
    quote(out, found->attributes[index].text);
  }
  fprintf(out, "}");
  uint64_t start = 0;
  for (size_t index = 0; index < found->count; index += 1) {
    const dataset *one = &found->datasets[index];
    fputc(',', out);
    quote(out, one->path);
    fprintf(out, ":{\"dtype\":\"%s\",\"shape\":[", one->type);
    for (int axis = 0; axis < one->rank; axis += 1) {
      fprintf(out, axis == 0 ? "%" PRIu64 : ",%" PRIu64, (uint64_t)one->extents[axis]);
    }
    fprintf(out, "],\"data_offsets\":[%" PRIu64 ",%" PRIu64 "]}", start, start + one->bytes);
    start += one->bytes;
  }
  fprintf(out, "}");
}

static void put(const void *bytes, size_t count) {
  if (fwrite(bytes, 1, count, stdout) != count) {
    fprintf(stderr, "the tensors can't be written\n");
    _Exit(EXIT_OUTPUT);
  }
}

void write_safetensors(hid_t file, const inventory *found) {
  char *header = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&header, &length);
  if (out == NULL) refuse("needs more memory than its size allows", NULL);
  write_header(out, found);
  if (fclose(out) != 0 || header == NULL) refuse("needs more memory than its size allows", NULL);
  uint64_t prefix = length;
  put(&prefix, 8);
  put(header, length);
  for (size_t index = 0; index < found->count; index += 1) {
    const dataset *one = &found->datasets[index];
    if (one->bytes == 0) continue;
    void *numbers = malloc(one->bytes);
    if (numbers == NULL) refuse("needs more memory than the file's size allows", one->path);
    hid_t object = H5Dopen2(file, one->path, H5P_DEFAULT);
    if (object < 0 ||
        H5Dread(object, one->memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers) < 0) {
      refuse("can't be read", one->path);
    }
    H5Dclose(object);
    put(numbers, one->bytes);
    free(numbers);
  }
  if (fflush(stdout) != 0) put("", 1);
}
