#include <errno.h>

#include "memory.hh"

namespace carray::memory {

const int kResizeFlags = 0;

std::int64_t Resize(std::uintptr_t, std::size_t, std::size_t, int) { return -ENOTSUP; }

}  // namespace carray::memory
