// Sizes of the scratch memory of one part, in floats; the scalar operators need none.

#include "CKernels.h"
#include "scratch.h"

size_t ck_convolution_scratch(const ck_kernels *kernels, const ck_convolution_args *arguments) {
  return kernels->lanes == 1 ? 0 : convolution_scratch(arguments);
}
size_t ck_depthwise_scratch(const ck_kernels *kernels, const ck_depthwise_args *arguments) {
  return kernels->lanes == 1 ? 0 : depthwise_scratch(kernels->lanes, arguments);
}
size_t ck_expand_depthwise_scratch(const ck_kernels *kernels,
                                   const ck_expand_depthwise_args *arguments) {
  return kernels->lanes == 1 ? 0 : expand_depthwise_scratch(kernels->lanes, arguments);
}
size_t ck_depthwise_gradient_scratch(const ck_kernels *kernels,
                                     const ck_depthwise_gradient_args *arguments) {
  return kernels->lanes == 1 ? 0 : depthwise_gradient_scratch(kernels->lanes, arguments);
}
size_t ck_expand_depthwise_gradient_scratch(const ck_kernels *kernels,
                                            const ck_expand_depthwise_gradient_args *arguments) {
  return kernels->lanes == 1 ? 0 : ck_gradient_layout_of(arguments, kernels->lanes).floats;
}
