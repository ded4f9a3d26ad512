// Reads an HDF5 file from standard input and writes its datasets as safetensors to standard output.
// README.md says why this is a separate program.

#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

_Noreturn void refuse(const char *why, const char *name) {
  if (name != NULL) {
    fprintf(stderr, "'%.200s' %s\n", name, why);
  } else {
    fprintf(stderr, "%s\n", why);
  }
  // No exit handlers: libhdf5's clean-up would read the broken structures again.
  _exit(EXIT_REFUSED);
}

/// Opens the bytes of standard input, which may have no path.
static hid_t open_image(uint64_t size) {
  void *bytes = size == 0 ? MAP_FAILED : mmap(NULL, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (bytes == MAP_FAILED) refuse("it can't be mapped", NULL);
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_core(access, 1 << 20, 0);
  if (H5Pset_file_image(access, bytes, size) < 0) refuse("it does not fit into memory", NULL);
  munmap(bytes, size);
  hid_t file = H5Fopen("standard input", H5F_ACC_RDONLY, access);
  if (file < 0) refuse("its structure is broken, libhdf5 can't open it", NULL);
  H5Pclose(access);
  return file;
}

int main(int count, char **arguments) {
  (void)arguments;
  struct stat status;
  if (count != 1 || fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode) ||
      isatty(STDOUT_FILENO)) {
    fprintf(stderr, "usage: effscope-hdf5 < WEIGHTS.h5 > WEIGHTS.safetensors\n");
    return 64;
  }
  uint64_t size = (uint64_t)status.st_size;
  // As the budget of every other reader (ReadingBudget.swift): 64 MiB and 16 times the file.
  inventory found = {.byte_limit = (64ull << 20) + 16 * size};
  limit_resources(size, found.byte_limit);

  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state(0);
  hid_t file = open_image(size);
  enter_sandbox();
  take_inventory(file, &found);
  write_safetensors(file, &found);
  _exit(0);
}
