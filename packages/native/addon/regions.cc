#include "regions.hh"

#include <atomic>
#include <mutex>
#include <new>

#include "memory.hh"

namespace carray::regions {

struct Region {
  const std::uint64_t id;
  const std::uintptr_t address;
  const std::size_t length;
  /** The reservation whose addresses these are: one reference to it; nullptr for a region of its own. */
  Region* const reservation;
  std::atomic<std::uint32_t> references{1};
  /** The regions inside of this one, as a list; changed under `inside_mutex`. */
  std::atomic<Region*> first_inside{nullptr};
  Region* next_inside = nullptr;
};

namespace {

std::atomic<std::uint64_t> last_id{0};
std::atomic<std::size_t> live_count{0};
std::mutex inside_mutex;

Region* Make(std::uintptr_t address, std::size_t length, Region* reservation) {
  return new (std::nothrow) Region{last_id.fetch_add(1) + 1, address, length, reservation};
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
std::size_t PageCeil(std::size_t length) {
  std::size_t page = memory::PageSize();
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

/** Gives the pages of a region without references back. */
int GiveBack(Region* region) {
  if (region->reservation == nullptr) return memory::Unmap(region->address, region->length);
  std::lock_guard<std::mutex> lock(inside_mutex);
  int status = memory::Reserve(region->address, PageCeil(region->length));
  if (status == 0) Unlink(region);
  return status;
}

}  // namespace

Region* Adopt(std::uintptr_t address, std::size_t length) {
  Region* region = Make(address, length, nullptr);
  if (region != nullptr) live_count.fetch_add(1);
  return region;
}

std::int64_t MapInside(Region* reservation, std::int64_t offset, std::int64_t length, int protection, int flags,
                       int fd, std::int64_t file_offset, Region** inside) {
  std::lock_guard<std::mutex> lock(inside_mutex);
  std::uintptr_t start = Within(reservation, offset, length);
  if (start == 0 || length == 0) return memory::kInvalid;
  if (Overlaps(reservation, start, length)) return memory::kExists;
  Region* region = Make(start, length, reservation);
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

int Release(Region* region) {
  // acq_rel: what every former owner did with the pages happens before the last one unmaps them.
  if (region->references.fetch_sub(1, std::memory_order_acq_rel) > 1) return 0;
  int status = GiveBack(region);
  if (status != 0) {
    region->references.store(1);
    return status;
  }
  live_count.fetch_sub(1);
  Region* reservation = region->reservation;
  delete region;
  // What fails there is not this region's: its pages are gone. LiveCount goes on counting the reservation.
  if (reservation != nullptr) Release(reservation);
  return 0;
}

std::uint64_t IdOf(const Region* region) { return region->id; }

std::uintptr_t AddressOf(const Region* region) { return region->address; }

std::int64_t Locate(const Region* region, std::int64_t offset, std::int64_t length) {
  std::uintptr_t start = region == nullptr ? 0 : Within(region, offset, length);
  if (start == 0) return memory::kInvalid;
  if (region->first_inside.load() != nullptr) {
    std::lock_guard<std::mutex> lock(inside_mutex);
    if (Overlaps(region, start, length)) return memory::kBusy;
  }
  return static_cast<std::int64_t>(start);
}

std::size_t LiveCount() { return live_count.load(); }

}  // namespace carray::regions
