// The table of guarded regions, found by address without a lock. Linux.
//
// Why it is free of races. A visitor counts itself in, and looks at `start` and `pauses` then; who closes or pauses a slot says
// so there, and looks at the count of visitors then. All four are sequentially consistent, so at least one of the two sees the
// other: the visitor goes out again, or the closer waits. What visitors did comes before their counting out, which the closer
// has seen when it goes on; what the closer does comes before it opens the slot again, which the next visitor sees. A visitor
// that counts itself in for a moment and finds the slot closed, or another's, has touched the count alone. A thread never
// waits for visitors inside a visit, nor enters a slot that it pauses itself, so nobody waits for itself.
// ThreadSanitizer sees what is ordered by these (test/tsan/faults.cc), but not that one of the two sees the other.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "../flag.hh"
#include "faults.hh"
#include "marks.hh"

namespace carray::faults {

/**
 * A guarded region. What is not atomic is written under the mutex of the table, and only while `start` is 0 and no
 * visitor is there; a handler reads it as a visitor that has seen a `start`.
 */
struct alignas(64) Slot {
  std::atomic<std::uintptr_t> start;  // 0: no handler comes in
  std::atomic<std::size_t> bytes;     // whole pages
  std::atomic<std::uint32_t> visitors;
  std::atomic<std::uint32_t> faults;  // since all pages were mapped: the more, the more pages are replaced at once
  std::atomic<std::uint32_t> pauses;   // while there is one, visitors wait outside
  Flag unreadable;
  std::uintptr_t first_page;  // survives Close; 0: the slot is free
  std::size_t page_size;
  Marks marks;

  std::size_t Pages() const { return bytes.load(std::memory_order_relaxed) / page_size; }
  std::uintptr_t PageAt(std::size_t index) const { return first_page + index * page_size; }
};

/** How many faults there were, twice: JavaScript looks at either. */
class Counter {
 public:
  void Add() {
    first_.fetch_add(1);
    second_.fetch_add(1);
  }
  void Reset() {
    first_.store(0);
    second_.store(0);
  }

 private:
  std::atomic<std::uint32_t> first_, second_;
};
static_assert(sizeof(Counter) == kCounterBytes);

/** Not for handlers: takes a lock. A slot that is open for them, its counter at 0; or -errno. */
int TakeSlot(std::uintptr_t start, std::size_t length, std::size_t page_size);
/** Not for handlers. The slot is closed. */
void FreeSlot(int number);

Slot& SlotAt(int number);
Counter& CounterOf(const Slot& slot);

/** No handler is in the slot from its return on. */
void AwaitVisitors(const Slot& slot);

/** A handler's stay in the open slot that has an address. */
class Visit {
 public:
  explicit Visit(std::uintptr_t address);
  ~Visit();
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  /** nullptr where no slot has the address. */
  Slot* Found() const { return slot_; }

 private:
  bool Enter(std::size_t number, std::uintptr_t address);
  Slot* slot_ = nullptr;
};

/** The wait for what another thread is at. In the child of a fork, where the others do not exist, there is none. */
class Wait {
 public:
  /** Waits a little: false where there is nobody to wait for. */
  bool Again();

 private:
  int times_ = 0;
};

}  // namespace carray::faults
