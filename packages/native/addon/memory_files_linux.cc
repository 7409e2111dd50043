#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memory_files.hh"

namespace carray::memory {

namespace {

int Result(long answer) { return answer < 0 ? -errno : static_cast<int>(answer); }

}  // namespace

// By its number: C libraries that are older than the kernel have no function for it.
int CreateMemoryFile(const char* name, int flags) { return Result(syscall(SYS_memfd_create, name, flags)); }

int AddSeals(int fd, int seals) { return Result(fcntl(fd, F_ADD_SEALS, seals)); }

int Seals(int fd) { return Result(fcntl(fd, F_GET_SEALS)); }

}  // namespace carray::memory
