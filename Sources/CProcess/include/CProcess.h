#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdint.h>
#include <sys/types.h>

// A program to start.
typedef struct {
  char *const *arguments;  // ends with NULL; the first is searched in PATH
  int input, output, error;  // become the descriptors 0, 1 and 2
  uint64_t largest_file;  // bytes of the largest file that it may write
} cp_program;

// Starts `program`; returns 0 and its process in `*process`, or the system's error number.
//
// The kernel kills the program when the calling thread ends for any reason, kill -9 included, so the
// thread must wait for it. No other descriptor is passed on.
int cp_start(const cp_program *program, pid_t *process);

// Makes a pipe whose ends no other program inherits; returns 0, or -1 with errno set.
int cp_pipe(int ends[2]);

// Exchanges the files or folders at two paths in one step; returns 0 or the error number, EINVAL
// where the file system cannot do it.
int cp_exchange(const char *first, const char *second);

#endif
