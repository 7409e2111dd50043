#include "waits.hh"

#include <new>

#include "futex.hh"
#include "memory.hh"
#include "waiters.hh"

namespace carray {

/** The task of a thread: a wait at a number in a region. Its thread's until it is posted. */
struct Wait : waiters::Task {
  Wait(const std::shared_ptr<Waits>& waits, regions::Region* region, std::uintptr_t address, std::uint32_t expected,
       std::int64_t end)
      : Task{RunWait}, waits(waits), region(region), address(address), expected(expected), end(end) {}

  static void RunWait(Task* task) {
    auto* wait = static_cast<Wait*>(task);
    wait->status = futex::WaitOrCancel(wait->address, wait->expected, wait->end, wait->cancelled);
    // A munmap that fails here has nobody to be told; the pages stay, and liveRegions goes on counting them.
    regions::Release(wait->region);
    const std::shared_ptr<Waits> waits = wait->waits;
    waits->End(wait);
  }

  const std::shared_ptr<Waits> waits;
  regions::Region* const region;
  const std::uintptr_t address;
  const std::uint32_t expected;
  const std::int64_t end;
  std::uint64_t number = 0;
  int status = 0;
  futex::Word cancelled{0};
};

std::int64_t Waits::Start(const std::shared_ptr<Waits>& waits, regions::Region* region, std::uintptr_t address,
                          std::uint32_t expected, double milliseconds) {
  auto* wait = new (std::nothrow) Wait(waits, region, address, expected, futex::TimeIn(milliseconds));
  if (wait == nullptr) return memory::kNoMemory;
  std::uint64_t number = 0;
  {
    std::lock_guard<std::mutex> lock(waits->mutex_);
    number = wait->number = ++waits->last_number_;
    waits->waits_.emplace(number, wait);
  }
  regions::Retain(region);
  const int status = waiters::Run(wait);
  if (status == 0) return static_cast<std::int64_t>(number);
  regions::Release(region);
  waits->Remove(wait);
  delete wait;
  return status;
}

void Waits::Cancel(std::uint64_t number) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = waits_.find(number);
  if (found != waits_.end()) futex::Call(found->second->cancelled);
}

std::size_t Waits::Count() {
  std::lock_guard<std::mutex> lock(mutex_);
  return waits_.size();
}

void Waits::Close() {
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  for (auto& [number, wait] : waits_) futex::Call(wait->cancelled);
}

void Waits::End(Wait* wait) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!closed_ && post_(environment_, wait)) return;
    waits_.erase(wait->number);
  }
  delete wait;
}

Waits::Outcome Waits::Settle(Wait* wait) {
  const Outcome outcome{wait->number, wait->status};
  const std::shared_ptr<Waits> waits = wait->waits;
  waits->Remove(wait);
  delete wait;
  return outcome;
}

void Waits::Remove(Wait* wait) {
  std::lock_guard<std::mutex> lock(mutex_);
  waits_.erase(wait->number);
}

}  // namespace carray
