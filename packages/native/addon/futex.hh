// futex(2): waiting for a number of 32 bits in memory to be told of. futex_linux.cc; futex_posix.cc where there is none.
// Every function returns its result, or -errno read at once. Times are of the clock that Now tells, in nanoseconds.
#pragma once

#include <atomic>
#include <cstdint>

namespace carray::futex {

/** A word that threads of this process alone wait at. */
using Word = std::atomic<std::uint32_t>;

/** A time that never comes. */
inline constexpr std::int64_t kNever = INT64_MAX;

std::int64_t Now();
/** So many milliseconds from now on; kNever for negative ones, and for more than a life. */
std::int64_t TimeIn(double milliseconds);

/** Whether Wait and Wake are there. */
bool IsSupported();

/** Waits while there is `expected`, until Wake, or to the end of the time: 0, -EAGAIN, -ETIMEDOUT, -EINTR, -EFAULT, -EINVAL. */
int Wait(std::uintptr_t address, std::uint32_t expected, std::int64_t end);
/** As Wait, and -ECANCELED where `cancelled` is 1, or becomes that by Call. */
int WaitOrCancel(std::uintptr_t address, std::uint32_t expected, std::int64_t end, Word& cancelled);
/** Wakes so many at most: how many. */
int Wake(std::uintptr_t address, int count);

/** Waits while the word is 0, to the end of the time; may also return before. */
void AwaitCall(Word& word, std::int64_t end);
/** Sets the word to 1 and wakes who waits at it. */
void Call(Word& word);

}  // namespace carray::futex
