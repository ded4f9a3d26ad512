// Where the loader searches for shared libraries, which are opened late: libheif with the first HEIC.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <sys/auxv.h>

#include "CConfinement.h"

void confinement_each_library_folder(void (*body)(const char *path, void *context), void *context) {
  void *program = dlopen(NULL, RTLD_LAZY | RTLD_NOLOAD);
  Dl_serinfo asked;
  if (program == NULL || dlinfo(program, RTLD_DI_SERINFOSIZE, &asked) != 0) return;
  // A few dozen folders at most; longer lists are left to the defaults.
  _Alignas(Dl_serinfo) char memory[16384];
  Dl_serinfo *found = (Dl_serinfo *)memory;
  if (asked.dls_size > sizeof memory) return;
  found->dls_size = asked.dls_size;
  found->dls_cnt = asked.dls_cnt;
  if (dlinfo(program, RTLD_DI_SERINFO, found) != 0) return;
  for (unsigned i = 0; i < found->dls_cnt; i++) body(found->dls_serpath[i].dls_name, context);
}

const char *confinement_loader(void) {
  const ElfW(Phdr) *headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
  size_t count = getauxval(AT_PHNUM);
  uintptr_t base = 0;
  for (size_t i = 0; headers && i < count; i++)
    if (headers[i].p_type == PT_PHDR) base = (uintptr_t)headers - headers[i].p_vaddr;
  for (size_t i = 0; headers && i < count; i++)
    if (headers[i].p_type == PT_INTERP) return (const char *)(base + headers[i].p_vaddr);
  return NULL;
}
