// Functions that must be in C because they run in signal handlers; see guard.c.
#ifndef EFFSCOPE_CTERMINAL_H
#define EFFSCOPE_CTERMINAL_H
#include <stddef.h>

/// Saves the terminal's settings, opens the wake-up pipe and installs the signal handlers.
///
/// Returns the pipe's read end, for polling, or -1 with errno set. Call once.
int terminal_guard_open(int terminal);

/// Sets the bytes that restore the terminal (leave the alternate screen, show the cursor, mouse off).
///
/// While they are set, a crash writes them and restores the saved settings. Pass NULL while the
/// terminal is in its ordinary state. More than 512 bytes count as NULL.
void terminal_guard_arm(const char *bytes, size_t length);

/// Restores the saved settings.
void terminal_guard_restore_settings(void);

/// Switches the terminal to raw mode: single bytes, no echo, no keyboard signals.
void terminal_guard_raw_settings(void);

/// Wakes the event loop by a zero byte in the pipe; safe from any thread.
void terminal_guard_wake(void);

/// Stops the process group as Ctrl-Z does; returns when it is continued.
void terminal_guard_stop(void);

/// Restores the previous signal handlers, disarms the guard and closes the pipe.
void terminal_guard_close(void);

/// Opens an empty file in memory; -1 with errno set if it fails.
int terminal_memory_file(void);

/// Makes `descriptor` refer to the file of `target`; 0 on success, else -1 with errno set.
int terminal_redirect(int descriptor, int target);
#endif
