#pragma once

#define _GNU_SOURCE 1

#define H5_USE_110_API 1
#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Exit codes, as in BSD's sysexits.h.
enum { EXIT_REFUSED = 65, EXIT_OUTPUT = 74 };

/// One numeric dataset.
typedef struct {
  char *path;
  /// Name of the element type in safetensors: F32, I64.
  const char *type;
  /// Element type that it is read as.
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

/// The datasets and attributes to write.
typedef struct {
  dataset *datasets;
  size_t count, capacity;
  attribute attributes[4];
  size_t attribute_count;
  uint64_t bytes, byte_limit;
} inventory;

/// Sets resource limits that depend on the size of the input file, in bytes.
void limit_resources(uint64_t file_size, uint64_t output_limit);
/// Blocks system calls that open files, start programs or use a network.
void enter_sandbox(void);
/// Lists every numeric dataset and the attributes that describe the model.
void take_inventory(hid_t file, inventory *found);
/// Writes `found` as safetensors to standard output.
void write_safetensors(hid_t file, const inventory *found);
/// Prints why the file is refused and exits with EXIT_REFUSED.
_Noreturn void refuse(const char *why, const char *name);
