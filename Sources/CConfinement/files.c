// Landlock: rules for files that a process sets for itself, without privileges.
//
// https://docs.kernel.org/userspace-api/landlock.html. The system calls and their constants stand
// here, since the headers of the system that builds may be older than the kernel that runs.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CConfinement.h"

// The numbers are those of every architecture.
enum { landlock_create_ruleset = 444, landlock_add_rule = 445, landlock_restrict_self = 446 };
enum { ask_version = 1, rule_path_beneath = 1 };

// Rights, as bits of the kernel's interface.
enum {
  execute = 1 << 0,
  write_file = 1 << 1,
  read_file = 1 << 2,
  read_folder = 1 << 3,
  remove_folder = 1 << 4,
  remove_file = 1 << 5,
  make_all = 0x7F << 6,  // devices, folders, files, sockets, FIFOs, block devices, links
  make_folder = 1 << 7,
  make_file = 1 << 8,
  refer = 1 << 13,       // rename and link between folders, version 2
  truncate_file = 1 << 14,  // version 3
  control_device = 1 << 15,  // ioctl, version 5
};

struct ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};

struct path_rule {
  uint64_t rights;
  int32_t descriptor;
} __attribute__((packed));

int confinement_landlock_version(void) {
  long version = syscall(landlock_create_ruleset, NULL, 0, ask_version);
  return version > 0 ? (int)version : 0;
}

// The rights that the kernel knows of `rights`.
static uint64_t known(uint64_t rights, int version) {
  if (version < 2) rights &= ~(uint64_t)refer;
  if (version < 3) rights &= ~(uint64_t)truncate_file;
  if (version < 5) rights &= ~(uint64_t)control_device;
  return rights;
}

static uint64_t rights_of(uint32_t uses) {
  uint64_t rights = 0;
  if (uses & confinement_reads) rights |= read_file | read_folder;
  if (uses & confinement_writes)
    rights |= read_file | read_folder | write_file | truncate_file | remove_file | remove_folder |
              make_folder | make_file | refer;
  if (uses & confinement_runs) rights |= read_file | execute;
  if (uses & confinement_clears) rights |= remove_folder;
  return rights;
}

static int add(int ruleset, const confinement_rule *rule, int version) {
  int descriptor = open(rule->path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return 0;
  uint64_t rights = known(rights_of(rule->uses), version);
  struct stat status;
  // Rights about folders are an error for a file.
  if (fstat(descriptor, &status) == 0 && !S_ISDIR(status.st_mode))
    rights &= execute | read_file | write_file | known(truncate_file, version);
  struct path_rule entry = {.rights = rights, .descriptor = descriptor};
  long outcome = syscall(landlock_add_rule, ruleset, rule_path_beneath, &entry, 0);
  // Pipes and sockets have no place in the file system and need no rule.
  int code = outcome == 0 || errno == EBADFD || errno == ENOMSG ? 0 : errno;
  close(descriptor);
  return code;
}

int confinement_limit_files(const confinement_rule *rules, size_t count) {
  int version = confinement_landlock_version();
  if (version == 0) return ENOSYS;
  struct ruleset attributes = {
      .files = known(execute | write_file | read_file | read_folder | remove_folder | remove_file |
                         make_all | refer | truncate_file | control_device,
                     version),
      .network = version >= 4 ? 3 : 0,  // bind and connect of TCP
      .scopes = version >= 6 ? 3 : 0,   // abstract sockets and signals
  };
  size_t size = version >= 6 ? sizeof attributes : version >= 4 ? 16 : 8;
  int ruleset = (int)syscall(landlock_create_ruleset, &attributes, size, 0);
  if (ruleset < 0) return errno;
  int code = 0;
  for (size_t i = 0; i < count && code == 0; i++) code = add(ruleset, &rules[i], version);
  if (code == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) code = errno;
  if (code == 0 && syscall(landlock_restrict_self, ruleset, 0) != 0) code = errno;
  close(ruleset);
  return code;
}

void confinement_limit_resources(uint64_t largest_file) {
  // What a process holds in memory may be private, so nothing of it goes to a core file.
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (largest_file == 0) return;
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur < largest_file) return;
  limit.rlim_cur = limit.rlim_max = largest_file;
  setrlimit(RLIMIT_FSIZE, &limit);
}
