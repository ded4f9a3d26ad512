// AVX-512 in float32.

#if defined(__x86_64__)

#include "../vector_headers.h"

#pragma clang attribute push(                                                      \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)

#include "../lanes_avx512.h"

#define EXPONENTIAL "f32_exponential_avx512.inc"

#define TABLE_NAME "avx512"
#define TABLE ck_table_avx512
#define BACKWARD_TABLE ck_backward_avx512
#include "f32_table.inc"

#pragma clang attribute pop

#endif
