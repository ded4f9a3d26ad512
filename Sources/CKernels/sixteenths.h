// Table of 2^(j/16) for the AVX-512 exponentials.

#ifndef CKERNELS_SIXTEENTHS_H
#define CKERNELS_SIXTEENTHS_H

#include <stdint.h>

// Bits of 2^(j/16) minus j·2^19: adding (16 n + j)·2^19 gives the bits of 2^n · 2^(j/16).
static const uint32_t sixteenths[16] __attribute__((aligned(64))) = {
    0x3f800000, 0x3f7daac3, 0x3f7b95c2, 0x3f79c3d3, 0x3f7837f0, 0x3f76f532, 0x3f75fed7, 0x3f75583f,
    0x3f7504f3, 0x3f7508a4, 0x3f75672a, 0x3f76248c, 0x3f7744fd, 0x3f78ccdf, 0x3f7ac0c7, 0x3f7d257d};

#endif
