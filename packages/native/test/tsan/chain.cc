// The handlers that were there before, under ThreadSanitizer: threads get signals that are not ours, called by hand, while another
// puts ours back on top of handlers that came later. One of these chains back to ours, as a handler may that came after it.
#include <signal.h>
#include <ucontext.h>

#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

#include "../../addon/faults/chain.hh"
#include "check.hh"

namespace faults = carray::faults;

namespace {

std::atomic<std::uint64_t> called{0}, came_back{0};
std::atomic<bool> over{false};

void Oldest(int, siginfo_t*, void*) { came_back.fetch_add(1, std::memory_order_relaxed); }

template <int Which>
void Other(int, siginfo_t*, void*) {
  called.fetch_add(1, std::memory_order_relaxed);
}

void ChainsBack(int signal, siginfo_t* info, void* context) {
  faults::Chain(signal == faults::kSignals[0] ? 0 : 1, info, context);
}

void Set(int which, void (*handler)(int, siginfo_t*, void*), int flags = 0) {
  struct sigaction action = {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | flags;
  Check(faults::SetPrevious(which, action), "no memory");
}

void SignalOnce(int which) {
  ucontext_t context = {};
  siginfo_t info = {};
  info.si_signo = faults::kSignals[which];
  faults::Chain(which, &info, &context);
}

void Signals() {
  for (int round = 0; !over.load(std::memory_order_relaxed); ++round) SignalOnce(round % faults::kSignalCount);
}

/** One thread at a time: the addon has a lock for it. */
void Installs(int rounds) {
  for (int round = 0; round < rounds || called == 0 || came_back == 0; ++round) {
    const int which = round % faults::kSignalCount;
    Set(which, ChainsBack, SA_NODEFER);
    Set(which, Other<1>);
    Set(which, Other<2>, round % 2 == 0 ? SA_ONSTACK : SA_RESTART);
  }
  for (int which = 0; which < faults::kSignalCount; ++which) Set(which, ChainsBack);
}

}  // namespace

int main(int, char** arguments) {
  const int rounds = std::atoi(arguments[1]);
  for (int which = 0; which < faults::kSignalCount; ++which) Set(which, Oldest);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) threads.emplace_back(Signals);
  Installs(rounds);
  over.store(true);
  for (std::thread& thread : threads) thread.join();
  const std::uint64_t before = came_back;
  for (int which = 0; which < faults::kSignalCount; ++which) SignalOnce(which);
  Check(came_back == before + 2, "a thread that came back did not go on to the oldest");
  return 0;
}
