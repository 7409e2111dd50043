#include "futex.hh"

#include <errno.h>

namespace carray::futex {

std::int64_t Now() { return 0; }
std::int64_t TimeIn(double) { return kNever; }
bool IsSupported() { return false; }
int Wait(std::uintptr_t, std::uint32_t, std::int64_t) { return -ENOSYS; }
int WaitOrCancel(std::uintptr_t, std::uint32_t, std::int64_t, Word&) { return -ENOSYS; }
int Wake(std::uintptr_t, int) { return -ENOSYS; }
void AwaitCall(Word&, std::int64_t) {}
void Call(Word&) {}

}  // namespace carray::futex
