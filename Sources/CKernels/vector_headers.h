// What the vector kernels of every instruction set include first.

#ifndef CKERNELS_VECTOR_HEADERS_H
#define CKERNELS_VECTOR_HEADERS_H

#include <math.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "CKernels.h"
#include "backward/backward_scalar.h"
#include "fetch.h"
#include "panels.h"
#include "part_range.h"
#include "scalar/scalar.h"
#include "scratch.h"
#include "window_part.h"

#endif
