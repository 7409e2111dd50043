#include "range_work.hh"

#include <memory>
#include <new>

#include "arguments.hh"
#include "memory.hh"

namespace carray {

namespace {

/** One call under way: owned by the runtime from the queueing to Complete. */
struct RangeWork {
  RangeCall call;
  regions::Region* region;
  std::uintptr_t start;
  std::size_t length;
  int argument;
  int status = 0;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;
};

void Execute(napi_env, void* data) {
  auto* range = static_cast<RangeWork*>(data);
  range->status = range->call(range->start, range->length, range->argument);
}

void Complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<RangeWork> range(static_cast<RangeWork*>(data));
  regions::Release(range->region);
  napi_value status = Number(env, range->status);
  if (status != nullptr) napi_resolve_deferred(env, range->deferred, status);
  napi_delete_async_work(env, range->work);
}

/** Makes the work and queues it: whether the runtime has taken it over. */
bool Queue(napi_env env, const char* name, RangeWork* range) {
  napi_value label = nullptr;
  if (napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &label) != napi_ok) return false;
  if (napi_create_async_work(env, nullptr, label, Execute, Complete, range, &range->work) != napi_ok) return false;
  if (napi_queue_async_work(env, range->work) == napi_ok) return true;
  napi_delete_async_work(env, range->work);
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

napi_value StartWork(napi_env env, const char* name, RangeCall call, regions::Region* region, std::uintptr_t start,
                     std::size_t length, int argument) {
  std::unique_ptr<RangeWork> range(new (std::nothrow) RangeWork{call, region, start, length, argument});
  napi_value promise = nullptr;
  if (range == nullptr) return Resolved(env, memory::kNoMemory);
  if (napi_create_promise(env, &range->deferred, &promise) != napi_ok) return nullptr;
  regions::Retain(region);
  if (Queue(env, name, range.get())) {
    range.release();
    return promise;
  }
  regions::Release(region);
  napi_value refusal = Number(env, memory::kNoMemory);
  if (refusal != nullptr) napi_resolve_deferred(env, range->deferred, refusal);
  return promise;
}

}  // namespace carray
