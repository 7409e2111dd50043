// The handlers that were there before ours. Linux.
//
// Why it is free of races. What a handler reads of an action was written before the action became the previous one, by an atomic
// store, and is never written nor freed again. An entry of a thread inside is written by that thread alone while it is its
// own, and others only compare it with themselves. Links are made by one thread at a time, under the lock of handlers_linux.cc,
// that no handler takes. test/tsan/chain.cc runs it under ThreadSanitizer.
#pragma once

#include <signal.h>

namespace carray::faults {

/** The signals that have a handler of ours. */
inline constexpr int kSignals[] = {SIGBUS, SIGSEGV};
inline constexpr int kSignalCount = 2;

/** Makes an action the one to chain to. One thread at a time, not for handlers. False when there is no memory. */
bool SetPrevious(int which, const struct sigaction& action);

/** Gives a signal that is not ours to the one who was there before; with SIG_DFL there it ends the process. */
void Chain(int which, siginfo_t* info, void* context);

}  // namespace carray::faults
