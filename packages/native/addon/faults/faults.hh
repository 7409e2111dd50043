// Survives faults in guarded regions: the page at fault is replaced by a private one, marked and counted. Faults
// anywhere else go to the handlers that were there before. faults_linux.cc; faults_posix.cc where nothing can be guarded.
//
// A guarded region has a slot of a table, from Guard to Free. All functions of a slot are for the threads that hold the
// region; Withdraw, Restore and Free are for its last owner, or the only one. The handlers run beside them in any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace carray::faults {

/** Whether regions can be guarded on this platform. */
extern const bool kSupported;

/** How many regions can be guarded at once. */
inline constexpr std::size_t kSlots = 65536;
inline constexpr std::size_t kCounterBytes = 8;

/** Bytes of a page of memory mapped with these flags from this file: not those of PageSize for huge pages. */
std::size_t PageSizeOf(int flags, int fd);

/**
 * Guards the pages from `start` on, and installs the handlers where this is the first guard. `page_size` divides
 * `start`. The slot, with its counter at 0, or -errno: ENOMEM, ENOSPC (all slots are taken), ENOTSUP.
 */
int Guard(std::uintptr_t start, std::size_t length, std::size_t page_size);

/** Whether faults at pages without any access are survived too. */
void SetUnreadable(int slot, bool unreadable);

/** From its return on no handler touches the pages: before they are unmapped. */
void Withdraw(int slot);
/** Undoes Withdraw: the pages could not be unmapped. */
void Restore(int slot);
/** The slot is another's from now on. After Withdraw. */
void Free(int slot);

/** While one lives no handler touches the pages of a slot: threads that fault there wait, until no holder
 * pauses any more. None for a negative slot. */
class Pause {
 public:
  explicit Pause(int slot);
  ~Pause();
  Pause(const Pause&) = delete;
  Pause& operator=(const Pause&) = delete;

 private:
  const int slot_;
};

// What happened, by bytes of the guarded range. Arguments lie within it.

/** Offset of the first marked page with bytes of the range, or -1. */
std::int64_t FirstMarked(int slot, std::size_t offset, std::size_t length);
/** A mark, see marks.hh. */
int MarkAt(int slot, std::size_t offset);
/** Where the row of pages with the same mark as the one with the byte ends. */
std::size_t EndOfMark(int slot, std::size_t offset);
/** Marks the unmarked pages with bytes of the range as lost, and counts one fault. */
void MarkLost(int slot, std::size_t offset, std::size_t length);
/** No page is marked and the counter is 0. */
void Forget(int slot);
/** All pages are mapped anew: those replaced before take no areas any more. None for a negative slot. */
void Renew(int slot);

/** Puts the handlers back on top of others installed since: these are chained to. Nothing before the first Guard. */
void Reinstall();

/** The counters, two equal numbers of 32 bits for each slot. They live as long as the process. */
void* Counters();

}  // namespace carray::faults
