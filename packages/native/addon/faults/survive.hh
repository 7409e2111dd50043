// What is done about one fault. Linux; called by the handlers.
#pragma once

#include <cstdint>

namespace carray::faults {

/** An access that the processor could not do. */
struct Fault {
  std::uintptr_t address;
  /** Also where the processor does not tell: what can be read is not replaced then, but by a copy. */
  bool store;
  /** The page could not be had (SIGBUS); else its protection forbids the access (SIGSEGV). */
  bool lost;
};

/** Whether the access can be tried again: another page is there, or the page came back. errno is changed. */
bool Survive(const Fault& fault);

}  // namespace carray::faults
