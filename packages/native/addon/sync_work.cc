#include "sync_work.hh"

#include <memory>
#include <new>

#include "arguments.hh"
#include "memory.hh"

namespace carray {

namespace {

/** One call under way: owned by the runtime from the queueing to Complete. */
struct SyncWork {
  regions::Region* region;
  std::uintptr_t start;
  std::size_t length;
  int flags;
  int status = 0;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;
};

void Execute(napi_env, void* data) {
  auto* sync = static_cast<SyncWork*>(data);
  sync->status = memory::Sync(sync->start, sync->length, sync->flags);
}

void Complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<SyncWork> sync(static_cast<SyncWork*>(data));
  regions::Release(sync->region);
  napi_value status = Number(env, sync->status);
  if (status != nullptr) napi_resolve_deferred(env, sync->deferred, status);
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

napi_value Resolved(napi_env env, std::int64_t value) {
  napi_deferred deferred = nullptr;
  napi_value promise = nullptr;
  napi_value number = Number(env, value);
  if (number == nullptr || napi_create_promise(env, &deferred, &promise) != napi_ok) return nullptr;
  return napi_resolve_deferred(env, deferred, number) == napi_ok ? promise : nullptr;
}

napi_value StartSync(napi_env env, regions::Region* region, std::uintptr_t start, std::size_t length, int flags) {
  std::unique_ptr<SyncWork> sync(new (std::nothrow) SyncWork{region, start, length, flags});
  napi_value promise = nullptr;
  if (sync == nullptr) return Resolved(env, memory::kNoMemory);
  if (napi_create_promise(env, &sync->deferred, &promise) != napi_ok) return nullptr;
  regions::Retain(region);
  if (Queue(env, sync.get())) {
    sync.release();
    return promise;
  }
  regions::Release(region);
  napi_value refusal = Number(env, memory::kNoMemory);
  if (refusal != nullptr) napi_resolve_deferred(env, sync->deferred, refusal);
  return promise;
}

}  // namespace carray
