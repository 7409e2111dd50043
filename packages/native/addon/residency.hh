// The system calls about what is in the machine's memory, as memory.hh.
#pragma once

#include <cstddef>
#include <cstdint>

namespace carray::memory {

/** One byte for each page into `pages`: -EINVAL where these are fewer than the pages of the range. */
int Residency(std::uintptr_t address, std::size_t length, unsigned char* pages, std::size_t page_count);

/** Flags other than 0 are Linux's: -ENOSYS elsewhere. lock_linux.cc, lock_posix.cc. */
int Lock(std::uintptr_t address, std::size_t length, int flags);
int Unlock(std::uintptr_t address, std::size_t length);
int LockAll(int flags);
int UnlockAll();

int AdviseFile(int fd, std::int64_t offset, std::int64_t length, int advice);

/** Makes the processor's caches agree on what is stored there. The memory has to be readable. code.cc. */
int SynchronizeCode(std::uintptr_t address, std::size_t length);

}  // namespace carray::memory
