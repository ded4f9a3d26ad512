// The gradient tables of all instruction sets. f32/f32_<isa>.c defines those of the vector kernels.

#include "backward_scalar.h"

#define CK_ENTRY(name) .name = ck_scalar_##name,
static const ck_backward_kernels scalar_table = {CK_BACKWARD_KERNELS(CK_ENTRY)};
#undef CK_ENTRY

extern const ck_backward_kernels ck_backward_portable;
#if defined(__x86_64__)
extern const ck_backward_kernels ck_backward_avx2, ck_backward_avx512;
#endif

const ck_backward_kernels *ck_backward_table(ck_isa isa) {
  switch (isa) {
  case ck_isa_scalar: return &scalar_table;
  case ck_isa_portable: return &ck_backward_portable;
#if defined(__x86_64__)
  case ck_isa_avx2: return &ck_backward_avx2;
  case ck_isa_avx512: return &ck_backward_avx512;
#else
  case ck_isa_avx2:
  case ck_isa_avx512: return NULL;
#endif
  }
  return NULL;
}

void ck_transpose_filters(float *transposed, const float *weights, int outputs, int inputs,
                          int taps, int groups) {
  const int out_size = outputs / groups, in_size = inputs / groups;
  for (int g = 0; g < groups; g++) {
    for (int i = 0; i < in_size; i++) {
      float *row = transposed + (size_t)(g * in_size + i) * out_size * taps;
      for (int o = 0; o < out_size; o++) {
        const float *filter = weights + ((size_t)(g * out_size + o) * in_size + i) * taps;
        for (int t = 0; t < taps; t++) row[(size_t)o * taps + t] = filter[taps - 1 - t];
      }
    }
  }
}
