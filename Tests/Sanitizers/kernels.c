// The kernel checks as a program of their own, for Scripts/sanitize.sh: every instruction set, every kernel.

#include <stdio.h>

#include "KernelChecks.h"

int main(void) {
  int failures = 0, comparisons = 0;
  char failure[400];
  kc_uses_threads = true;
  for (ck_isa isa = ck_isa_scalar; isa <= ck_isa_avx512; isa++) {
    if (!ck_table(isa) || !ck_supports(isa)) continue;
    for (int kernel = 0; kernel < kc_kernel_count(); kernel++) {
      comparisons += kc_check(isa, kernel, failure, sizeof failure);
      if (failure[0]) {
        printf("%s %s: %s\n", ck_table(isa)->name, kc_kernel_name(kernel), failure);
        failures++;
      }
    }
  }
  comparisons += kc_check_pool(failure, sizeof failure);
  if (failure[0]) printf("pool: %s\n", failure), failures++;
  printf("%d comparisons, %d failures\n", comparisons, failures);
  return failures > 0;
}
