#include <errno.h>
#include <sys/mman.h>

#include "residency.hh"

namespace carray::memory {

namespace {

void* At(std::uintptr_t address) { return reinterpret_cast<void*>(address); }

int Result(int status) { return status == 0 ? 0 : -errno; }

}  // namespace

int Lock(std::uintptr_t address, std::size_t length, int flags) {
  return flags == 0 ? Result(mlock(At(address), length)) : -ENOSYS;
}

int Unlock(std::uintptr_t address, std::size_t length) { return Result(munlock(At(address), length)); }

int LockAll(int flags) { return Result(mlockall(flags)); }

int UnlockAll() { return Result(munlockall()); }

}  // namespace carray::memory
