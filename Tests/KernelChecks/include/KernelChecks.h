// Every fast kernel against the scalar oracle, over lengths around its tile sizes.
//
// In C, so that the same checks run in the Swift tests and, alone, under the sanitisers
// (Scripts/sanitize.sh). The list of kernels is the engine's own CK_KERNELS: a kernel that is added there
// and has no check here does not compile.

#ifndef KERNEL_CHECKS_H
#define KERNEL_CHECKS_H

#include <stddef.h>

#include "CKernels.h"

// Kernels in the engine's list.
int kc_kernel_count(void);
// The name of a kernel, as in CK_KERNELS.
const char *kc_kernel_name(int kernel);

// Whether three shares are run by three threads, so that a thread sanitiser sees who writes what.
extern bool kc_uses_threads;

// Compares one kernel of an instruction set with the scalar one, whole and in 2, 3 and 7 shares. Returns
// how many comparisons were made; the first that fails is described in `failure` (empty otherwise).
int kc_check(ck_isa isa, int kernel, char *failure, size_t size);

// Runs programs of many small steps on pools of 1 to 7 threads, again and again with pauses that let the
// threads fall asleep; the same report.
int kc_check_pool(char *failure, size_t size);

#endif
