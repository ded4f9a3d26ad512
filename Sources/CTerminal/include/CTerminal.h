// What must run inside signal handlers, where Swift makes no promises: see guard.c.
#ifndef EFFSCOPE_CTERMINAL_H
#define EFFSCOPE_CTERMINAL_H
#include <stddef.h>

/// Saves the terminal's settings, opens the wake-up pipe and installs the handlers.
/// Returns the pipe's end to poll, or -1 with errno set. Call once.
int terminal_guard_open(int terminal);

/// Tells the guard which bytes give the terminal back (leave the alternate screen, show the
/// cursor, mouse off …); while set, a crash writes them and the saved settings before it dies.
/// Pass NULL while the terminal is in its ordinary state.
void terminal_guard_arm(const char *bytes, size_t length);

/// Puts the saved settings back.
void terminal_guard_restore_settings(void);

/// Makes the terminal deliver single bytes at once, without echo and without keyboard signals.
void terminal_guard_raw_settings(void);

/// Wakes the poller; safe from any thread.
void terminal_guard_wake(void);

/// Stops the whole job as Ctrl-Z does elsewhere; returns when it is continued.
void terminal_guard_stop(void);

/// Puts the former handlers and settings back and closes the pipe.
void terminal_guard_close(void);

/// An empty file in memory, without a name; -1 where there is none to be had.
int terminal_memory_file(void);

/// Makes `descriptor` lead where `target` leads; 0 on success.
int terminal_redirect(int descriptor, int target);
#endif
