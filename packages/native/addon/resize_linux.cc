#include <errno.h>
#include <sys/mman.h>

#include "memory.hh"

namespace carray::memory {

// The others are not for pages with an owner: MREMAP_FIXED replaces what may be another's, MREMAP_DONTUNMAP leaves pages to nobody.
const int kResizeFlags = MREMAP_MAYMOVE;

std::int64_t Resize(std::uintptr_t address, std::size_t length, std::size_t new_length, int flags) {
  void* resized = mremap(reinterpret_cast<void*>(address), length, new_length, flags, nullptr);
  return resized == MAP_FAILED ? -errno : static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(resized));
}

}  // namespace carray::memory
