// Lane vocabulary of AVX2 and AVX-512, except for partial vectors.
//
// Requires immintrin.h, a `clang attribute push` with the target around it, LANES, the type `lanes`,
// and three macros: X86(name), an intrinsic of this vector width; INTEGERS(x) and FLOATS(x), which
// reinterpret the bits of a vector.

static inline lanes load(const float *p) { return X86(loadu_ps)(p); }
static inline void store(float *p, lanes x) { X86(storeu_ps)(p, x); }
static inline lanes splat(float x) { return X86(set1_ps)(x); }
static inline lanes fma_lanes(lanes a, lanes b, lanes c) { return X86(fmadd_ps)(a, b, c); }
static inline lanes fma_minus(lanes a, lanes b, lanes c) { return X86(fmsub_ps)(a, b, c); }
static inline lanes add(lanes a, lanes b) { return X86(add_ps)(a, b); }
static inline lanes sub(lanes a, lanes b) { return X86(sub_ps)(a, b); }
static inline lanes mul(lanes a, lanes b) { return X86(mul_ps)(a, b); }
static inline lanes divide(lanes a, lanes b) { return X86(div_ps)(a, b); }
// If either operand is NaN, the result is b.
static inline lanes min_lanes(lanes a, lanes b) { return X86(min_ps)(a, b); }
static inline lanes max_lanes(lanes a, lanes b) { return X86(max_ps)(a, b); }

// x · 2^n; the low mantissa bits of `shifted` are n in units of 2^(shift − 23).
static inline lanes times_power_of_two(lanes x, lanes shifted, const int shift) {
  return FLOATS(X86(add_epi32)(INTEGERS(x), X86(slli_epi32)(INTEGERS(shifted), shift)));
}
