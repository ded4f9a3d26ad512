// Tables of the float32 operators and their gradients, and which of them the CPU supports.
// Narrow types: narrow/narrow_scalar.c.

#include "CKernels.h"
#include "backward/backward_scalar.h"
#include "scalar/scalar.h"

static const ck_kernels scalar_kernels = {
    .name = "scalar",
    .lanes = 1,
    .panel_vectors = 1,
    .fuses = false,
#define CK_KERNEL(name) .name = ck_scalar_##name,
    CK_KERNELS(CK_KERNEL)
#undef CK_KERNEL
};

#define CK_ENTRY(name) .name = ck_scalar_##name,
static const ck_backward_kernels scalar_gradients = {CK_BACKWARD_KERNELS(CK_ENTRY)};
#undef CK_ENTRY

extern const ck_kernels ck_table_portable;
extern const ck_backward_kernels ck_backward_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_table_avx2, ck_table_avx512;
extern const ck_backward_kernels ck_backward_avx2, ck_backward_avx512;
#endif

static const struct {
  const ck_kernels *kernels;
  const ck_backward_kernels *gradients;
} tables[4] = {
    [ck_isa_scalar] = {&scalar_kernels, &scalar_gradients},
    [ck_isa_portable] = {&ck_table_portable, &ck_backward_portable},
#if defined(__x86_64__)
    [ck_isa_avx2] = {&ck_table_avx2, &ck_backward_avx2},
    [ck_isa_avx512] = {&ck_table_avx512, &ck_backward_avx512},
#endif
};

const ck_kernels *ck_table(ck_isa isa) {
  return isa <= ck_isa_avx512 ? tables[isa].kernels : NULL;
}

const ck_backward_kernels *ck_backward_table(ck_isa isa) {
  return isa <= ck_isa_avx512 ? tables[isa].gradients : NULL;
}

bool ck_supports(ck_isa isa) {
#if defined(__x86_64__)
  if (isa == ck_isa_avx2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (isa == ck_isa_avx512) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  }
#endif
  return ck_table(isa) != NULL;
}
