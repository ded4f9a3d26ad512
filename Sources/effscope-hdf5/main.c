// Reads an HDF5 file from standard input and writes its datasets as safetensors to standard output.
// See README.md for why this is a program of its own.

#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

_Noreturn void refuse(const char *why, const char *name) {
  if (name != NULL) {
    fprintf(stderr, "'%.200s' %s\n", name, why);
  } else {
    fprintf(stderr, "%s\n", why);
  }
  // libhdf5's own clean-up would walk the structures that were just found broken.
  _exit(EXIT_REFUSED);
}

int main(int count, char **arguments) {
  (void)arguments;
  struct stat status;
  if (count != 1 || fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode) || isatty(STDOUT_FILENO)) {
    fprintf(stderr, "usage: effscope-hdf5 < WEIGHTS.h5 > WEIGHTS.safetensors\n");
    return 64;
  }
  uint64_t size = (uint64_t)status.st_size;
  inventory found = {.byte_limit = (64ull << 20) + 32 * size};
  limit_resources(size, found.byte_limit);

  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state(0);
  hid_t file = H5Fopen("/proc/self/fd/0", H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0) refuse("its structure is broken, libhdf5 can't open it", NULL);
  enter_sandbox();
  take_inventory(file, &found);
  write_safetensors(file, &found);
  _exit(0);
}
