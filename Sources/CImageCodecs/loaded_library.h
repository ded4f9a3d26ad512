// Functions of a system library that is loaded when the first file of its kind is read: a start
// without such a file pays nothing, and a program without the library refuses such a file by name.
#ifndef LOADED_LIBRARY_H
#define LOADED_LIBRARY_H

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "CImageCodecs.h"

#define LOADED_DECLARE(name) static __typeof__(&name) p_##name;
#define LOADED_LOOK_UP(name) \
  if (library && !(p_##name = (__typeof__(p_##name))dlsym(library, #name))) library = NULL;

// Declares a pointer `p_NAME` to each function that FUNCTIONS lists and `loads(report)`, which is 0,
// with the reason in the report, if the library or one of them is missing.
#define LOADED_LIBRARY(FUNCTIONS, file, package)                                     \
  FUNCTIONS(LOADED_DECLARE)                                                          \
  static void *library;                                                              \
  static pthread_once_t loading = PTHREAD_ONCE_INIT;                                 \
  static void load(void) {                                                           \
    library = dlopen(file, RTLD_NOW | RTLD_LOCAL);                                   \
    FUNCTIONS(LOADED_LOOK_UP)                                                        \
  }                                                                                  \
  static int loads(codec_report *report) {                                           \
    pthread_once(&loading, load);                                                    \
    if (library) return 1;                                                           \
    report->outcome = codec_unsupported;                                             \
    strncpy(report->message, "the library " package " is not installed",             \
            sizeof report->message - 1);                                             \
    return 0;                                                                        \
  }

#endif
