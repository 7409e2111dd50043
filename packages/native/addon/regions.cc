#include "regions.hh"

#include <atomic>
#include <new>

#include "memory.hh"

namespace carray::regions {

struct Region {
  const std::uint64_t id;
  const std::uintptr_t address;
  const std::size_t length;
  std::atomic<std::uint32_t> references{1};
};

namespace {

std::atomic<std::uint64_t> last_id{0};
std::atomic<std::size_t> live_count{0};

}  // namespace

Region* Adopt(std::uintptr_t address, std::size_t length) {
  Region* region = new (std::nothrow) Region{last_id.fetch_add(1) + 1, address, length};
  if (region != nullptr) live_count.fetch_add(1);
  return region;
}

void Retain(Region* region) { region->references.fetch_add(1, std::memory_order_relaxed); }

int Release(Region* region) {
  // acq_rel: what every former owner did with the pages happens before the last one unmaps them.
  if (region->references.fetch_sub(1, std::memory_order_acq_rel) > 1) return 0;
  int status = memory::Unmap(region->address, region->length);
  if (status != 0) {
    region->references.store(1);
    return status;
  }
  live_count.fetch_sub(1);
  delete region;
  return 0;
}

std::uint64_t IdOf(const Region* region) { return region->id; }

std::uintptr_t AddressOf(const Region* region) { return region->address; }

std::uintptr_t Locate(const Region* region, std::int64_t offset, std::int64_t length) {
  if (offset < 0 || length < 0) return 0;
  auto start = static_cast<std::uint64_t>(offset);
  auto size = static_cast<std::uint64_t>(length);
  if (start > region->length || size > region->length - start) return 0;
  return region->address + start;
}

std::size_t LiveCount() { return live_count.load(); }

}  // namespace carray::regions
