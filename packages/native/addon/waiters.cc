#include "waiters.hh"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <mutex>
#include <new>
#include <vector>

#include "futex.hh"

namespace carray::waiters {

namespace {

/** Address space, of which a wait uses two or three pages. */
constexpr std::size_t kStackBytes = 256 * 1024;

/**
 * A thread. It belongs to itself, and is seen by others as long as it is in the list of idle threads. Whoever takes it out of
 * there gives it a task and calls it, under the lock: so it finds either a task or itself in the list when it has the lock again.
 */
struct Thread {
  Task* task;
  futex::Word called{0};
};

struct Pool {
  std::mutex mutex;
  /** The last one became idle last: those that are not needed are the first to go. */
  std::vector<Thread*> idle;
};

/** Never destroyed: threads are parked while the process exits, after the destructors of statics. */
Pool& PoolOfProcess() {
  static Pool* pool = new Pool();
  return *pool;
}

/** Waits for another task: false where none has come, and the thread is on its own. */
bool Rest(Pool& pool, Thread* thread) {
  const std::int64_t end = futex::TimeIn(kIdle);
  while (thread->called.load() == 0 && futex::Now() < end) futex::AwaitCall(thread->called, end);
  std::lock_guard<std::mutex> lock(pool.mutex);
  const auto place = std::find(pool.idle.begin(), pool.idle.end(), thread);
  if (place == pool.idle.end()) return true;
  pool.idle.erase(place);
  return false;
}

void* Live(void* data) {
  auto* thread = static_cast<Thread*>(data);
  Pool& pool = PoolOfProcess();
  do {
    thread->task->run(thread->task);
    std::lock_guard<std::mutex> lock(pool.mutex);
    thread->called.store(0);
    pool.idle.push_back(thread);
  } while (Rest(pool, thread));
  delete thread;
  return nullptr;
}

/** Signals of the process are for the threads of the runtime, whose handlers need its stacks. */
int Create(const pthread_attr_t& attributes, Thread* thread) {
  sigset_t all, before;
  sigfillset(&all);
  if (const int error = pthread_sigmask(SIG_SETMASK, &all, &before)) return -error;
  pthread_t id;
  const int error = pthread_create(&id, &attributes, Live, thread);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);  // fails for no mask that was one
  return -error;
}

int Begin(Task* task) {
  auto* thread = new (std::nothrow) Thread{task};
  if (thread == nullptr) return -ENOMEM;
  pthread_attr_t attributes;
  int status = -pthread_attr_init(&attributes);
  if (status == 0) {
    // Where the system wants larger stacks, its own size is as good.
    pthread_attr_setstacksize(&attributes, kStackBytes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    status = Create(attributes, thread);
    pthread_attr_destroy(&attributes);
  }
  if (status != 0) delete thread;
  return status == -EAGAIN ? -ENOMEM : status;  // as many threads as there may be
}

}  // namespace

int Run(Task* task) {
  Pool& pool = PoolOfProcess();
  {
    std::lock_guard<std::mutex> lock(pool.mutex);
    if (!pool.idle.empty()) {
      Thread* thread = pool.idle.back();
      pool.idle.pop_back();
      thread->task = task;
      futex::Call(thread->called);
      return 0;
    }
  }
  return Begin(task);
}

}  // namespace carray::waiters
