// Starts programs that end with this one. Swift cannot call fork, and posix_spawn cannot ask the
// kernel for a signal at the death of the parent.

#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { first_other = 3 };

// Marks all descriptors but 0, 1 and 2 to be closed by exec.
static void keep_standard_only(void) {
#ifdef SYS_close_range
  const unsigned cloexec = 1u << 2;
  if (syscall(SYS_close_range, (unsigned)first_other, ~0u, cloexec) == 0) return;
#endif
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  const int most = files.rlim_cur < 65536 ? (int)files.rlim_cur : 65536;
  for (int file = first_other; file < most; file++) fcntl(file, F_SETFD, FD_CLOEXEC);
}

// Gives the signals their standard meaning: this program ignores SIGPIPE and watches others.
static void reset_signals(void) {
  const int changed[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGSEGV, SIGBUS,
                         SIGILL,  SIGABRT, SIGFPE, SIGTRAP, SIGXFSZ};
  for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
    struct sigaction now;
    // A program started with a signal ignored (nohup) passes that on.
    if (changed[i] != SIGPIPE && sigaction(changed[i], NULL, &now) == 0 &&
        now.sa_handler == SIG_IGN) {
      continue;
    }
    signal(changed[i], SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static int limit_files(uint64_t bytes) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0) return errno;
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < bytes) return 0;
  limit.rlim_cur = limit.rlim_max = bytes;
  return setrlimit(RLIMIT_FSIZE, &limit) == 0 ? 0 : errno;
}

// The child's side: only calls that are safe after fork in a program with threads.
static void become(const cp_program *program, pid_t parent, int report) {
  int code = 0;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) code = errno;
  // The parent may have ended before prctl.
  if (getppid() != parent) _exit(127);
  if (code == 0) code = limit_files(program->largest_file);
  const int files[] = {program->input, program->output, program->error};
  int high[3];
  // First out of the way of 0, 1 and 2, which one of them may be.
  for (int i = 0; i < 3 && code == 0; i++) {
    high[i] = fcntl(files[i], F_DUPFD_CLOEXEC, first_other);
    if (high[i] < 0) code = errno;
  }
  for (int i = 0; i < 3 && code == 0; i++) {
    if (dup2(high[i], i) < 0) code = errno;
  }
  if (code == 0) {
    keep_standard_only();
    reset_signals();
    execvp(program->arguments[0], program->arguments);
    code = errno;
  }
  const ssize_t written = write(report, &code, sizeof code);
  _exit(written == sizeof code ? 127 : 126);
}

int cp_start(const cp_program *program, pid_t *process) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return errno;
  // The child must not find it at a place that it replaces.
  const int high = fcntl(report[1], F_DUPFD_CLOEXEC, first_other);
  const int failure = errno;
  close(report[1]);
  if (high < 0) {
    close(report[0]);
    return failure;
  }
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(program, parent, high);
  int code = child < 0 ? errno : 0;
  close(high);
  if (child > 0) {
    int told = 0;
    ssize_t count;
    do count = read(report[0], &told, sizeof told);
    while (count < 0 && errno == EINTR);
    // Nothing comes when exec has closed the pipe.
    if (count == sizeof told) code = told;
  }
  close(report[0]);
  if (child > 0 && code != 0) waitpid(child, NULL, 0);
  *process = child;
  return code;
}

int cp_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int cp_exchange(const char *first, const char *second) {
#ifdef RENAME_EXCHANGE
  return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE) == 0 ? 0 : errno;
#else
  return EINVAL;
#endif
}
