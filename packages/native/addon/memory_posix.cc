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

static_assert(sizeof(off_t) == sizeof(std::int64_t), "_FILE_OFFSET_BITS is to be 64");

/** Where addresses have 32 bits, one that is longer becomes as high as there is, for the kernel to refuse or, as a hint, to ignore. */
std::uintptr_t PlaceOf(std::uint64_t address) {
  const auto place = static_cast<std::uintptr_t>(address);
  return place == address ? place : place | ~(PageSize() - 1);
}

}  // namespace

std::size_t PageSize() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

std::int64_t Map(std::uint64_t address, std::uint64_t length, int protection, int flags, int fd,
                 std::int64_t offset) {
  const auto bytes = static_cast<std::size_t>(length);
  if (bytes != length) return -ENOMEM;
  void* mapped = mmap(At(PlaceOf(address)), bytes, protection, flags, fd, static_cast<off_t>(offset));
  if (mapped == MAP_FAILED) return -errno;
  if (mapped == nullptr) {  // only MAP_FIXED at 0, as root: nobody could tell it from "no memory"
    munmap(mapped, bytes);
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
