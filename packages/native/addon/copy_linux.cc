#include <errno.h>
#include <sys/uio.h>
#include <unistd.h>

#include "memory.hh"

namespace carray::memory {

namespace {

using Transfer = ssize_t (*)(pid_t, const iovec*, unsigned long, const iovec*, unsigned long, unsigned long);

/** One call stops at the first page that cannot be had, and at 2 GiB: so it is repeated until it gives nothing. */
std::int64_t Copy(Transfer transfer, void* here, std::uintptr_t there, std::size_t length) {
  const pid_t self = getpid();
  std::size_t done = 0;
  while (done < length) {
    const iovec local = {static_cast<char*>(here) + done, length - done};
    const iovec remote = {reinterpret_cast<void*>(there + done), length - done};
    const ssize_t copied = transfer(self, &local, 1, &remote, 1, 0);
    if (copied < 0 && errno != EFAULT && done == 0) return -errno;
    if (copied <= 0) break;
    done += static_cast<std::size_t>(copied);
  }
  return static_cast<std::int64_t>(done);
}

}  // namespace

std::int64_t CopyOut(std::uintptr_t from, void* to, std::size_t length) {
  return Copy(process_vm_readv, to, from, length);
}

std::int64_t CopyIn(std::uintptr_t to, void* from, std::size_t length) {
  return Copy(process_vm_writev, from, to, length);
}

}  // namespace carray::memory
