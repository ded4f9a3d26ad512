// Lists the datasets of the file. H5Ovisit follows no soft or external links and visits an object
// with several paths once. Every dataset must be stored in this file.

#include "reader.h"

#include <stdlib.h>
#include <string.h>

enum { DATASET_LIMIT = 1 << 16, PATH_LIMIT = 1 << 10, TEXT_LIMIT = 16 << 20 };

/// Deflate compresses at most by this factor.
static const uint64_t largest_ratio = 1032;

/// Sets the type that numbers are read as; returns its safetensors name, or null if not supported.
static const char *element_type(hid_t stored, hid_t *memory_type) {
  size_t size = H5Tget_size(stored);
  switch (H5Tget_class(stored)) {
    case H5T_INTEGER:
      *memory_type = H5Tcopy(H5T_STD_I64LE);
      return "I64";
    case H5T_FLOAT:
      if (size == 8) {
        *memory_type = H5Tcopy(H5T_IEEE_F64LE);
        return "F64";
      }
      if (size == 4) {
        *memory_type = H5Tcopy(H5T_IEEE_F32LE);
        return "F32";
      }
      // Two bytes with 5 (F16) or 8 (BF16) exponent bits are read unchanged.
      if (size == 2 && H5Tget_order(stored) == H5T_ORDER_LE) {
        size_t sign, exponent, exponent_bits, fraction, fraction_bits;
        if (H5Tget_fields(stored, &sign, &exponent, &exponent_bits, &fraction, &fraction_bits) < 0)
          return NULL;
        if (exponent_bits != 5 && exponent_bits != 8) return NULL;
        *memory_type = H5Tcopy(stored);
        return exponent_bits == 5 ? "F16" : "BF16";
      }
      return NULL;
    default: return NULL;
  }
}

static void check_storage(hid_t object, const char *path) {
  hid_t creation = H5Dget_create_plist(object);
  if (creation < 0) refuse("has no readable properties", path);
  if (H5Pget_layout(creation) == H5D_VIRTUAL || H5Pget_external_count(creation) > 0) {
    refuse("stores its numbers in another file, which is not supported", path);
  }
  H5Pclose(creation);
}

/// Sets shape and size; refuses a size that the stored bytes can't decompress to.
static void measure(hid_t object, dataset *new) {
  hid_t space = H5Dget_space(object);
  if (space < 0) refuse("has no readable shape", new->path);
  new->rank = H5Sget_simple_extent_ndims(space);
  if (new->rank < 0 || new->rank > 8) refuse("has more than 8 axes", new->path);
  H5Sget_simple_extent_dims(space, new->extents, NULL);
  if (H5Sget_simple_extent_type(space) == H5S_NULL) refuse("has no numbers", new->path);
  H5Sclose(space);
  new->bytes = H5Tget_size(new->memory_type);
  for (int axis = 0; axis < new->rank; axis += 1) {
    if (__builtin_mul_overflow(new->bytes, (uint64_t)new->extents[axis], &new->bytes)) {
      refuse("has a shape that overflows", new->path);
    }
  }
  uint64_t stored = H5Dget_storage_size(object);
  if (new->bytes / largest_ratio > stored + 64) {
    refuse("declares more numbers than its stored bytes can contain", new->path);
  }
}

static herr_t visit(hid_t root, const char *path, const H5O_info_t *info, void *context) {
  inventory *found = context;
  if (info->type != H5O_TYPE_DATASET) return 0;
  // Optimizer state is not part of the network.
  if (strncmp(path, "optimizer", 9) == 0) return 0;
  hid_t object = H5Dopen2(root, path, H5P_DEFAULT);
  if (object < 0) refuse("can't be opened", path);
  hid_t stored = H5Dget_type(object);
  dataset new = {0};
  new.type = stored < 0 ? NULL : element_type(stored, &new.memory_type);
  if (new.type != NULL) {
    if (strlen(path) > PATH_LIMIT) refuse("has a name longer than 1024 bytes", path);
    new.path = strdup(path);
    check_storage(object, path);
    measure(object, &new);
    found->bytes += new.bytes;
    if (new.bytes > found->byte_limit || found->bytes > found->byte_limit) {
      refuse("decompresses to more than 64 MiB and 16 times the file", path);
    }
    if (found->count == DATASET_LIMIT) refuse("is beyond the limit of 65536 datasets", path);
    if (found->count == found->capacity) {
      found->capacity = found->capacity == 0 ? 256 : 2 * found->capacity;
      found->datasets = realloc(found->datasets, found->capacity * sizeof new);
      if (found->datasets == NULL) refuse("needs more memory than the file's size allows", path);
    }
    found->datasets[found->count++] = new;
  }
  if (stored >= 0) H5Tclose(stored);
  H5Dclose(object);
  return 0;
}

/// Reads one text attribute of `object`, if it exists; refuses one that is no such text.
static void note(hid_t object, const char *name, inventory *found) {
  if (found->attribute_count == 4 || H5Aexists(object, name) <= 0) return;
  hid_t handle = H5Aopen(object, name, H5P_DEFAULT);
  if (handle < 0) refuse("can't be opened", name);
  hid_t type = H5Aget_type(handle);
  hid_t space = H5Aget_space(handle);
  char *text = NULL;
  if (type >= 0 && space >= 0 && H5Tget_class(type) == H5T_STRING &&
      H5Sget_simple_extent_npoints(space) == 1) {
    size_t size = H5Tget_size(type);
    if (H5Tis_variable_str(type) > 0) {
      if (H5Aread(handle, type, &text) < 0) text = NULL;
    } else if (size > 0 && size < TEXT_LIMIT && (text = calloc(size + 1, 1)) != NULL) {
      if (H5Aread(handle, type, text) < 0) text = NULL;
    }
  }
  if (text == NULL || strlen(text) >= TEXT_LIMIT) {
    refuse("is no text of less than 16 MiB", name);
  }
  found->attributes[found->attribute_count++] = (attribute){name, text};
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  H5Aclose(handle);
}

void take_inventory(hid_t file, inventory *found) {
  note(file, "model_config", found);
  note(file, "training_config", found);
  note(file, "keras_version", found);
  note(file, "backend", found);
  if (H5Ovisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, visit, found) < 0) {
    refuse("its structure is broken, libhdf5 can't list its datasets", NULL);
  }
}
