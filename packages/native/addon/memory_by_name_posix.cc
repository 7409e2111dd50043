#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory_files.hh"

namespace carray::memory {

const int kNameTooLong = -ENAMETOOLONG;

int OpenShared(const char* name, int flags, int mode) {
  const int fd = shm_open(name, flags, static_cast<mode_t>(mode));
  return fd < 0 ? -errno : fd;
}

int UnlinkShared(const char* name) { return shm_unlink(name) == 0 ? 0 : -errno; }

int CloseFile(int fd) { return close(fd) == 0 ? 0 : -errno; }

}  // namespace carray::memory
