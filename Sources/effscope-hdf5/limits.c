// Limits, enforced by the kernel, on what a malicious file can make libhdf5 do.

#include "reader.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static void bound(int resource, uint64_t amount) {
  struct rlimit limit = {.rlim_cur = amount, .rlim_max = amount};
  setrlimit(resource, &limit);
}

void limit_resources(uint64_t file_size, uint64_t output_limit) {
  // The libraries need about 100 MB of address space, the budget of a reader comes on top. Opening
  // holds the file three times; reading holds the file and one dataset.
  bound(RLIMIT_AS, (128ull << 20) + (64ull << 20) + 16 * file_size);
  bound(RLIMIT_CPU, 10 + file_size / (20ull << 20));
  bound(RLIMIT_FSIZE, output_limit + (64ull << 20));
  bound(RLIMIT_CORE, 0);
  bound(RLIMIT_NPROC, 0);
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define ALLOW(call) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

void enter_sandbox(void) {
#ifdef ARCHITECTURE
  // Allowed calls: reading, writing, memory, signals, exit. Architecture first: call numbers depend
  // on it.
  struct sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      ALLOW(SYS_read), ALLOW(SYS_pread64), ALLOW(SYS_readv), ALLOW(SYS_lseek),
      ALLOW(SYS_write), ALLOW(SYS_writev), ALLOW(SYS_close), ALLOW(SYS_fstat),
#ifdef SYS_newfstatat
      ALLOW(SYS_newfstatat),
#endif
      ALLOW(SYS_brk), ALLOW(SYS_mmap), ALLOW(SYS_munmap), ALLOW(SYS_mremap), ALLOW(SYS_madvise),
      ALLOW(SYS_mprotect), ALLOW(SYS_futex), ALLOW(SYS_clock_gettime), ALLOW(SYS_getpid),
      ALLOW(SYS_rt_sigaction), ALLOW(SYS_rt_sigprocmask), ALLOW(SYS_rt_sigreturn),
      ALLOW(SYS_exit), ALLOW(SYS_exit_group),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA)),
  };
  struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
    // Without seccomp only the resource limits apply.
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
  }
#endif
}
