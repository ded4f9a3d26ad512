// Tables of the float32 operators, and which of them the CPU supports.
// Narrow types: narrow/narrow_scalar.c. Gradients: backward/backward_tables.c.

#include "CKernels.h"
#include "scalar/scalar.h"

static const ck_kernels scalar_table = {
    .name = "scalar",
    .lanes = 1,
    .panel_vectors = 1,
    .fuses = false,
#define CK_KERNEL(name) .name = ck_scalar_##name,
    CK_KERNELS(CK_KERNEL)
#undef CK_KERNEL
};

extern const ck_kernels ck_table_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_table_avx2, ck_table_avx512;
#endif

const ck_kernels *ck_table(ck_isa isa) {
  switch (isa) {
  case ck_isa_scalar: return &scalar_table;
  case ck_isa_portable: return &ck_table_portable;
#if defined(__x86_64__)
  case ck_isa_avx2: return &ck_table_avx2;
  case ck_isa_avx512: return &ck_table_avx512;
#else
  case ck_isa_avx2:
  case ck_isa_avx512: return NULL;
#endif
  }
  return NULL;
}

bool ck_supports(ck_isa isa) {
  switch (isa) {
  case ck_isa_scalar:
  case ck_isa_portable: return true;
#if defined(__x86_64__)
  case ck_isa_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  case ck_isa_avx512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
#else
  case ck_isa_avx2:
  case ck_isa_avx512: return false;
#endif
  }
  return false;
}
