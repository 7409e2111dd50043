// Waits off the thread under ThreadSanitizer: environments begin, cancel and wake waits at random, and end with some of them parked.
// It is built with the sources of the addon that know nothing of JavaScript.
#include <errno.h>
#include <sched.h>
#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "../../addon/futex.hh"
#include "../../addon/memory.hh"
#include "../../addon/regions.hh"
#include "../../addon/waits.hh"
#include "check.hh"

namespace {

using carray::Wait;
using carray::Waits;
using carray::regions::Region;
namespace futex = carray::futex;
namespace memory = carray::memory;
namespace regions = carray::regions;

constexpr int kWords = 4;

Region* MapWords() {
  const std::size_t page = memory::PageSize();
  const auto address = memory::Map(0, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  Check(address > 0, "map");
  return regions::Adopt(static_cast<std::uintptr_t>(address), page, page);
}

/** What the runtime has: a queue to the thread of the environment, which nobody may use when that has ended. */
class Environment {
 public:
  Environment() : region_(MapWords()), waits_(std::make_shared<Waits>(this, Post)) {}

  /** As the runtime: hooks first, then the queue is emptied. */
  void End() {
    waits_->Close();
    ended_.store(true);
    regions::Release(region_);
    Settle();
  }

  void Begin(unsigned random) {
    const double timeout = random % 3 == 0 ? 0.01 * (random % 100) : -1;
    const std::uint32_t expected = random % 11 == 0 ? 1 : 0;
    const std::int64_t number = Waits::Start(waits_, region_, At(random), expected, timeout);
    Check(number > 0, "start");
    numbers_.push_back(number);
  }

  void CancelOne(unsigned random) {
    if (!numbers_.empty()) waits_->Cancel(numbers_[random % numbers_.size()]);
  }

  void Wake(unsigned random) {
    const int woken = futex::Wake(At(random), static_cast<int>(random % 3));
    Check(woken >= 0 && woken < 3, "wake");
    woken_ += woken;
  }

  void Settle() {
    for (Wait* wait = Take(); wait != nullptr; wait = Take()) {
      const int status = Waits::Settle(wait).status;
      const bool known = status == 0 || status == -EAGAIN || status == -ECANCELED || status == -ETIMEDOUT;
      Check(known, "a status that no wait has");
      if (status == 0) ++ended_by_wake_;
    }
  }

  /** Every wake has ended a wait that says so, also where that was cancelled at the same time. */
  void CancelAll() {
    for (const std::uint64_t number : numbers_) waits_->Cancel(number);
    numbers_.clear();
    for (; waits_->Count() > 0; sched_yield()) Settle();
    Check(woken_ == ended_by_wake_, "a wake was lost");
  }

  /** As a runtime that ends its queue before it calls hooks. */
  void Refuse() {
    std::lock_guard<std::mutex> lock(mutex_);
    refuses_ = true;
  }

 private:
  static bool Post(void* environment, Wait* wait) {
    auto* self = static_cast<Environment*>(environment);
    Check(!self->ended_.load(), "a wait was posted to an environment that has ended");
    std::lock_guard<std::mutex> lock(self->mutex_);
    if (!self->refuses_) self->posted_.push_back(wait);
    return !self->refuses_;
  }

  Wait* Take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (posted_.empty()) return nullptr;
    Wait* wait = posted_.front();
    posted_.pop_front();
    return wait;
  }

  std::uintptr_t At(unsigned random) const {
    return regions::AddressOf(region_) + random % kWords * sizeof(std::uint32_t);
  }

  Region* const region_;
  const std::shared_ptr<Waits> waits_;
  std::atomic<bool> ended_{false};
  std::mutex mutex_;
  std::deque<Wait*> posted_;
  bool refuses_ = false;
  std::vector<std::uint64_t> numbers_;
  int woken_ = 0;
  int ended_by_wake_ = 0;
};

void Act(Environment& environment, std::minstd_rand& random) {
  const unsigned action = random() % 8;
  if (action < 4) return environment.Begin(random());
  if (action < 6) return environment.CancelOne(random());
  // Both, one right after the other: the thread has not run in between.
  environment.Wake(random());
  if (action == 7) environment.CancelOne(random());
  environment.Settle();
}

void Work(unsigned seed, int rounds) {
  std::minstd_rand random(seed);
  std::vector<std::unique_ptr<Environment>> environments;  // kept, so that a late post is not taken for another one's
  for (int round = 0; round < rounds; round += 100) {
    Environment& environment = *environments.emplace_back(std::make_unique<Environment>());
    for (int i = 0; i < 80; ++i) Act(environment, random);
    environment.CancelAll();
    for (int i = 0; i < 20; ++i) Act(environment, random);
    if (random() % 2 == 0) environment.Refuse();
    for (int i = 0; i < 20; ++i) Act(environment, random);
    environment.End();
  }
}

}  // namespace

int main(int, char** arguments) {
  const int rounds = std::atoi(arguments[1]);
  std::vector<std::thread> threads;
  for (unsigned seed = 1; seed <= 3; ++seed) threads.emplace_back(Work, seed, rounds);
  for (std::thread& thread : threads) thread.join();
  const std::int64_t end = futex::TimeIn(10'000);
  while (regions::LiveCount() > 0 && futex::Now() < end) sched_yield();
  Check(regions::LiveCount() == 0, "waits are left");
  return 0;
}
