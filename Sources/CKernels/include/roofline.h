// Measured limits of this machine: arithmetic rate and memory bandwidth.

#ifndef CKERNELS_ROOFLINE_H
#define CKERNELS_ROOFLINE_H

#include "CKernels.h"

// Floating-point operations per second (two for each multiply-add) of `threads` threads with the
// f32 instructions of `isa` on registers: the best of several rounds, about 20 ms. 0 if out of
// memory or if the machine does not support `isa`.
double ck_peak_rate(ck_isa isa, int threads);

// Bytes per second that `threads` threads move, two read for each one written, over `bytes` of
// memory in total: the best of several rounds, about 40 ms. 0 if out of memory.
double ck_bandwidth(int threads, size_t bytes);

#endif
