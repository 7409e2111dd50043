// What happened to the pages of a guarded region: four bits for each, changed without locks by handlers in all threads.
//
// Why it is free of races. Each change is one atomic operation on a word, which leaves the bits of the other pages alone. What
// a handler does to a page it does from TryClaim to Unclaim: one of those who try gets the claim, and whoever gets it next, or
// sees that it is gone, comes after all that was done under it. Clear would take claims away, so nobody may have one: Forget
// pauses the slot. Who looks at the marks of several pages sees each word once, but not all words at one time.
// test/tsan/faults.cc runs it, the slots and what is done about faults under ThreadSanitizer.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace carray::faults {

/** Of a page. The numbers are those of FaultMark in JavaScript. */
enum class Mark : std::uint64_t {
  kNone = 0,
  /** There is nothing behind it. */
  kLost = 1,
  /** It was read-only and stored into. */
  kWritten = 2,
  /** It had no access. */
  kUnreadable = 3,
};

/**
 * The marks of so many pages. A page can be claimed as well: one thread looks at it or replaces it, the others wait.
 * Who holds a claim never waits for another, so no two threads can wait for each other.
 */
class Marks {
 public:
  /** No marks are there yet; false when there is no memory. Not for handlers, as Free. */
  bool Allocate(std::size_t pages);
  void Free();

  bool TryClaim(std::size_t page);
  void Unclaim(std::size_t page);
  bool IsClaimed(std::size_t page) const;

  Mark At(std::size_t page) const;
  void Set(std::size_t page, Mark mark);

  /** The first marked page from `first` to `last`, or `last` + 1. */
  std::size_t FirstMarked(std::size_t first, std::size_t last) const;
  /** The first page after `page` with another mark, at most `pages`. */
  std::size_t EndOfMark(std::size_t page, std::size_t pages) const;
  /** Marks those from `first` to `last` that have no mark. */
  void SetUnmarked(std::size_t first, std::size_t last, Mark mark);
  /** Forgets the marks of `pages` pages. While none is claimed. */
  void Clear(std::size_t pages);

 private:
  using Word = std::atomic<std::uint64_t>;
  static_assert(Word::is_always_lock_free, "a handler must not take a lock");

  Word* words_;  // calloc: the words of a long region that nobody writes to take no memory
};

}  // namespace carray::faults
