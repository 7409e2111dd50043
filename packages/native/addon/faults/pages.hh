// What the kernel says about a page, and how one is replaced. Linux; all of it is for handlers: no locks, no memory but
// that of pages, and nothing here can fault. errno is changed.
#pragma once

#include <cstddef>
#include <cstdint>

namespace carray::faults {

/** Whether a store to the page would be done. It is tried: nothing is added to its first four bytes. */
bool Writable(std::uintptr_t page);

/** Whether a load from the page would be done. */
bool Readable(std::uintptr_t page);

/** Whether a page that is not Readable may be read, but has nothing behind it. False before Linux 5.14: unknown. */
bool HasNothingBehind(std::uintptr_t page, std::size_t page_size);

/** Where the bytes of the new pages come from. */
enum class Content {
  kZeros,
  /** What a load would have given. */
  kLoaded,
  /** The same, past the protection; zeros where /proc does not give them. */
  kForced,
};

/**
 * Puts private memory that can be read and written in the place of whole pages. Bytes that cannot be had are zeros.
 * All at once for whoever looks, but stores to those pages meanwhile are lost: none of them may be Writable.
 */
bool ReplacePages(std::uintptr_t start, std::size_t bytes, std::size_t page_size, Content content);

}  // namespace carray::faults
