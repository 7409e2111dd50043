#include "faults.hh"

#include "handlers.hh"
#include "slots.hh"

namespace carray::faults {

const bool kSupported = true;

// Before the slot is opened: from then on a fault there must find the handlers.
int Guard(std::uintptr_t start, std::size_t length, std::size_t page_size) {
  InstallHandlers();
  return TakeSlot(start, length, page_size);
}

void SetUnreadable(int slot, bool unreadable) { SlotAt(slot).unreadable.store(unreadable); }

void Withdraw(int slot) {
  SlotAt(slot).start.store(0);
  AwaitVisitors(SlotAt(slot));
}

void Restore(int slot) { SlotAt(slot).start.store(SlotAt(slot).first_page); }

void Free(int slot) { FreeSlot(slot); }

Pause::Pause(int slot) : slot_(slot) {
  if (slot_ < 0) return;
  SlotAt(slot_).pauses.fetch_add(1);
  AwaitVisitors(SlotAt(slot_));
}

Pause::~Pause() {
  if (slot_ >= 0) SlotAt(slot_).pauses.fetch_sub(1);
}

std::int64_t FirstMarked(int number, std::size_t offset, std::size_t length) {
  if (length == 0) return -1;
  const Slot& slot = SlotAt(number);
  const std::size_t last = (offset + length - 1) / slot.page_size;
  const std::size_t marked = slot.marks.FirstMarked(offset / slot.page_size, last);
  return marked > last ? -1 : static_cast<std::int64_t>(marked * slot.page_size);
}

int MarkAt(int number, std::size_t offset) {
  const Slot& slot = SlotAt(number);
  return static_cast<int>(slot.marks.At(offset / slot.page_size));
}

std::size_t EndOfMark(int number, std::size_t offset) {
  const Slot& slot = SlotAt(number);
  return slot.marks.EndOfMark(offset / slot.page_size, slot.Pages()) * slot.page_size;
}

void MarkLost(int number, std::size_t offset, std::size_t length) {
  if (length == 0) return;
  Slot& slot = SlotAt(number);
  Visit visit(slot.first_page);  // not while another holder forgets: the two numbers of the counter stay equal
  slot.marks.SetUnmarked(offset / slot.page_size, (offset + length - 1) / slot.page_size, Mark::kLost);
  CounterOf(slot).Add();
}

void Forget(int number) {
  Slot& slot = SlotAt(number);
  Pause pause(number);  // no claim is there
  slot.marks.Clear(slot.Pages());
  CounterOf(slot).Reset();
}

void Renew(int slot) {
  if (slot >= 0) SlotAt(slot).faults.store(0);
}

void Reinstall() {
  if (AreInstalled()) InstallHandlers();
}

}  // namespace carray::faults
