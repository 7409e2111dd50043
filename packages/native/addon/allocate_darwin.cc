#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.hh"

namespace carray::memory {

// F_PREALLOCATE works at the end of the file alone: a hole inside of it stays one.
int Allocate(int fd, std::int64_t offset, std::int64_t length) {
  if (offset < 0 || length <= 0) return -EINVAL;
  struct stat file;
  if (fstat(fd, &file) != 0) return -errno;
  std::int64_t missing = offset + length - file.st_size;
  if (missing <= 0) return 0;
  fstore_t store = {F_ALLOCATEALL, F_PEOFPOSMODE, 0, missing, 0};
  if (fcntl(fd, F_PREALLOCATE, &store) == -1) return -errno;
  return ftruncate(fd, offset + length) == 0 ? 0 : -errno;
}

}  // namespace carray::memory
