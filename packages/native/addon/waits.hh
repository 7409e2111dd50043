// The waits of one environment (the main thread, or a worker) that are under way in threads of their own.
//
// Why no thread touches an environment that has ended, and nothing is freed twice or never. A wait is in the table from Start on.
// Its thread ends it under the lock: where the environment is open, it posts it, and the environment's thread takes it out by
// Settle; where it is closed, or the post is refused, the thread takes it out and frees it. Close comes under the lock as well:
// before it every post is to an environment that lives, after it there are none. What was posted and is not yet settled then is
// given to Settle by the runtime, which empties its queue. Cancel looks for the wait under the lock: what it finds is not freed meanwhile.
// The object itself belongs to its environment and to each wait, and a thread keeps it until it has let go of the lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "regions.hh"

namespace carray {

struct Wait;

class Waits {
 public:
  /** Hands a wait that is over to the thread of the environment: whether it could. In any thread, under the lock. */
  using Post = bool (*)(void* environment, Wait* wait);

  Waits(void* environment, Post post) : environment_(environment), post_(post) {}
  Waits(const Waits&) = delete;
  Waits& operator=(const Waits&) = delete;

  void* Environment() const { return environment_; }

  /** A wait, see futex::Wait, that holds the region until it is over: its number, or -errno. */
  static std::int64_t Start(const std::shared_ptr<Waits>& waits, regions::Region* region, std::uintptr_t address,
                            std::uint32_t expected, double milliseconds);
  /** Nothing for a wait that is over, or that there never was. */
  void Cancel(std::uint64_t number);
  /** How many were begun and are not settled. */
  std::size_t Count();
  /** The environment ends: all waits are cancelled, and none is posted any more. */
  void Close();

  struct Outcome {
    std::uint64_t number;
    int status;
  };
  /** Takes over a wait that was posted. In the thread of the environment, also after Close. */
  static Outcome Settle(Wait* wait);

 private:
  void End(Wait* wait);
  void Remove(Wait* wait);
  friend struct Wait;

  void* const environment_;
  const Post post_;
  std::mutex mutex_;
  bool closed_ = false;
  std::uint64_t last_number_ = 0;
  std::unordered_map<std::uint64_t, Wait*> waits_;
};

}  // namespace carray
