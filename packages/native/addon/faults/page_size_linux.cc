#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "../memory.hh"
#include "faults.hh"

namespace carray::faults {

namespace {

// Of the kernel's headers, which not every system with a compiler has.
constexpr unsigned long kHugetlbfsMagic = 0x958458f6;
constexpr unsigned kMemfdHugetlb = 4;
constexpr int kHugeShift = 26;  // MAP_HUGE_SHIFT

/** Bytes of a page of a file in hugetlbfs, else 0. */
std::size_t HugePageSizeOf(int fd) {
  struct statfs system;
  if (fstatfs(fd, &system) != 0 || static_cast<unsigned long>(system.f_type) != kHugetlbfsMagic) return 0;
  return static_cast<std::size_t>(system.f_bsize);
}

std::size_t DefaultHugePageSize() {
  const int fd = static_cast<int>(syscall(SYS_memfd_create, "carray", kMemfdHugetlb));
  if (fd < 0) return 0;
  const std::size_t size = HugePageSizeOf(fd);
  close(fd);
  return size;
}

std::size_t HugePageSize(int flags, int fd) {
  if ((flags & MAP_ANONYMOUS) == 0) return HugePageSizeOf(fd);
  if ((flags & MAP_HUGETLB) == 0) return 0;
  const unsigned shift = static_cast<unsigned>(flags) >> kHugeShift & 63;
  // Larger than all addresses there are, it is none: such a mapping fails.
  return shift != 0 ? static_cast<std::size_t>(std::uint64_t{1} << shift) : DefaultHugePageSize();
}

}  // namespace

std::size_t PageSizeOf(int flags, int fd) {
  const std::size_t huge = HugePageSize(flags, fd);
  return huge != 0 ? huge : memory::PageSize();
}

}  // namespace carray::faults
