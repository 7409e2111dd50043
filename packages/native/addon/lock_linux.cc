#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "residency.hh"

namespace carray::memory {

// By its number: C libraries that are older than the kernel have no function for mlock2.
int Lock(std::uintptr_t address, std::size_t length, int flags) {
  void* start = reinterpret_cast<void*>(address);
  const long status = flags == 0 ? mlock(start, length) : syscall(SYS_mlock2, start, length, flags);
  return status == 0 ? 0 : -errno;
}

}  // namespace carray::memory
