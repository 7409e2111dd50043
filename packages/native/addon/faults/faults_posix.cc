#include <errno.h>

#include "../memory.hh"
#include "faults.hh"

namespace carray::faults {

const bool kSupported = false;

std::size_t PageSizeOf(int, int) { return memory::PageSize(); }

int Guard(std::uintptr_t, std::size_t, std::size_t) { return -ENOTSUP; }

// No slot was ever given: the rest is not called.
void SetUnreadable(int, bool) {}
void Withdraw(int) {}
void Restore(int) {}
void Free(int) {}
Pause::Pause(int slot) : slot_(slot) {}
Pause::~Pause() { static_cast<void>(slot_); }
std::int64_t FirstMarked(int, std::size_t, std::size_t) { return -1; }
int MarkAt(int, std::size_t) { return 0; }
std::size_t EndOfMark(int, std::size_t) { return 0; }
void MarkLost(int, std::size_t, std::size_t) {}
void Forget(int) {}
void Renew(int) {}
void Reinstall() {}
void* Counters() { return nullptr; }

}  // namespace carray::faults
