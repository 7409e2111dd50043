#pragma once

#include <atomic>
#include <cstdint>

namespace carray {

/** A yes or no that threads share. Of 32 bits: GCC before 13 has no lock-free bytes on riscv64. */
using Flag = std::atomic<std::uint32_t>;

}  // namespace carray
