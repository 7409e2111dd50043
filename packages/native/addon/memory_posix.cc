#include "memory.hh"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

namespace carray::memory {

const int kInvalid = -EINVAL;
const int kNoMemory = -ENOMEM;
const int kMissing = -ENOENT;
const int kExists = -EEXIST;
const int kBusy = -EBUSY;

namespace {

void* At(std::uintptr_t address) { return reinterpret_cast<void*>(address); }

int Result(int status) { return status == 0 ? 0 : -errno; }

}  // namespace

std::size_t PageSize() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

std::int64_t Map(std::uintptr_t address, std::size_t length, int protection, int flags, int fd,
                 std::int64_t offset) {
  void* mapped = mmap(At(address), length, protection, flags, fd, static_cast<off_t>(offset));
  if (mapped == MAP_FAILED) return -errno;
  if (mapped == nullptr) {  // only MAP_FIXED at 0, as root: nobody could tell it from "no memory"
    munmap(mapped, length);
    return kInvalid;
  }
  return static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(mapped));
}

std::int64_t MapOver(std::uintptr_t address, std::size_t length, int protection, int flags, int fd,
                     std::int64_t offset) {
  return Map(address, length, protection, flags | MAP_FIXED, fd, offset);
}

int Reserve(std::uintptr_t address, std::size_t length) {
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  std::int64_t mapped = MapOver(address, length, PROT_NONE, flags, -1, 0);
  return mapped < 0 ? static_cast<int>(mapped) : 0;
}

int Unmap(std::uintptr_t address, std::size_t length) { return Result(munmap(At(address), length)); }

// MS_ASYNC starts nothing; a range that is no whole pages, so never was mapped, counts as mapped.
bool IsMapped(std::uintptr_t address, std::size_t length) { return Sync(address, length, MS_ASYNC) != -ENOMEM; }

int Protect(std::uintptr_t address, std::size_t length, int protection) {
  return Result(mprotect(At(address), length, protection));
}

int Advise(std::uintptr_t address, std::size_t length, int advice) {
  return Result(madvise(At(address), length, advice));
}

int Sync(std::uintptr_t address, std::size_t length, int flags) {
  return Result(msync(At(address), length, flags));
}

}  // namespace carray::memory
