#include "futex.hh"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

namespace carray::futex {

static_assert(sizeof(Word) == sizeof(std::uint32_t), "the kernel waits at the number itself");

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr double kNanosecondsInMillisecond = 1e6;
constexpr double kLife = 1e12;  // milliseconds: 31 years, which a 32-bit number of seconds takes
/** How often it is looked whether a wait was cancelled, where the kernel cannot wait for two words. */
constexpr std::int64_t kSlice = 20'000'000;

#ifdef SYS_futex
constexpr long kFutex = SYS_futex;
#else
constexpr long kFutex = -1;
#endif

// Headers may be older than the kernel. The number is the same on all processors that this compiles for, but Alpha.
#ifdef SYS_futex_waitv
constexpr long kFutexWaitv = SYS_futex_waitv;
#elif !defined(__alpha__)
constexpr long kFutexWaitv = 449;
#else
constexpr long kFutexWaitv = -1;
#endif

/** What futex(2) takes by this number, also where the time of the C library has 64 bits and its `long` has not. */
struct ShortTime {
  long seconds;
  long nanoseconds;
};

/** What futex_waitv(2) takes. */
struct LongTime {
  std::int64_t seconds;
  std::int64_t nanoseconds;
};

struct WaitedWord {
  std::uint64_t expected;
  std::uint64_t address;
  std::uint32_t flags;
  std::uint32_t reserved;
};
constexpr std::uint32_t k32Bits = 2;

int Result(long answer) { return answer < 0 ? -errno : static_cast<int>(answer); }

std::uintptr_t AddressOf(Word& word) { return reinterpret_cast<std::uintptr_t>(&word); }

/** FUTEX_WAIT, for a time that has an end or none. */
int WaitFor(std::uintptr_t address, int operation, std::uint32_t expected, std::int64_t end) {
  const std::int64_t left = end == kNever ? 0 : std::max<std::int64_t>(end - Now(), 0);
  const ShortTime time{static_cast<long>(left / kSecond), static_cast<long>(left % kSecond)};
  const ShortTime* const limit = end == kNever ? nullptr : &time;
  return Result(syscall(kFutex, address, operation, expected, limit, nullptr, 0));
}

bool HasWaitv() {
  // No words: EINVAL where the call is there. Where it is not, sandboxes answer ENOSYS or EPERM.
  static const bool has = syscall(kFutexWaitv, nullptr, 0, 0, nullptr, 0) == -1 && errno == EINVAL;
  return has;
}

/** The wait for both words at once. The answer is the last one that was woken: a wake is not lost to a cancel. */
int WaitForBoth(std::uintptr_t address, std::uint32_t expected, std::int64_t end, Word& cancelled) {
  WaitedWord words[] = {
      {0, AddressOf(cancelled), k32Bits | FUTEX_PRIVATE_FLAG, 0},
      {expected, address, k32Bits, 0},
  };
  const LongTime time{end / kSecond, end % kSecond};
  const int woken = Result(syscall(kFutexWaitv, words, 2, 0, end == kNever ? nullptr : &time, CLOCK_MONOTONIC));
  if (woken == 1) return 0;
  if (woken == 0) return -ECANCELED;
  return woken == -EAGAIN && cancelled.load() != 0 ? -ECANCELED : woken;
}

/** A wake between two slices is lost where the number is still the same. */
int WaitInSlices(std::uintptr_t address, std::uint32_t expected, std::int64_t end, Word& cancelled) {
  for (;;) {
    if (cancelled.load() != 0) return -ECANCELED;
    const std::int64_t slice = Now() + kSlice;
    const int status = Wait(address, expected, std::min(slice, end));
    if (status != -ETIMEDOUT || end <= slice) return status;
  }
}

}  // namespace

std::int64_t Now() {
  struct timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);  // fails for clocks alone that do not exist
  return static_cast<std::int64_t>(now.tv_sec) * kSecond + now.tv_nsec;
}

std::int64_t TimeIn(double milliseconds) {
  if (!(milliseconds >= 0 && milliseconds <= kLife)) return kNever;
  const double nanoseconds = milliseconds * kNanosecondsInMillisecond;
  const auto whole = static_cast<std::int64_t>(nanoseconds);
  return Now() + whole + (static_cast<double>(whole) < nanoseconds ? 1 : 0);
}

bool IsSupported() {
  Word word{0};
  return Wake(AddressOf(word), 1) == 0;
}

int Wait(std::uintptr_t address, std::uint32_t expected, std::int64_t end) {
  return WaitFor(address, FUTEX_WAIT, expected, end);
}

int WaitOrCancel(std::uintptr_t address, std::uint32_t expected, std::int64_t end, Word& cancelled) {
  return HasWaitv() ? WaitForBoth(address, expected, end, cancelled) : WaitInSlices(address, expected, end, cancelled);
}

// The kernel wakes one for a count of 0.
int Wake(std::uintptr_t address, int count) {
  return count <= 0 ? 0 : Result(syscall(kFutex, address, FUTEX_WAKE, count, nullptr, nullptr, 0));
}

void AwaitCall(Word& word, std::int64_t end) {
  // Whatever the reason for the return is: the caller looks at the word and at the time.
  if (word.load() == 0) WaitFor(AddressOf(word), FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0, end);
}

void Call(Word& word) {
  word.store(1);
  syscall(kFutex, AddressOf(word), FUTEX_WAKE | FUTEX_PRIVATE_FLAG, INT_MAX, nullptr, nullptr, 0);  // fails for no word
}

}  // namespace carray::futex
