// The system calls of memory mapping, one file per family of platforms behind one header.
// Every function returns its result, or -errno read at once.
#pragma once

#include <cstddef>
#include <cstdint>

namespace carray::memory {

/** The answer to a call about memory that the caller does not hold, or that reaches outside of it. */
extern const int kInvalid;
/** The answer where there is no memory for our own bookkeeping. */
extern const int kNoMemory;
/** The answer where a shared region is gone. */
extern const int kMissing;
/** The answers where addresses are taken by another mapping. */
extern const int kExists;
extern const int kBusy;

std::size_t PageSize();

/** The address of the new mapping, or -errno. Numbers that this processor's addresses do not reach to are answered as the kernel would. */
std::int64_t Map(std::uint64_t address, std::uint64_t length, int protection, int flags, int fd,
                 std::int64_t offset);
/** The same, exactly at an address, in the place of what is mapped there. */
std::int64_t MapOver(std::uintptr_t address, std::size_t length, int protection, int flags, int fd,
                     std::int64_t offset);
/** Puts a reservation, without pages or access, in the place of what is mapped there. */
int Reserve(std::uintptr_t address, std::size_t length);
int Unmap(std::uintptr_t address, std::size_t length);
/** False where something is missing in whole pages. */
bool IsMapped(std::uintptr_t address, std::size_t length);
int Protect(std::uintptr_t address, std::size_t length, int protection);
int Advise(std::uintptr_t address, std::size_t length, int advice);
int Sync(std::uintptr_t address, std::size_t length, int flags);

/** The flags that Resize takes. */
extern const int kResizeFlags;
/** mremap(2) to another length: the address from now on, or -errno with all as before. resize_linux.cc, resize_posix.cc. */
std::int64_t Resize(std::uintptr_t address, std::size_t length, std::size_t new_length, int flags);

/**
 * Copy memory without a fault, by a call of the kernel: how many bytes, in order, fewer than all where the next one
 * cannot be had. -ENOSYS, -EPERM where the call is not there. copy_linux.cc, copy_posix.cc.
 */
std::int64_t CopyOut(std::uintptr_t from, void* to, std::size_t length);
std::int64_t CopyIn(std::uintptr_t to, void* from, std::size_t length);

/** Blocks of the disk for bytes of a file. */
int Allocate(int fd, std::int64_t offset, std::int64_t length);

}  // namespace carray::memory
