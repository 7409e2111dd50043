#include "fault_calls.hh"

#include <algorithm>

#include "arguments.hh"
#include "faults/faults.hh"
#include "memory.hh"

namespace carray::calls {

namespace {

/** The slot of a guarded region that has the bytes, or -errno. */
int FindGuarded(napi_env env, std::int64_t id, std::int64_t offset, std::int64_t length) {
  const regions::Region* region = HoldingsOf(env)->Find(id);
  const std::int64_t start = regions::Locate(region, offset, length);
  if (start < 0) return static_cast<int>(start);
  const int slot = regions::SlotOf(region);
  return slot < 0 ? memory::kInvalid : slot;
}

}  // namespace

napi_value Guard(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t unreadable = arguments.Integer(1);
  if (!arguments.Valid()) return nullptr;
  regions::Region* region = HoldingsOf(env)->Find(id);
  if (region == nullptr) return Number(env, memory::kInvalid);
  const int slot = regions::Guard(region);
  if (slot >= 0) faults::SetUnreadable(slot, unreadable != 0);
  return Number(env, slot);
}

napi_value Faulted(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  const int slot = FindGuarded(env, id, offset, length);
  return Number(env, slot < 0 ? slot : faults::FirstMarked(slot, offset, length));
}

napi_value FaultMark(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  if (!arguments.Valid()) return nullptr;
  const int slot = FindGuarded(env, id, offset, 1);
  return Number(env, slot < 0 ? slot : faults::MarkAt(slot, offset));
}

napi_value FaultEnd(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  if (!arguments.Valid()) return nullptr;
  const int slot = FindGuarded(env, id, offset, 1);
  if (slot < 0) return Number(env, slot);
  const std::size_t length = regions::LengthOf(HoldingsOf(env)->Find(id));
  return Number(env, static_cast<std::int64_t>(std::min(faults::EndOfMark(slot, offset), length)));
}

napi_value MarkFault(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  const int slot = FindGuarded(env, id, offset, length);
  if (slot < 0) return Number(env, slot);
  faults::MarkLost(slot, offset, length);
  return Number(env, 0);
}

napi_value ForgetFaults(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  const int slot = FindGuarded(env, id, 0, 0);
  if (slot < 0) return Number(env, slot);
  faults::Forget(slot);
  return Number(env, 0);
}

napi_value ReinstallHandlers(napi_env env, napi_callback_info) {
  faults::Reinstall();
  return Number(env, 0);
}

napi_value FaultCounters(napi_env env) {
  if (!faults::kSupported) return nullptr;
  napi_value buffer = nullptr;
  const std::size_t bytes = faults::kSlots * faults::kCounterBytes;
  // Nobody owns the memory, so nothing is to be finalized, at the end of a worker as little as at the end of all.
  if (napi_create_external_arraybuffer(env, faults::Counters(), bytes, nullptr, nullptr, &buffer) == napi_ok) {
    return buffer;
  }
  ClearException(env);
  return nullptr;
}

}  // namespace carray::calls
