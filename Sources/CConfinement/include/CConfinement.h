// Restrictions, enforced by the kernel, on what this process can do. None can be lifted again.
//
// The functions that limit may run after fork: they neither allocate nor lock.
#ifndef C_CONFINEMENT_H
#define C_CONFINEMENT_H

#include <stddef.h>
#include <stdint.h>

// What a process may do with a file, or with everything below a folder.
enum {
  confinement_reads = 1,
  // Create, change, rename and remove.
  confinement_writes = 2,
  // Start as a program.
  confinement_runs = 4,
  // Remove empty folders.
  confinement_clears = 8,
};

typedef struct {
  const char *path;
  uint32_t uses;
} confinement_rule;

// The version of Landlock that the kernel offers; 0 for none. Linux 5.13 has 1, 5.19 has 2.
int confinement_landlock_version(void);
// Whether the kernel filters system calls.
int confinement_has_filter(void);

// Denies the calling thread, and those that it starts later, all files but those of `rules`, and
// every TCP connection (version 4), signals to others and abstract sockets (version 6). Rules
// whose path does not exist are left out. Returns 0 or an error number.
int confinement_limit_files(const confinement_rule *rules, size_t count);

// Denies all threads of the process what no reader of files needs: sockets, tracing, mounting,
// other processes' memory, io_uring, new owners and modes of files. New processes and programs are
// denied unless `starts_programs`. A denied call returns EPERM. Returns 0 or an error number.
int confinement_limit_calls(int starts_programs);

// Forbids core dumps and files of more than `largest_file` bytes (0: no limit).
void confinement_limit_resources(uint64_t largest_file);

// Calls `body` with each folder where shared libraries are searched.
void confinement_each_library_folder(void (*body)(const char *path, void *context), void *context);
// The path of the loader of programs; NULL for a program without one.
const char *confinement_loader(void);

#endif
