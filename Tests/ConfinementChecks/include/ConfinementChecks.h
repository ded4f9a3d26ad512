// What a confined process can still do, tried in a child of the test's process.
//
// In C, since a child of a process with threads may only call what is safe after fork.
#ifndef CONFINEMENT_CHECKS_H
#define CONFINEMENT_CHECKS_H

#include "CConfinement.h"

// What is tried, by its place in the outcomes.
typedef enum {
  check_read_own, check_read_foreign, check_list_foreign, check_write_own, check_rename_own,
  check_write_foreign, check_link_foreign, check_remove_foreign, check_mode_foreign, check_socket,
  check_connect, check_process, check_program, check_memory, check_thread, check_core,
  check_count,
} confinement_check;

typedef struct {
  // The error number of each attempt; 0 where it succeeded.
  int32_t outcomes[check_count];
  // The error numbers of the limits themselves.
  int32_t files, calls;
} confinement_outcome;

// A kernel with its limits, or one that offers none: a filter then answers for it.
typedef enum { kernel_of_machine, kernel_without_limits } confinement_kernel;

// Limits a child to reading `own_file` and writing below `own_folder`, and tries everything there and on
// `foreign_file` in `foreign_folder`. `port` is that of a listener on this machine. The
// child may start `program` if it is not NULL. Returns an error number if the child gave no answer.
int confinement_try(const char *own_file, const char *own_folder, const char *foreign_file,
                    const char *foreign_folder, uint16_t port, const char *program,
                    confinement_kernel kernel, confinement_outcome *outcome);

// Runs `program` with one `argument` on such a kernel, its output to `descriptor`; returns its exit status, or -1.
int confinement_run(const char *program, const char *argument, int descriptor,
                    confinement_kernel kernel);

#endif
