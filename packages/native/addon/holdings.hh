// What one environment (the main thread, or a worker) holds: regions by id, and the buffers it made by
// serial number. A call reaches memory only through here, so a stale number is refused, never followed.
// Touched by its own thread alone; destroyed with its environment, which gives up all that it held.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "regions.hh"
#include "waits.hh"

namespace carray {

/**
 * One ArrayBuffer's or SharedArrayBuffer's share in a region. It has two owners: the environment's table, and the engine, which
 * calls FinalizeShare when the memory of the buffer is no longer reachable: on any thread, inside or long
 * after the detaching, at exit. Whoever comes last frees it.
 */
struct BufferShare;

class Holdings {
 public:
  Holdings() = default;
  Holdings(const Holdings&) = delete;
  Holdings& operator=(const Holdings&) = delete;
  ~Holdings();

  /** Takes over the caller's reference under an id that nobody holds; returns it. One region may be held under several. */
  std::uint64_t Hold(regions::Region* region, std::uint64_t id);
  /** The region if it is held here, else nullptr. */
  regions::Region* Find(std::uint64_t id) const;
  /** Gives up the reference: 0, -EINVAL if it is not held here, or the errno of munmap. */
  int GiveUp(std::uint64_t id);

  /** A share in a held region under a new serial number; nullptr when there is no memory. */
  BufferShare* Share(regions::Region* region, void* data, std::uint64_t serial);
  BufferShare* FindShare(std::uint64_t serial) const;
  /** The share's reference is given up, if the engine has not done so before. */
  void EndShare(std::uint64_t serial);
  /** The table forgets the share; its reference stays with the engine. */
  void ForgetShare(std::uint64_t serial);
  /**
   * The memory of the buffer was moved to another one, maybe in another thread. The end of this environment finalizes the share
   * all the same, so what the engine says of it counts no more: its reference is never given up. Whether there is such a share.
   */
  bool KeepShare(std::uint64_t serial);

  /** There from the first wait off the thread on. */
  std::shared_ptr<Waits> waits;

 private:
  void SweepCollected();

  std::unordered_map<std::uint64_t, regions::Region*> regions_;
  std::unordered_map<std::uint64_t, BufferShare*> shares_;
  std::size_t sweep_at_ = 64;
};

void* DataOf(const BufferShare* share);

/** The engine's part of a share is over: gives up the reference. Makes no Node-API call. */
void FinalizeShare(BufferShare* share);

}  // namespace carray
