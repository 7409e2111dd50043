#include "handlers.hh"

#include <errno.h>
#include <signal.h>
#include <ucontext.h>

#include <atomic>
#include <mutex>

#include "../flag.hh"
#include "chain.hh"
#include "survive.hh"

namespace carray::faults {

namespace {

std::mutex mutex;  // never taken by a handler
Flag installed{false};

/** Whether the access was a store. Where the processor does not say: true. */
bool IsStore(const void* context) {
  [[maybe_unused]] const auto* machine = &static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return (machine->gregs[REG_ERR] & 2) != 0;
#elif defined(__aarch64__)
  const auto* at = reinterpret_cast<const unsigned char*>(machine->__reserved);
  const unsigned char* end = at + sizeof machine->__reserved;
  while (at + sizeof(_aarch64_ctx) <= end) {
    const auto* record = reinterpret_cast<const _aarch64_ctx*>(at);
    if (record->magic == ESR_MAGIC) return (reinterpret_cast<const esr_context*>(at)->esr & (1u << 6)) != 0;
    if (record->magic == 0 || record->size == 0) break;
    at += record->size;
  }
  return true;
#else
  return true;
#endif
}

void OnSignal(int signal, siginfo_t* info, void* context) {
  const int error = errno;
  const bool lost = signal == SIGBUS && info->si_code == BUS_ADRERR;
  // Never SEGV_MAPERR: the pages are not there, as in the child of a fork that was not to have them.
  const bool forbidden = signal == SIGSEGV && info->si_code == SEGV_ACCERR;
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (!(lost || forbidden) || !Survive({address, IsStore(context), lost})) {
    Chain(signal == kSignals[0] ? 0 : 1, info, context);
  }
  errno = error;
}

bool IsOurs(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == OnSignal;
}

/**
 * SA_ONSTACK: a stack that ran over gets to the handlers that can tell. SA_RESTART: for a listener in JavaScript that we
 * chain to, a call interrupted by it goes on. Signals that do not come from the processor are blocked: a handler of
 * theirs could touch a page that this one has claimed.
 */
struct sigaction Ours() {
  struct sigaction ours = {};
  ours.sa_sigaction = OnSignal;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER;
  sigfillset(&ours.sa_mask);
  for (int signal : {SIGBUS, SIGSEGV, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS}) sigdelset(&ours.sa_mask, signal);
  return ours;
}

/** Under `mutex`. */
void PutOnTop(int which) {
  const int signal = kSignals[which];
  struct sigaction current = {};
  if (sigaction(signal, nullptr, &current) != 0 || IsOurs(current) || !SetPrevious(which, current)) return;
  const struct sigaction ours = Ours();
  struct sigaction replaced = {};
  // Another thread may have installed one in between. Without memory for that, the one before it is called.
  if (sigaction(signal, &ours, &replaced) == 0 && !IsOurs(replaced)) SetPrevious(which, replaced);
}

}  // namespace

void InstallHandlers() {
  std::lock_guard<std::mutex> lock(mutex);
  for (int which = 0; which < kSignalCount; ++which) PutOnTop(which);
  installed.store(true);
}

bool AreInstalled() { return installed.load(); }

}  // namespace carray::faults
