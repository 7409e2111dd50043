#include "residency.hh"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "memory.hh"

namespace carray::memory {

namespace {

/** The systems do not agree on the types of mincore. */
template <typename Address, typename Byte>
int Look(int (*look)(Address, std::size_t, Byte*), std::uintptr_t address, std::size_t length, unsigned char* pages) {
  return look(reinterpret_cast<Address>(address), length, reinterpret_cast<Byte*>(pages)) == 0 ? 0 : -errno;
}

}  // namespace

int Residency(std::uintptr_t address, std::size_t length, unsigned char* pages, std::size_t page_count) {
  const std::size_t page_size = PageSize();
  if (page_count < (address % page_size + length + page_size - 1) / page_size) return kInvalid;
  return Look(mincore, address, length, pages);
}

int AdviseFile(int fd, std::int64_t offset, std::int64_t length, int advice) {
#ifdef POSIX_FADV_NORMAL
  return -posix_fadvise(fd, static_cast<off_t>(offset), static_cast<off_t>(length), advice);  // not by errno
#else
  return -ENOSYS;
#endif
}

}  // namespace carray::memory
