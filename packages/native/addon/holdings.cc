#include "holdings.hh"

#include <atomic>
#include <new>

#include "flag.hh"
#include "memory.hh"

namespace carray {

struct BufferShare {
  regions::Region* const region;
  void* const data;
  Flag given_up{false};
  Flag kept{false};
  std::atomic<int> owners{2};
};

namespace {

void GiveUpReference(BufferShare* share) {
  // A munmap that fails here has nobody to be told; the pages stay, and liveRegions goes on counting them.
  if (!share->given_up.exchange(true) && !share->kept.load()) regions::Release(share->region);
}

void DropOwner(BufferShare* share) {
  if (share->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete share;
}

}  // namespace

Holdings::~Holdings() {
  for (auto& [serial, share] : shares_) DropOwner(share);
  for (auto& [id, region] : regions_) regions::Release(region);
}

std::uint64_t Holdings::Hold(regions::Region* region, std::uint64_t id) {
  regions_.emplace(id, region);
  return id;
}

regions::Region* Holdings::Find(std::uint64_t id) const {
  auto found = regions_.find(id);
  return found == regions_.end() ? nullptr : found->second;
}

int Holdings::GiveUp(std::uint64_t id) {
  auto found = regions_.find(id);
  if (found == regions_.end()) return memory::kInvalid;
  int status = regions::Release(found->second);
  if (status == 0) regions_.erase(found);
  return status;
}

BufferShare* Holdings::Share(regions::Region* region, void* data, std::uint64_t serial) {
  if (shares_.size() >= sweep_at_) SweepCollected();
  auto* share = new (std::nothrow) BufferShare{region, data};
  if (share == nullptr) return nullptr;
  regions::Retain(region);
  shares_.emplace(serial, share);
  return share;
}

BufferShare* Holdings::FindShare(std::uint64_t serial) const {
  auto found = shares_.find(serial);
  return found == shares_.end() ? nullptr : found->second;
}

void Holdings::EndShare(std::uint64_t serial) {
  BufferShare* share = FindShare(serial);
  if (share == nullptr) return;
  GiveUpReference(share);
  ForgetShare(serial);
}

void Holdings::ForgetShare(std::uint64_t serial) {
  auto found = shares_.find(serial);
  if (found == shares_.end()) return;
  DropOwner(found->second);
  shares_.erase(found);
}

bool Holdings::KeepShare(std::uint64_t serial) {
  BufferShare* share = FindShare(serial);
  if (share != nullptr) share->kept.store(true);
  return share != nullptr;
}

// Buffers that were collected without being detached leave their table entry behind.
void Holdings::SweepCollected() {
  for (auto entry = shares_.begin(); entry != shares_.end();) {
    if (entry->second->given_up.load()) {
      DropOwner(entry->second);
      entry = shares_.erase(entry);
    } else {
      ++entry;
    }
  }
  sweep_at_ = 2 * shares_.size() + 64;
}

void* DataOf(const BufferShare* share) { return share->data; }

void FinalizeShare(BufferShare* share) {
  GiveUpReference(share);
  DropOwner(share);
}

}  // namespace carray
