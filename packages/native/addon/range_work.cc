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
  /** To a function. Not a napi_deferred, which nothing but a call into JavaScript frees: an ended worker allows none. */
  napi_ref settle = nullptr;
  napi_async_work work = nullptr;
};

void Execute(napi_env, void* data) {
  auto* range = static_cast<RangeWork*>(data);
  range->status = range->call(range->start, range->length, range->argument);
}

/** Nobody waits for the status where it cannot be told any more. */
void Settle(napi_env env, const RangeWork& range) {
  napi_value settle = nullptr, receiver = nullptr, status = Number(env, range.status);
  if (status == nullptr || napi_get_undefined(env, &receiver) != napi_ok) return;
  if (napi_get_reference_value(env, range.settle, &settle) != napi_ok || settle == nullptr) return;
  napi_call_function(env, receiver, settle, 1, &status, nullptr);
}

void Complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<RangeWork> range(static_cast<RangeWork*>(data));
  regions::Release(range->region);
  Settle(env, *range);
  napi_delete_reference(env, range->settle);
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

int StartWork(napi_env env, const char* name, RangeCall call, regions::Region* region, std::uintptr_t start,
              std::size_t length, int argument, napi_value settle) {
  std::unique_ptr<RangeWork> range(new (std::nothrow) RangeWork{call, region, start, length, argument});
  if (range == nullptr) return memory::kNoMemory;
  if (napi_create_reference(env, settle, 1, &range->settle) != napi_ok) return memory::kNoMemory;
  regions::Retain(region);
  if (Queue(env, name, range.get())) {
    range.release();
    return 0;
  }
  regions::Release(region);
  napi_delete_reference(env, range->settle);
  return memory::kNoMemory;
}

}  // namespace carray
