// Who owns which pages, in the whole process: a region is one mapped range with counted references.
// References are held by environments (threads, see holdings.hh) and by ArrayBuffers; the last one to go
// unmaps, exactly once. Nobody else ever unmaps, so nobody can unmap by an address that went stale.
#pragma once

#include <cstddef>
#include <cstdint>

namespace carray::regions {

struct Region;

/** Takes over pages just mapped, with one reference for the caller; nullptr when there is no memory. */
Region* Adopt(std::uintptr_t address, std::size_t length);

/** One more reference. The caller must hold one already. */
void Retain(Region* region);

/** One reference less. The last one unmaps: 0, or -errno with that reference still held. */
int Release(Region* region);

std::uint64_t IdOf(const Region* region);
std::uintptr_t AddressOf(const Region* region);

/** Where the bytes start, or 0 where the range leaves the region. */
std::uintptr_t Locate(const Region* region, std::int64_t offset, std::int64_t length);

/** How many regions have pages now. */
std::size_t LiveCount();

}  // namespace carray::regions
