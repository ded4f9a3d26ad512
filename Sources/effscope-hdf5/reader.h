#pragma once

#define _GNU_SOURCE 1

#define H5_USE_110_API 1
#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Exit codes, after BSD's sysexits.
enum { EXIT_REFUSED = 65, EXIT_OUTPUT = 74 };

/// One dataset of numbers.
typedef struct {
  char *path;
  /// Name of the element type in safetensors: F32, I64.
  const char *type;
  /// The element type it is read as; owned.
  hid_t memory_type;
  int rank;
  hsize_t extents[8];
  uint64_t bytes;
} dataset;

/// A text attribute of the file.
typedef struct {
  const char *name;
  char *text;
} attribute;

/// Everything that will be written.
typedef struct {
  dataset *datasets;
  size_t count, capacity;
  attribute attributes[4];
  size_t attribute_count;
  uint64_t bytes, byte_limit;
} inventory;

/// Bounds this process by the size of the file that it will read.
void limit_resources(uint64_t file_size, uint64_t output_limit);
/// Takes away every call that opens files, starts programs or reaches a network.
void enter_sandbox(void);
/// Finds every dataset of numbers and the attributes that say what they are.
void take_inventory(hid_t file, inventory *found);
/// Writes `found` as safetensors to standard output.
void write_safetensors(hid_t file, const inventory *found);
/// Says why the file is refused and ends.
_Noreturn void refuse(const char *why, const char *name);
