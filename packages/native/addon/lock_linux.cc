#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "residency.hh"

namespace carray::memory {

namespace {

int Result(long status) { return status == 0 ? 0 : -errno; }

}  // namespace

// By their numbers: C libraries that are older than the kernel have no function for mlock2, and where AddressSanitizer is
// loaded, it has the others do nothing.
int Lock(std::uintptr_t address, std::size_t length, int flags) {
  return Result(flags == 0 ? syscall(SYS_mlock, address, length) : syscall(SYS_mlock2, address, length, flags));
}

int Unlock(std::uintptr_t address, std::size_t length) { return Result(syscall(SYS_munlock, address, length)); }

int LockAll(int flags) { return Result(syscall(SYS_mlockall, flags)); }

int UnlockAll() { return Result(syscall(SYS_munlockall)); }

}  // namespace carray::memory
