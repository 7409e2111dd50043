#include <errno.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <mutex>

#include "slots.hh"

namespace carray::faults {

namespace {

static_assert(std::atomic<std::uint32_t>::is_always_lock_free && std::atomic<std::uintptr_t>::is_always_lock_free);

/**
 * Bounds of the regions in so many slots in a row, so that a fault among many regions is found without a look at each.
 * While one of the slots is taken they only become wider. Written under `mutex`.
 */
constexpr std::size_t kSlotsPerBlock = 64;
struct Block {
  std::atomic<std::uintptr_t> low, high;  // both 0: nothing there
  std::size_t taken;
};

// Zeros that take no memory until they are written to.
Slot slots[kSlots];
Block blocks[kSlots / kSlotsPerBlock];
Counter counters[kSlots];
std::atomic<std::size_t> slots_used{0};  // those after it were never used
std::atomic<std::size_t> last_fault{0};  // the slot of the last fault: the first to look at
std::size_t lowest_free = 0;             // no slot before it is free
std::atomic<pid_t> home{0};              // the process that guards; its forks have the table too
std::mutex mutex;                        // never taken by a handler

void Widen(Block& block, std::uintptr_t start, std::uintptr_t end) {
  if (block.taken++ == 0 || start < block.low.load()) block.low.store(start);
  if (end > block.high.load()) block.high.store(end);
}

bool Covers(const Slot& slot, std::uintptr_t address) {
  const std::uintptr_t start = slot.start.load();
  return start != 0 && address - start < slot.bytes.load(std::memory_order_relaxed);
}

}  // namespace

int TakeSlot(std::uintptr_t start, std::size_t length, std::size_t page_size) {
  std::lock_guard<std::mutex> lock(mutex);
  while (lowest_free < kSlots && slots[lowest_free].first_page != 0) ++lowest_free;
  if (lowest_free == kSlots) return -ENOSPC;
  const std::size_t number = lowest_free;
  Slot& slot = slots[number];
  const std::size_t pages = (length + page_size - 1) / page_size;
  if (!slot.marks.Allocate(pages)) return -ENOMEM;
  home.store(getpid());
  slot.first_page = start;
  slot.page_size = page_size;
  slot.faults.store(0);
  slot.unreadable.store(false);
  slot.bytes.store(pages * page_size);
  counters[number].Reset();
  Widen(blocks[number / kSlotsPerBlock], start, start + pages * page_size);
  slot.start.store(start);
  if (slots_used.load() <= number) slots_used.store(number + 1);
  return static_cast<int>(number);
}

void FreeSlot(int number) {
  std::lock_guard<std::mutex> lock(mutex);
  Slot& slot = slots[number];
  slot.marks.Free();
  slot.first_page = 0;
  counters[number].Reset();
  Block& block = blocks[static_cast<std::size_t>(number) / kSlotsPerBlock];
  if (--block.taken == 0) {
    block.high.store(0);
    block.low.store(0);
  }
  if (static_cast<std::size_t>(number) < lowest_free) lowest_free = static_cast<std::size_t>(number);
}

Slot& SlotAt(int number) { return slots[number]; }

Counter& CounterOf(const Slot& slot) { return counters[&slot - slots]; }

void* Counters() { return counters; }

void AwaitVisitors(const Slot& slot) {
  for (Wait wait; slot.visitors.load() != 0 && wait.Again();) {
  }
}

Visit::Visit(std::uintptr_t address) {
  const std::size_t used = slots_used.load();
  const std::size_t last = last_fault.load(std::memory_order_relaxed);
  if (last < used && Enter(last, address)) return;
  for (std::size_t first = 0; first < used; first += kSlotsPerBlock) {
    const Block& block = blocks[first / kSlotsPerBlock];
    if (address < block.low.load() || address >= block.high.load()) continue;
    for (std::size_t number = first; number < first + kSlotsPerBlock; ++number) {
      if (Enter(number, address)) return;
    }
  }
}

Visit::~Visit() {
  if (slot_ != nullptr) slot_->visitors.fetch_sub(1);
}

// In this order, see slots.hh.
bool Visit::Enter(std::size_t number, std::uintptr_t address) {
  Slot& slot = slots[number];
  bool alone = false;
  for (Wait wait; Covers(slot, address); alone = !wait.Again()) {
    slot.visitors.fetch_add(1);
    if ((alone || slot.pauses.load() == 0) && Covers(slot, address)) {
      last_fault.store(number, std::memory_order_relaxed);
      slot_ = &slot;
      return true;
    }
    slot.visitors.fetch_sub(1);
  }
  return false;
}

bool Wait::Again() {
  constexpr int kYields = 16;
  if (home.load() != getpid()) return false;
  if (++times_ < kYields) {
    sched_yield();
    return true;
  }
  times_ = kYields;
  const timespec pause = {0, 50 * 1000};
  nanosleep(&pause, nullptr);  // cut short at worst
  return true;
}

}  // namespace carray::faults
