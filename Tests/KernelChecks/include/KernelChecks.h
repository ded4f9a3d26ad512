// Compares every fast kernel with the scalar one, over lengths around its tile sizes.
//
// The checks are in C, so that they run in the Swift tests and, alone, under the sanitisers
// (Scripts/sanitize.sh). They are generated from CK_KERNELS and CK_BACKWARD_KERNELS, so a kernel
// without a check does not compile.

#ifndef KERNEL_CHECKS_H
#define KERNEL_CHECKS_H

#include <stddef.h>

#include "CKernels.h"

// Number of kernels in both lists.
int kc_kernel_count(void);
// Name of a kernel in the lists.
const char *kc_kernel_name(int kernel);

// Whether three parts are run by three threads, so that a thread sanitiser detects data races.
extern bool kc_uses_threads;

// Compares one kernel of an instruction set with the scalar one, whole and in 2, 3 and 7 parts.
// Returns the number of comparisons; `failure` describes the first that fails, or is empty.
int kc_check(ck_isa isa, int kernel, char *failure, size_t size);

// Runs programs of small steps on pools of 2, 3 and 7 threads, with and without pauses in which the
// threads fall asleep, and compares with one thread. Same result as kc_check.
int kc_check_pool(char *failure, size_t size);

#endif
