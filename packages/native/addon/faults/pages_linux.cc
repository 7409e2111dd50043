#include "pages.hh"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace carray::faults {

namespace {

// Of the kernel's headers, which not every system with a compiler has.
constexpr int kFutexWakeOpPrivate = 5 | 128;           // FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG
constexpr unsigned kAddNothing = 1u << 28 | 0u << 12;  // FUTEX_OP(FUTEX_OP_ADD, 0, FUTEX_OP_CMP_EQ, 0)
constexpr int kPopulateRead = 22;                      // MADV_POPULATE_READ

void* At(std::uintptr_t address) { return reinterpret_cast<void*>(address); }

/** As many bytes as the call can load, in order; 0 where not even the first; -1 where a sandbox forbids the call. */
ssize_t Load(char* to, std::uintptr_t from, std::size_t bytes) {
  iovec target = {to, bytes};
  iovec source = {At(from), bytes};
  const ssize_t loaded = process_vm_readv(getpid(), &target, 1, &source, 1, 0);
  return loaded >= 0 ? loaded : errno == EFAULT ? 0 : -1;
}

/** The same from the process's memory as a file, which knows no protection. */
ssize_t LoadForced(int memory, char* to, std::uintptr_t from, std::size_t bytes) {
  const ssize_t loaded = pread(memory, to, bytes, static_cast<off_t>(from));
  return loaded >= 0 ? loaded : errno == EIO || errno == EFAULT || errno == EINTR ? 0 : -1;
}

/** Calls `load` until all is there, past the pages that it gives nothing of. Whether it could be called. */
template <typename LoadSome>
bool LoadAll(char* to, std::uintptr_t from, std::size_t bytes, std::size_t page_size, LoadSome load) {
  for (std::size_t done = 0; done < bytes;) {
    const ssize_t loaded = load(to + done, from + done, bytes - done);
    if (loaded < 0) return false;
    done = loaded > 0 ? done + static_cast<std::size_t>(loaded) : (done / page_size + 1) * page_size;
  }
  return true;
}

bool LoadAllForced(char* to, std::uintptr_t from, std::size_t bytes, std::size_t page_size) {
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  if (memory < 0) return false;
  const bool loaded = LoadAll(to, from, bytes, page_size, [memory](char* part, std::uintptr_t at, std::size_t size) {
    return LoadForced(memory, part, at, size);
  });
  close(memory);
  return loaded;
}

bool Fill(char* to, std::uintptr_t from, std::size_t bytes, std::size_t page_size, Content content) {
  if (content == Content::kForced) {
    LoadAllForced(to, from, bytes, page_size);  // zeros where not
    return true;
  }
  return LoadAll(to, from, bytes, page_size, Load) || LoadAllForced(to, from, bytes, page_size);
}

/** New memory of zeros: at an address, in the place of what is there, or anywhere for 0. */
void* NewPages(std::uintptr_t address, std::size_t bytes) {
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | (address != 0 ? MAP_FIXED : 0);
  return mmap(At(address), bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
}

}  // namespace

bool Writable(std::uintptr_t page) {
  std::uint32_t nobody = 0;
  return syscall(SYS_futex, &nobody, kFutexWakeOpPrivate, 0, nullptr, page, kAddNothing) >= 0;
}

// Given as a signal mask to a call that refuses what is to be done with it, after it was read.
bool Readable(std::uintptr_t page) {
  constexpr int nothing_to_do = ~0;
  return syscall(SYS_rt_sigprocmask, nothing_to_do, page, nullptr, 8) == 0 || errno != EFAULT;
}

bool HasNothingBehind(std::uintptr_t page, std::size_t page_size) {
  return madvise(At(page), page_size, kPopulateRead) != 0 && errno == EFAULT;
}

bool ReplacePages(std::uintptr_t start, std::size_t bytes, std::size_t page_size, Content content) {
  if (content == Content::kZeros) return NewPages(start, bytes) != MAP_FAILED;
  void* copy = NewPages(0, bytes);
  if (copy == MAP_FAILED) return false;
  if (Fill(static_cast<char*>(copy), start, bytes, page_size, content) &&
      mremap(copy, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, At(start)) != MAP_FAILED) {
    return true;
  }
  munmap(copy, bytes);
  return false;
}

}  // namespace carray::faults
