#include "sync_work.hh"

#include <memory>
#include <new>
#include <utility>

#include "arguments.hh"
#include "memory.hh"

namespace carray {

namespace {

/** One call under way: owned by the runtime from the queueing to Complete. */
struct SyncWork {
  /** The caller's reference, until the pages are written. */
  regions::Region* region;
  std::uintptr_t start;
  std::size_t length;
  int flags;
  int status = 0;
  /** To a function. Not a napi_deferred, which nothing but a call into JavaScript frees: an ended worker allows none. */
  napi_ref settle = nullptr;
  napi_async_work work = nullptr;
};

void Execute(napi_env, void* data) {
  auto* sync = static_cast<SyncWork*>(data);
  sync->status = memory::Sync(sync->start, sync->length, sync->flags);
  // Here, since Deno does not complete the work of a worker that was terminated.
  regions::Release(std::exchange(sync->region, nullptr));
}

/** Nobody waits for the status where it cannot be told any more. */
void Settle(napi_env env, const SyncWork& sync) {
  napi_value settle = nullptr, receiver = nullptr, status = Number(env, sync.status);
  if (status == nullptr || napi_get_undefined(env, &receiver) != napi_ok) return;
  if (napi_get_reference_value(env, sync.settle, &settle) != napi_ok || settle == nullptr) return;
  napi_call_function(env, receiver, settle, 1, &status, nullptr);
}

void Complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<SyncWork> sync(static_cast<SyncWork*>(data));
  if (sync->region != nullptr) regions::Release(sync->region);  // cancelled
  Settle(env, *sync);
  napi_delete_reference(env, sync->settle);
  napi_delete_async_work(env, sync->work);
}

/** Makes the work and queues it: whether the runtime has taken it over. */
bool Queue(napi_env env, SyncWork* sync) {
  napi_value name = nullptr;
  if (napi_create_string_utf8(env, "carray.sync", NAPI_AUTO_LENGTH, &name) != napi_ok) return false;
  if (napi_create_async_work(env, nullptr, name, Execute, Complete, sync, &sync->work) != napi_ok) return false;
  if (napi_queue_async_work(env, sync->work) == napi_ok) return true;
  napi_delete_async_work(env, sync->work);
  return false;
}

}  // namespace

int StartSync(napi_env env, regions::Region* region, std::uintptr_t start, std::size_t length, int flags,
              napi_value settle) {
  std::unique_ptr<SyncWork> sync(new (std::nothrow) SyncWork{region, start, length, flags});
  if (sync == nullptr) return memory::kNoMemory;
  if (napi_create_reference(env, settle, 1, &sync->settle) != napi_ok) return memory::kNoMemory;
  regions::Retain(region);
  if (Queue(env, sync.get())) {
    sync.release();
    return 0;
  }
  regions::Release(region);
  napi_delete_reference(env, sync->settle);
  return memory::kNoMemory;
}

}  // namespace carray
