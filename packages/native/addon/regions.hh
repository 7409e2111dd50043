// Who owns which pages, in the whole process: a region is one mapped range with counted references.
// References are held by environments (threads, see holdings.hh) and by ArrayBuffers, shared ones too; the last one to go
// unmaps, exactly once. Nobody else ever unmaps, so nobody can unmap by an address that went stale.
#pragma once

#include <cstddef>
#include <cstdint>

namespace carray::regions {

struct Region;

/** Takes over pages just mapped, with one reference for the caller; nullptr when there is no memory. */
Region* Adopt(std::uintptr_t address, std::size_t length, std::size_t page_size);

/**
 * Maps over addresses of a region that is only a reservation: a region of its own, which keeps the reservation's
 * addresses taken and gives its own back to it. The address, with the region in `*inside`, or -errno: EBUSY where the
 * reservation is guarded.
 */
std::int64_t MapInside(Region* reservation, std::int64_t offset, std::int64_t length, int protection, int flags,
                       int fd, std::int64_t file_offset, Region** inside);

/** One more reference. The caller must hold one already. */
void Retain(Region* region);

/** Lets Attach find the region by IdOf as long as it has a reference. The caller must hold one. */
void Share(Region* region);

/** The shared region with this id, with one more reference for the caller; nullptr once the last one was given up. */
Region* Attach(std::uint64_t id);

/** One reference less. The last one unmaps: 0, or -errno with that reference still held. */
int Release(Region* region);

/** A number that no region and no holder was given before. */
std::uint64_t NextId();
/** The number that the region was made with. */
std::uint64_t IdOf(const Region* region);
std::uintptr_t AddressOf(const Region* region);
std::size_t LengthOf(const Region* region);

/** Where the bytes start; -EINVAL without a region or where the range leaves it, -EBUSY where another region is inside. */
std::int64_t Locate(const Region* region, std::int64_t offset, std::int64_t length);

/**
 * Maps over whole pages of the region, the last one included where the region takes it in part: 0, or -errno as Locate
 * and of mmap. Handlers do not touch the pages meanwhile.
 */
int Remap(Region* region, std::int64_t offset, std::int64_t length, int protection, int flags, int fd,
          std::int64_t file_offset);

/**
 * Gives the region another length, and another place where the flags allow it: 0, or -errno with all as before. -EBUSY where
 * anybody has a reference but the caller, and for a region that was ever shared or lies inside of another. A guard ends.
 */
int Resize(Region* region, std::int64_t length, int flags);

/**
 * Faults in the region are survived from now on, until its pages go: its slot (see faults.hh), or -errno: EBUSY where
 * another region is inside.
 */
int Guard(Region* region);

/** The slot of a guarded region, else -1. */
int SlotOf(const Region* region);

/** How many regions have pages now. */
std::size_t LiveCount();

}  // namespace carray::regions
