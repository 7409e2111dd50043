// The numbers in a token that names a region to other threads: no other process and no guess gets a region by one.
#pragma once

#include <cstdint>

namespace carray::tokens {

/** What a token says. All of them fit a number of JavaScript. */
struct Token {
  /** Random, one per process. */
  std::int64_t process;
  /** IdOf the region. */
  std::int64_t region;
  /** Follows from the region by a secret of the process. */
  std::int64_t check;
};

/** The token of a region: 0, or -errno where the system gives no random numbers. */
int Make(std::int64_t region, Token* token);

/** 0 for a token of Make; -ENOENT for one of another process, -EINVAL for one that was changed. */
int Verify(const Token& token);

}  // namespace carray::tokens
