#include <errno.h>
#include <fcntl.h>

#include "memory.hh"

namespace carray::memory {

int Allocate(int fd, std::int64_t offset, std::int64_t length) {
  int error;
  do {
    error = posix_fallocate(fd, static_cast<off_t>(offset), static_cast<off_t>(length));  // not by errno
  } while (error == EINTR);
  return -error;
}

}  // namespace carray::memory
