// Threads that wait, one for each wait: not those of the runtime, which has few, and where others wait in line. One that is
// through goes on to the next wait, or ends after some time without any. The child of a fork has
// none of them: a wait that it begins may never end.
#pragma once

#include <cstdint>

namespace carray::waiters {

/** What a thread is to do. The thread does not touch it after `run` has been called. */
struct Task {
  void (*const run)(Task*);
};

/** How long a thread without a task stays, in milliseconds. */
inline constexpr double kIdle = 1000;

/** Has `run` called in a thread that has nothing else to do: 0, or -errno where there is no thread, and it is not called. */
int Run(Task* task);

}  // namespace carray::waiters
