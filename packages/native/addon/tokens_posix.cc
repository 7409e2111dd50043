#include <errno.h>
#include <sys/random.h>
#include <unistd.h>

#include <mutex>

#include "tokens.hh"

namespace carray::tokens {

namespace {

struct Secrets {
  std::uint64_t process;
  std::uint64_t check;
};

std::mutex mutex;
Secrets secrets{0, 0};  // process: 0 until it is known

constexpr std::uint64_t kSafeBits = (std::uint64_t{1} << 53) - 1;

/** Draws the numbers at the first call: 0 or -errno. getentropy is getrandom(2) on Linux, and there on macOS and BSD too. */
int Draw(Secrets* drawn) {
  std::lock_guard<std::mutex> lock(mutex);
  if (secrets.process == 0) {
    Secrets fresh;
    if (getentropy(&fresh, sizeof(fresh)) != 0) return -errno;
    secrets = {(fresh.process & kSafeBits) | 1, fresh.check};
  }
  *drawn = secrets;
  return 0;
}

/** The finalizer of splitmix64: each bit of the region and of the secret changes half of the result's. */
std::int64_t CheckOf(std::uint64_t secret, std::int64_t region) {
  std::uint64_t mixed = secret ^ (static_cast<std::uint64_t>(region) * 0x9e3779b97f4a7c15);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return static_cast<std::int64_t>((mixed ^ (mixed >> 31)) & kSafeBits);
}

}  // namespace

int Make(std::int64_t region, Token* token) {
  Secrets drawn;
  const int status = Draw(&drawn);
  if (status == 0) *token = {static_cast<std::int64_t>(drawn.process), region, CheckOf(drawn.check, region)};
  return status;
}

int Verify(const Token& token) {
  Secrets drawn;
  const int status = Draw(&drawn);
  if (status != 0) return status;
  if (token.process != static_cast<std::int64_t>(drawn.process)) return -ENOENT;
  return token.check == CheckOf(drawn.check, token.region) ? 0 : -EINVAL;
}

}  // namespace carray::tokens
