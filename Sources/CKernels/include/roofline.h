// What this machine can do at best: the rate of multiply-adds held in registers, and of bytes moved.

#ifndef CKERNELS_ROOFLINE_H
#define CKERNELS_ROOFLINE_H

#include "CKernels.h"

// Floating-point operations a second, two for each multiply-add, that `threads` threads reach with the
// f32 instructions of `isa` on registers alone: the best of several rounds, about 20 ms. 0 without memory.
double ck_peak_rate(ck_isa isa, int threads);

// Bytes a second that `threads` threads move over `bytes` of memory in all, two read for each one
// written: the best of several rounds, about 40 ms. 0 without memory.
double ck_bandwidth(int threads, size_t bytes);

#endif
