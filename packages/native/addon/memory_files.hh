// The system calls for files that are memory, as memory.hh. Names end with a NUL.
#pragma once

namespace carray::memory {

/** The answer to a name that is longer than any system takes. */
extern const int kNameTooLong;

/** A descriptor; -ENOSYS where the system has no such files. memory_files_linux.cc, memory_files_posix.cc. */
int CreateMemoryFile(const char* name, int flags);
int AddSeals(int fd, int seals);
int Seals(int fd);

/** A descriptor. memory_by_name_posix.cc. */
int OpenShared(const char* name, int flags, int mode);
int UnlinkShared(const char* name);

/** Whatever it answers, the descriptor is not the caller's any more. memory_by_name_posix.cc. */
int CloseFile(int fd);

}  // namespace carray::memory
