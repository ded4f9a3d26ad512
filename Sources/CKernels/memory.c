// Memory for weights and activations.

#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "CKernels.h"

enum { huge_page = 2 << 20 };

void *ck_allocate(size_t bytes) {
  if (bytes == 0) bytes = 64;
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
#ifdef MADV_HUGEPAGE
  if (bytes >= huge_page) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

void ck_deallocate(void *memory, size_t bytes) {
  if (memory) munmap(memory, bytes == 0 ? 64 : bytes);
}
