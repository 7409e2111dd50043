#include "chain.hh"

#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <new>

namespace carray::faults {

namespace {

/** One of the actions that were chained to. They are never freed nor changed: a handler may be about to read one. */
struct Link {
  struct sigaction action;
  const Link* next;
};

struct Chained {
  std::atomic<const Link*> previous;
  std::atomic<const Link*> oldest;  // the one that was there before all of ours
  const Link* all;
  std::atomic<int> inside[64];  // threads that are in the previous handler; more than these cannot be told apart
};
Chained chained[kSignalCount];
const Link by_default = {};

bool IsSame(const struct sigaction& one, const struct sigaction& other) {
  return one.sa_sigaction == other.sa_sigaction && one.sa_flags == other.sa_flags &&
         memcmp(&one.sa_mask, &other.sa_mask, sizeof one.sa_mask) == 0;
}

/** As if there were no handler: the same signal ends the process, by the same fault where it was one. */
void ByDefault(int signal, const siginfo_t* info) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  const bool of_hardware = signal == SIGBUS && (info->si_code == BUS_MCEERR_AR || info->si_code == BUS_MCEERR_AO);
  const bool comes_again = info->si_code > 0 && !of_hardware;
  if (!comes_again) syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
}

/** The signals blocked in a handler that the kernel calls for this context. */
sigset_t MaskFor(const struct sigaction& action, int signal, const void* context) {
  sigset_t mask;
  sigemptyset(&mask);
  memcpy(&mask, &static_cast<const ucontext_t*>(context)->uc_sigmask, 8);  // the kernel's are 64 signals
  for (int each = 1; each <= 64; ++each) {
    if (sigismember(&action.sa_mask, each) == 1) sigaddset(&mask, each);
  }
  if ((action.sa_flags & SA_NODEFER) == 0) sigaddset(&mask, signal);
  return mask;
}

void CallHandler(const struct sigaction& action, int signal, siginfo_t* info, void* context) {
  const sigset_t mask = MaskFor(action, signal, context);
  sigset_t before;
  sigprocmask(SIG_SETMASK, &mask, &before);
  if ((action.sa_flags & SA_SIGINFO) != 0) {
    action.sa_sigaction(signal, info, context);
  } else {
    action.sa_handler(signal);
  }
  sigprocmask(SIG_SETMASK, &before, nullptr);
}

void Call(Chained& chain, const Link* link, int signal, siginfo_t* info, void* context) {
  const struct sigaction& action = link->action;
  const bool plain = (action.sa_flags & SA_SIGINFO) == 0;
  if (plain && action.sa_handler == SIG_DFL) return ByDefault(signal, info);
  if (plain && action.sa_handler == SIG_IGN) {
    if (info->si_code > 0) ByDefault(signal, info);  // as the kernel does: a fault cannot be ignored
    return;
  }
  if ((action.sa_flags & static_cast<int>(SA_RESETHAND)) != 0) {
    chain.previous.compare_exchange_strong(link, &by_default);
  }
  CallHandler(action, signal, info, context);
}

/** An entry of the threads inside, or nullptr where all are taken. */
std::atomic<int>* Enter(Chained& chain, int thread) {
  for (auto& entry : chain.inside) {
    int nobody = 0;
    if (entry.compare_exchange_strong(nobody, thread)) return &entry;
  }
  return nullptr;
}

bool IsInside(const Chained& chain, int thread) {
  for (const auto& entry : chain.inside) {
    if (entry.load() == thread) return true;
  }
  return false;
}

}  // namespace

bool SetPrevious(int which, const struct sigaction& action) {
  Chained& chain = chained[which];
  const Link* link = chain.all;
  while (link != nullptr && !IsSame(link->action, action)) link = link->next;
  if (link == nullptr) {
    link = new (std::nothrow) Link{action, chain.all};
    if (link == nullptr) return false;
    chain.all = link;
  }
  if (chain.oldest.load() == nullptr) chain.oldest.store(link);
  chain.previous.store(link);
  return true;
}

// The previous handler may have been installed after ours, and chain to us in its turn: a thread that comes here again
// from it goes on to the one that was there before all of ours.
void Chain(int which, siginfo_t* info, void* context) {
  Chained& chain = chained[which];
  const int signal = kSignals[which];
  const int thread = static_cast<int>(syscall(SYS_gettid));
  if (IsInside(chain, thread)) return Call(chain, chain.oldest.load(), signal, info, context);
  std::atomic<int>* entry = Enter(chain, thread);
  Call(chain, chain.previous.load(), signal, info, context);
  if (entry != nullptr) entry->store(0);
}

}  // namespace carray::faults
