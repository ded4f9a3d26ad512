// Redirection of file descriptors.
#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int terminal_memory_file(void) { return memfd_create("frame", MFD_CLOEXEC); }

int terminal_redirect(int descriptor, int target) {
  int result;
  while ((result = dup3(target, descriptor, O_CLOEXEC)) < 0 && (errno == EINTR || errno == EBUSY)) {
  }
  return result < 0 ? -1 : 0;
}
