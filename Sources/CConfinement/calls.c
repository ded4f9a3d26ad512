// seccomp: a filter of system calls for all threads of the process.
//
// The filter denies what no reader of files needs. It is no list of allowed calls: the system's
// libraries choose their calls anew with each release.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CConfinement.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW (1UL << 2)
#endif

// Calls that kernels after the build's headers may have; a number is the same everywhere.
enum { open_tree = 428, move_mount = 429, fsopen = 430, fsconfig = 431, fsmount = 432,
       fspick = 433, call_pidfd_getfd = 438, mount_setattr = 442, fchmodat2 = 452 };

#define DENY(call) JUMP((call), 0, 1), DENIED
#define JUMP(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define DENIED BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define ALLOWED BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

int confinement_has_filter(void) {
#ifdef ARCHITECTURE
  uint32_t action = SECCOMP_RET_ERRNO;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
  return 0;
#endif
}

#ifdef ARCHITECTURE
static int install(struct sock_filter *rules, size_t count) {
  struct sock_fprog program = {.len = (unsigned short)count, .filter = rules};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  // Without SPEC_ALLOW some kernels turn speculation off for the process, which slows the engine.
  unsigned long flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
  long outcome = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
  if (outcome < 0 && errno == EINVAL)
    outcome = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  return outcome == 0 ? 0 : outcome > 0 ? EBUSY : errno;
}
#endif

int confinement_limit_calls(int starts_programs) {
#ifdef ARCHITECTURE
  struct sock_filter rules[] = {
      LOAD(arch),
      JUMP(ARCHITECTURE, 1, 0), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
#ifdef __x86_64__
      // The calls of x32 have other numbers.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), DENIED,
#endif
      // Connections.
      DENY(SYS_socket), DENY(SYS_connect), DENY(SYS_bind), DENY(SYS_listen), DENY(SYS_accept),
      DENY(SYS_accept4),
      // Other processes and the kernel's own tools.
      DENY(SYS_ptrace), DENY(SYS_process_vm_readv), DENY(SYS_process_vm_writev),
      DENY(call_pidfd_getfd), DENY(SYS_kcmp), DENY(SYS_perf_event_open), DENY(SYS_bpf),
      DENY(SYS_userfaultfd), DENY(SYS_io_uring_setup), DENY(SYS_io_uring_enter),
      DENY(SYS_io_uring_register), DENY(SYS_add_key), DENY(SYS_request_key), DENY(SYS_keyctl),
      // The machine and its file systems.
      DENY(SYS_mount), DENY(SYS_umount2), DENY(SYS_pivot_root), DENY(SYS_chroot),
      DENY(SYS_unshare), DENY(SYS_setns), DENY(open_tree), DENY(move_mount), DENY(fsopen),
      DENY(fsconfig), DENY(fsmount), DENY(fspick), DENY(mount_setattr),
      DENY(SYS_open_by_handle_at), DENY(SYS_swapon), DENY(SYS_swapoff), DENY(SYS_reboot),
      DENY(SYS_init_module), DENY(SYS_finit_module), DENY(SYS_delete_module),
      DENY(SYS_kexec_load), DENY(SYS_sethostname), DENY(SYS_setdomainname),
      DENY(SYS_settimeofday), DENY(SYS_clock_settime), DENY(SYS_adjtimex), DENY(SYS_clock_adjtime),
      DENY(SYS_acct), DENY(SYS_quotactl), DENY(SYS_syslog), DENY(SYS_personality),
      // Modes, owners and attributes of files by their names, which Landlock leaves free.
#ifdef __x86_64__
      DENY(SYS_chmod), DENY(SYS_chown), DENY(SYS_lchown), DENY(SYS_iopl), DENY(SYS_ioperm),
#endif
      DENY(SYS_fchmodat), DENY(fchmodat2), DENY(SYS_fchownat), DENY(SYS_setxattr),
      DENY(SYS_lsetxattr), DENY(SYS_removexattr), DENY(SYS_lremovexattr),
      // Commands that start no program end here.
      BPF_STMT(BPF_LD | BPF_IMM, (uint32_t)(starts_programs != 0)), JUMP(1, 0, 1), ALLOWED,
      LOAD(nr), DENY(SYS_execve), DENY(SYS_execveat),
#ifdef __x86_64__
      DENY(SYS_fork), DENY(SYS_vfork),
#endif
      // Threads are new tasks too. clone3 keeps its flags where a filter can't look; without it the
      // C library falls back to clone.
      JUMP(SYS_clone3, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      JUMP(SYS_clone, 0, 3), LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0), DENIED,
      ALLOWED,
  };
  return install(rules, sizeof rules / sizeof *rules);
#else
  (void)starts_programs;
  return ENOSYS;
#endif
}
