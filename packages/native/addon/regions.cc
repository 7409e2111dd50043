#include "regions.hh"

#include <atomic>
#include <mutex>
#include <new>

#include "faults/faults.hh"
#include "flag.hh"
#include "memory.hh"
#include "shared_table.hh"

namespace carray::regions {

struct Region {
  const std::uint64_t id;
  /** Changed by Resize alone, which says why nobody else looks at them then. */
  std::uintptr_t address;
  std::size_t length;
  const std::size_t page_size;
  /** The reservation whose addresses these are: one reference to it; nullptr for a region of its own. */
  Region* const reservation;
  std::atomic<std::uint32_t> references{1};
  /** Of the table of guarded regions, or -1. Set under `inside_mutex`, once until Resize. */
  std::atomic<int> slot{-1};
  /** Whether it is in the table of shared regions. Set by holders, looked at by the last owner, after all of them. */
  Flag shared{false};
  /** The regions inside of this one, as a list; changed under `inside_mutex`. */
  std::atomic<Region*> first_inside{nullptr};
  Region* next_inside = nullptr;
};

namespace {

std::atomic<std::uint64_t> last_id{0};
std::atomic<std::size_t> live_count{0};
std::mutex inside_mutex;

Region* Make(std::uintptr_t address, std::size_t length, std::size_t page_size, Region* reservation) {
  return new (std::nothrow) Region{NextId(), address, length, page_size, reservation};
}

/** Where the bytes start, or 0 where the range leaves the region. */
std::uintptr_t Within(const Region* region, std::int64_t offset, std::int64_t length) {
  if (offset < 0 || length < 0) return 0;
  auto start = static_cast<std::uint64_t>(offset);
  auto size = static_cast<std::uint64_t>(length);
  if (start > region->length || size > region->length - start) return 0;
  return region->address + start;
}

/** Bytes of the whole pages that a length takes. */
std::size_t PageCeil(std::size_t length, std::size_t page = memory::PageSize()) {
  return (length + page - 1) / page * page;
}

/** Whether a region inside takes any page of the range. Under `inside_mutex`. */
bool Overlaps(const Region* region, std::uintptr_t start, std::size_t length) {
  for (const Region* inside = region->first_inside; inside != nullptr; inside = inside->next_inside) {
    if (start < inside->address + PageCeil(inside->length) && inside->address < PageCeil(start + length)) return true;
  }
  return false;
}

void Unlink(Region* region) {
  Region* before = region->reservation->first_inside;
  if (before == region) {
    region->reservation->first_inside = region->next_inside;
    return;
  }
  while (before->next_inside != region) before = before->next_inside;
  before->next_inside = region->next_inside;
}

int UnmapPages(Region* region) {
  if (region->reservation == nullptr) return memory::Unmap(region->address, region->length);
  std::lock_guard<std::mutex> lock(inside_mutex);
  int status = memory::Reserve(region->address, PageCeil(region->length));
  if (status == 0) Unlink(region);
  return status;
}

/** Gives the pages of a region without references back. Its slot is closed before: no handler meets foreign pages. */
int GiveBack(Region* region) {
  const int slot = region->slot.load();
  if (slot < 0) return UnmapPages(region);
  faults::Withdraw(slot);
  int status = UnmapPages(region);
  if (status == 0) {
    faults::Free(slot);
  } else {
    faults::Restore(slot);
  }
  return status;
}

/**
 * Whether the caller's reference is the only one, and stays so while the caller does not give others away: who has none gets one
 * by Attach alone, which finds regions that were shared. Regions inside have a reference each. acquire: what former owners
 * did with the pages is done.
 */
bool IsSoleOwner(const Region* region) {
  return region->references.load(std::memory_order_acquire) == 1 && !region->shared.load() &&
         region->reservation == nullptr;
}

/** One more reference, unless the last one was given up: then its pages are on their way out. */
bool RetainIfAlive(Region* region) {
  std::uint32_t references = region->references.load(std::memory_order_relaxed);
  while (references != 0) {
    if (region->references.compare_exchange_weak(references, references + 1, std::memory_order_relaxed)) return true;
  }
  return false;
}

}  // namespace

Region* Adopt(std::uintptr_t address, std::size_t length, std::size_t page_size) {
  Region* region = Make(address, length, page_size, nullptr);
  if (region != nullptr) live_count.fetch_add(1);
  return region;
}

std::int64_t MapInside(Region* reservation, std::int64_t offset, std::int64_t length, int protection, int flags,
                       int fd, std::int64_t file_offset, Region** inside) {
  std::lock_guard<std::mutex> lock(inside_mutex);
  std::uintptr_t start = Within(reservation, offset, length);
  if (start == 0 || length == 0) return memory::kInvalid;
  if (reservation->slot.load() >= 0) return memory::kBusy;  // a guard would replace the pages of the other region
  if (Overlaps(reservation, start, length)) return memory::kExists;
  Region* region = Make(start, length, faults::PageSizeOf(flags, fd), reservation);
  if (region == nullptr) return memory::kNoMemory;
  std::int64_t mapped = memory::MapOver(start, length, protection, flags, fd, file_offset);
  if (mapped < 0) {
    memory::Reserve(start, PageCeil(length));  // a kernel may have unmapped before it failed
    delete region;
    return mapped;
  }
  Retain(reservation);
  region->next_inside = reservation->first_inside;
  reservation->first_inside = region;
  live_count.fetch_add(1);
  *inside = region;
  return mapped;
}

void Retain(Region* region) { region->references.fetch_add(1, std::memory_order_relaxed); }

void Share(Region* region) {
  region->shared.store(true);
  shared_table::Enter(region->id, region);  // also where another thread was first: it may not have come this far
}

Region* Attach(std::uint64_t id) { return shared_table::Find(id, RetainIfAlive); }

int Release(Region* region) {
  // acq_rel: what every former owner did with the pages happens before the last one unmaps them.
  if (region->references.fetch_sub(1, std::memory_order_acq_rel) > 1) return 0;
  // From here on nobody else takes a reference, and behind Leave nobody else looks at the region: see shared_table.hh.
  const bool shared = region->shared.load();
  if (shared) shared_table::Leave(region->id);
  int status = GiveBack(region);
  if (status != 0) {
    region->references.store(1);
    if (shared) shared_table::Enter(region->id, region);
    return status;
  }
  live_count.fetch_sub(1);
  Region* reservation = region->reservation;
  delete region;
  // What fails there is not this region's: its pages are gone. LiveCount goes on counting the reservation.
  if (reservation != nullptr) Release(reservation);
  return 0;
}

std::uint64_t NextId() { return last_id.fetch_add(1) + 1; }

std::uint64_t IdOf(const Region* region) { return region->id; }

std::uintptr_t AddressOf(const Region* region) { return region->address; }

std::size_t LengthOf(const Region* region) { return region->length; }

std::int64_t Locate(const Region* region, std::int64_t offset, std::int64_t length) {
  std::uintptr_t start = region == nullptr ? 0 : Within(region, offset, length);
  if (start == 0) return memory::kInvalid;
  if (region->first_inside.load() != nullptr) {
    std::lock_guard<std::mutex> lock(inside_mutex);
    if (Overlaps(region, start, length)) return memory::kBusy;
  }
  return static_cast<std::int64_t>(start);
}

int Remap(Region* region, std::int64_t offset, std::int64_t length, int protection, int flags, int fd,
          std::int64_t file_offset) {
  const std::uintptr_t start = region == nullptr ? 0 : Within(region, offset, length);
  if (start == 0) return memory::kInvalid;
  // Held to the end: no region comes inside meanwhile.
  std::lock_guard<std::mutex> lock(inside_mutex);
  if (Overlaps(region, start, length)) return memory::kBusy;
  faults::Pause pause(region->slot.load());
  std::int64_t mapped = memory::MapOver(start, length, protection, flags, fd, file_offset);
  if (mapped >= 0) {
    if (static_cast<std::size_t>(length) >= region->length) faults::Renew(region->slot.load());
    return 0;
  }
  // A kernel may have unmapped before it failed. What is not mapped any more could become another's.
  if (!memory::IsMapped(start, length)) memory::Reserve(start, PageCeil(length));
  return static_cast<int>(mapped);
}

// The address and the length are read by who has a reference, and by those inside of the same reservation: there is nobody
// else but the caller, so a lock would keep nobody out. Whoever gets a reference later has it from the caller, and sees what is
// stored here. Handlers in other threads look at the slot, not at the region: it is withdrawn meanwhile, and after that another's.
int Resize(Region* region, std::int64_t length, int flags) {
  const auto new_length = static_cast<std::size_t>(length);
  if (region == nullptr || length <= 0 || (flags & ~memory::kResizeFlags) != 0) return memory::kInvalid;
  if (static_cast<std::uint64_t>(length) != new_length) return memory::kNoMemory;  // where addresses have 32 bits
  if (!IsSoleOwner(region)) return memory::kBusy;
  const int slot = region->slot.load();
  if (slot >= 0) faults::Withdraw(slot);
  const std::int64_t resized = memory::Resize(region->address, region->length, new_length, flags);
  if (resized < 0) {
    if (slot >= 0) faults::Restore(slot);
    return static_cast<int>(resized);
  }
  if (slot >= 0) faults::Free(slot);
  region->slot.store(-1);
  region->address = static_cast<std::uintptr_t>(resized);
  region->length = new_length;
  return 0;
}

int Guard(Region* region) {
  // Held to the end: another holder guards it not a second time, and maps nothing inside.
  std::lock_guard<std::mutex> lock(inside_mutex);
  int slot = region->slot.load();
  if (slot >= 0) return slot;
  if (region->first_inside.load() != nullptr) return memory::kBusy;
  slot = faults::Guard(region->address, region->length, region->page_size);
  if (slot >= 0) region->slot.store(slot);
  return slot;
}

int SlotOf(const Region* region) { return region->slot.load(); }

std::size_t LiveCount() { return live_count.load(); }

}  // namespace carray::regions
