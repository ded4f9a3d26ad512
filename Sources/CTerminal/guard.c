// Restores the terminal on exit, on signals and on crashes.
//
// Signal handlers may only call async-signal-safe functions, so this file is in C: tcsetattr,
// write, sigaction and kill are on POSIX's list, and nothing here allocates or locks.
//
// The handler of an ordinary signal writes one byte into a pipe that the event loop polls. A second
// SIGTERM, SIGHUP, SIGINT or SIGQUIT restores the terminal and ends the process at once. The
// handler of a crash signal restores the terminal, installs the previous handler and raises the
// signal again, so that a core dump or a backtrace still happens.
#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static const int polite[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGHUP, SIGINT, SIGQUIT};
static const int crashes[] = {SIGSEGV, SIGILL, SIGABRT, SIGTRAP, SIGBUS, SIGFPE, SIGSYS};
enum { polite_count = sizeof polite / sizeof *polite };
enum { crash_count = sizeof crashes / sizeof *crashes };

static struct sigaction former_polite[polite_count];
static struct sigaction former_crash[crash_count];
static struct sigaction former_pipe;
static struct termios saved;
static int has_saved;
static int terminal_fd = -1;
static int pipe_ends[2] = {-1, -1};
static char farewell[512];
static atomic_size_t farewell_length;
static atomic_int endings;

// Writes the armed bytes once and restores the settings.
static void restore_terminal(void) {
  size_t length = atomic_load(&farewell_length);
  if (length == 0) return;
  atomic_store(&farewell_length, 0);
  size_t done = 0;
  while (done < length) {
    ssize_t written = write(terminal_fd, farewell + done, length - done);
    if (written > 0) done += (size_t)written;
    else if (errno != EINTR) break;
  }
  terminal_guard_restore_settings();
}

static void send_byte(unsigned char byte) {
  int kept = errno;
  // A full pipe wakes the event loop anyway, so a byte that does not fit may be lost.
  while (write(pipe_ends[1], &byte, 1) < 0 && errno == EINTR) {}
  errno = kept;
}

static int is_ending(int signal) {
  return signal == SIGTERM || signal == SIGHUP || signal == SIGINT || signal == SIGQUIT;
}

static void on_polite(int signal) {
  if (is_ending(signal) && atomic_fetch_add(&endings, 1) > 0) {
    restore_terminal();
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(signal, &plain, NULL);
    kill(getpid(), signal);
    return;
  }
  send_byte((unsigned char)signal);
}

static void on_crash(int signal) {
  restore_terminal();
  for (int i = 0; i < crash_count; i++)
    if (crashes[i] == signal) sigaction(signal, &former_crash[i], NULL);
  // A faulting instruction would run again and raise the signal itself; a sent signal would not.
  raise(signal);
}

static void install(int signal, void (*handler)(int), int flags, struct sigaction *former) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, former);
}

int terminal_guard_open(int terminal) {
  terminal_fd = terminal;
  has_saved = tcgetattr(terminal, &saved) == 0;
  if (pipe2(pipe_ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  atomic_store(&endings, 0);

  // After a stack overflow the handler needs a stack of its own.
  static char stack_memory[16384];
  stack_t stack = {.ss_sp = stack_memory, .ss_size = sizeof stack_memory};
  sigaltstack(&stack, NULL);

  for (int i = 0; i < polite_count; i++)
    install(polite[i], on_polite, SA_RESTART, &former_polite[i]);
  for (int i = 0; i < crash_count; i++) install(crashes[i], on_crash, SA_ONSTACK, &former_crash[i]);
  install(SIGPIPE, SIG_IGN, 0, &former_pipe);
  return pipe_ends[0];
}

void terminal_guard_arm(const char *bytes, size_t length) {
  atomic_store(&farewell_length, 0);
  if (!bytes || length > sizeof farewell) return;
  for (size_t i = 0; i < length; i++) farewell[i] = bytes[i];
  atomic_store(&farewell_length, length);
}

void terminal_guard_restore_settings(void) {
  if (has_saved) while (tcsetattr(terminal_fd, TCSANOW, &saved) != 0 && errno == EINTR) {}
}

void terminal_guard_raw_settings(void) {
  if (!has_saved) return;
  struct termios raw = saved;
  raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INPCK | ISTRIP | IXON | INLCR | IGNCR);
  raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
  raw.c_cflag |= CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  while (tcsetattr(terminal_fd, TCSANOW, &raw) != 0 && errno == EINTR) {}
}

void terminal_guard_wake(void) { send_byte(0); }

void terminal_guard_stop(void) {
  struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
  sigemptyset(&plain.sa_mask);
  sigaction(SIGTSTP, &plain, &ours);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}

void terminal_guard_close(void) {
  terminal_guard_arm(NULL, 0);
  for (int i = 0; i < polite_count; i++) sigaction(polite[i], &former_polite[i], NULL);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &former_crash[i], NULL);
  sigaction(SIGPIPE, &former_pipe, NULL);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  pipe_ends[0] = pipe_ends[1] = -1;
}
