#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ConfinementChecks.h"

// The error number of a call's result; an open descriptor is closed.
static int32_t code(long result) { return result < 0 ? errno : 0; }

// Makes Landlock's and seccomp's calls fail as on a kernel that has neither.
static void hide_limits(void) {
  struct sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 444, 0, 1),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 446, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
  };
  struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(1);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) _exit(1);
}

static int32_t opened(int descriptor) {
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

static const char *join(char *path, const char *folder, const char *name) {
  snprintf(path, PATH_MAX, "%s/%s", folder, name);
  return path;
}

static int32_t connects(int descriptor, uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return code(connect(descriptor, (struct sockaddr *)&address, sizeof address));
}

static int32_t makes_process(void) {
  long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  if (child > 0) waitpid((pid_t)child, NULL, 0);
  return code(child);
}

// Reads memory as if it were another process's.
static int32_t reads_memory(void) {
  char from[8] = {0}, to[8];
  struct iovec source = {from, sizeof from}, target = {to, sizeof to};
  return code(process_vm_readv(getpid(), &target, 1, &source, 1, 0));
}

static int waste(void *unused) {
  (void)unused;
  return 0;
}

static int32_t makes_thread(void) {
  static char stack[65536];
  int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
  return code(clone(waste, stack + sizeof stack, flags, NULL));
}

// Starts the program in this process, which ends with it: the last attempt.
static int32_t starts(const char *program) {
  char *arguments[] = {(char *)program, NULL}, *environment[] = {NULL};
  execve(program, arguments, environment);
  return errno;
}

static void attempt(const char *own_file, const char *own_folder, const char *foreign_file,
                    const char *foreign_folder, uint16_t port, int descriptor, int32_t *found) {
  char one[PATH_MAX], two[PATH_MAX];
  found[check_read_own] = opened(open(own_file, O_RDONLY));
  found[check_read_foreign] = opened(open(foreign_file, O_RDONLY));
  found[check_list_foreign] = opened(open(foreign_folder, O_RDONLY | O_DIRECTORY));
  found[check_write_own] = opened(open(join(one, own_folder, "made"), O_WRONLY | O_CREAT, 0644));
  found[check_rename_own] = code(rename(one, join(two, own_folder, "inner/renamed")));
  found[check_write_foreign] =
      opened(open(join(one, foreign_folder, "made"), O_WRONLY | O_CREAT, 0644));
  found[check_link_foreign] = code(link(foreign_file, join(two, own_folder, "linked")));
  found[check_mode_foreign] = code(chmod(foreign_file, 0600));
  found[check_remove_foreign] = code(unlink(foreign_file));
  found[check_socket] = opened(socket(AF_UNIX, SOCK_STREAM, 0));
  found[check_connect] = connects(descriptor, port);
  found[check_process] = makes_process();
  found[check_memory] = reads_memory();
  found[check_thread] = makes_thread();
  struct rlimit limit;
  found[check_core] = getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_max != 0;
}

static void child(int answer, const char *own_file, const char *own_folder,
                  const char *foreign_file, const char *foreign_folder, uint16_t port,
                  const char *program, confinement_kernel kernel) {
  confinement_outcome outcome = {0};
  int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  confinement_rule rules[] = {
      {own_file, confinement_reads},
      {own_folder, confinement_writes},
      {"/usr", confinement_reads}, {"/lib", confinement_reads}, {"/lib64", confinement_reads},
      {"/etc/ld.so.cache", confinement_reads},
      {program ? program : "", confinement_runs},
      {program && confinement_loader() ? confinement_loader() : "", confinement_runs},
  };
  if (kernel == kernel_without_limits) hide_limits();
  confinement_limit_resources(1 << 20);
  outcome.files = confinement_limit_files(rules, sizeof rules / sizeof *rules);
  outcome.calls = confinement_limit_calls(program != NULL);
  attempt(own_file, own_folder, foreign_file, foreign_folder, port, descriptor, outcome.outcomes);
  // The answer is complete unless the program starts, which the pipe then outlives.
  outcome.outcomes[check_program] = 0;
  if (write(answer, &outcome, sizeof outcome) != sizeof outcome) _exit(1);
  int32_t failed = starts(program ? program : "/bin/true");
  if (write(answer, &failed, sizeof failed) != sizeof failed) _exit(1);
  _exit(0);
}

int confinement_try(const char *own_file, const char *own_folder, const char *foreign_file,
                    const char *foreign_folder, uint16_t port, const char *program,
                    confinement_kernel kernel, confinement_outcome *outcome) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  pid_t process = fork();
  if (process < 0) return errno;
  if (process == 0) {
    child(ends[1], own_file, own_folder, foreign_file, foreign_folder, port, program, kernel);
    _exit(1);
  }
  close(ends[1]);
  ssize_t count = read(ends[0], outcome, sizeof *outcome);
  int32_t failed = 0;
  // Nothing follows if the program started: it closed the pipe.
  if (read(ends[0], &failed, sizeof failed) == sizeof failed)
    outcome->outcomes[check_program] = failed;
  close(ends[0]);
  int status = 0;
  waitpid(process, &status, 0);
  return count == sizeof *outcome && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : EIO;
}

int confinement_run(const char *program, const char *argument, int descriptor,
                    confinement_kernel kernel) {
  pid_t process = fork();
  if (process == 0) {
    dup2(descriptor, STDOUT_FILENO);
    if (kernel == kernel_without_limits) hide_limits();
    execl(program, program, argument, NULL);
    _exit(127);
  }
  int status = 0;
  if (process < 0 || waitpid(process, &status, 0) != process || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}
