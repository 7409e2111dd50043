// What the programs under ThreadSanitizer share.
#pragma once

#include <cstdio>
#include <cstdlib>

/** Ends the program, with a word of why, where something does not hold. */
inline void Check(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}
