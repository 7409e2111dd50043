#include <errno.h>
#include <sys/mman.h>

#include "residency.hh"

namespace carray::memory {

int Lock(std::uintptr_t address, std::size_t length, int flags) {
  if (flags != 0) return -ENOSYS;
  return mlock(reinterpret_cast<void*>(address), length) == 0 ? 0 : -errno;
}

}  // namespace carray::memory
