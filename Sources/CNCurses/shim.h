// ncurses for Swift: wide characters on, function-like macros off, C globals behind functions.
#ifndef EFFSCOPE_CNCURSES_SHIM_H
#define EFFSCOPE_CNCURSES_SHIM_H
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <stdio.h>
#include <wchar.h>
#include <curses.h>
#include <term.h>

// Swift 6 does not allow access to mutable C globals.
static inline WINDOW *curses_standard_window(void) { return stdscr; }
static inline WINDOW *curses_shown_window(void) { return curscr; }
static inline TERMINAL *curses_loaded_entry(void) { return cur_term; }
static inline SCREEN *curses_open(const char *entry, FILE *output) {
  return newterm(entry, output ? output : stdout, stdin);
}
static inline int curses_color_count(void) { return COLORS; }
static inline int curses_pair_count(void) { return COLOR_PAIRS; }

// The text of a capability with one numeric parameter; NULL on failure.
static inline const char *curses_text(const char *capability, int number) {
  return tiparm(capability, number);
}

// Columns of a character by libc; -1 if the locale does not know it.
extern int wcwidth(wchar_t character);
static inline int curses_columns(unsigned character) { return wcwidth((wchar_t)character); }

// Sets a cell to a base character with at most two combining marks, attributes and a colour pair.
static inline void curses_set_cell(
    cchar_t *cell, unsigned base, unsigned mark1, unsigned mark2, attr_t attributes, int pair) {
  wchar_t text[4] = {(wchar_t)base, (wchar_t)mark1, (wchar_t)mark2, 0};
  setcchar(cell, text, attributes, 0, &pair);
}
#endif
