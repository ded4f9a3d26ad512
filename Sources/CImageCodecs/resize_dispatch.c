// Chooses the resize table by the processor's features.
#include "CImageCodecs.h"

const resize_kernels *resize_kernels_detected(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return &resize_kernels_avx2;
#endif
  return &resize_kernels_scalar;
}
