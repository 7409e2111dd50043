#include "range_calls.hh"

#include "arguments.hh"
#include "faults/faults.hh"
#include "memory.hh"
#include "range_work.hh"
#include "residency.hh"

namespace carray::calls {

namespace {

struct Range {
  regions::Region* region = nullptr;
  /** Where the bytes start, or -errno. */
  std::int64_t start = 0;
  std::int64_t length = 0;
};

/** The first three arguments: (region, offset, length). */
template <std::size_t Count>
Range RangeIn(napi_env env, Arguments<Count>& arguments) {
  Range range;
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  range.length = arguments.Integer(2);
  range.region = HoldingsOf(env)->Find(id);
  range.start = regions::Locate(range.region, offset, range.length);
  return range;
}

/**
 * (region, offset, length, last argument of the call). Where it could make pages writable that a handler is about to
 * replace, whose new bytes would be lost, handlers are kept out meanwhile.
 */
template <RangeCall Call, bool kPauses = false>
napi_value OnRange(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  const Range range = RangeIn(env, arguments);
  std::int64_t argument = arguments.Integer(3);
  if (!arguments.Valid()) return nullptr;
  if (range.start < 0) return Number(env, range.start);
  faults::Pause pause(kPauses ? regions::SlotOf(range.region) : -1);
  return Number(env, Call(range.start, range.length, static_cast<int>(argument)));
}

/** (region, offset, length) */
template <int (*Call)(std::uintptr_t, std::size_t)>
napi_value OnBytes(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  const Range range = RangeIn(env, arguments);
  if (!arguments.Valid()) return nullptr;
  return Number(env, range.start < 0 ? range.start : Call(range.start, range.length));
}

/** As OnRange, on another thread: the last argument is the function that gets the answer. */
template <RangeCall Call>
napi_value OffThread(napi_env env, napi_callback_info info, const char* name) {
  Arguments<5> arguments(env, info);
  const Range range = RangeIn(env, arguments);
  std::int64_t argument = arguments.Integer(3);
  if (!arguments.Valid()) return nullptr;
  if (range.start < 0) return Number(env, range.start);
  return Number(env, StartWork(env, name, Call, range.region, range.start, range.length, static_cast<int>(argument),
                               arguments.Value(4)));
}

}  // namespace

napi_value Protect(napi_env env, napi_callback_info info) { return OnRange<memory::Protect, true>(env, info); }
napi_value Advise(napi_env env, napi_callback_info info) { return OnRange<memory::Advise>(env, info); }
napi_value Sync(napi_env env, napi_callback_info info) { return OnRange<memory::Sync>(env, info); }
napi_value Lock(napi_env env, napi_callback_info info) { return OnRange<memory::Lock>(env, info); }
napi_value Unlock(napi_env env, napi_callback_info info) { return OnBytes<memory::Unlock>(env, info); }
napi_value SynchronizeCode(napi_env env, napi_callback_info info) { return OnBytes<memory::SynchronizeCode>(env, info); }

napi_value AdviseAsync(napi_env env, napi_callback_info info) {
  return OffThread<memory::Advise>(env, info, "carray.advise");
}

napi_value SyncAsync(napi_env env, napi_callback_info info) {
  return OffThread<memory::Sync>(env, info, "carray.sync");
}

napi_value Residency(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  const Range range = RangeIn(env, arguments);
  if (!arguments.Valid()) return nullptr;
  if (range.start < 0) return Number(env, range.start);
  Bytes pages;
  if (!arguments.BytesAt(3, &pages)) return Number(env, memory::kInvalid);
  return Number(env, memory::Residency(range.start, range.length, static_cast<unsigned char*>(pages.data), pages.length));
}

}  // namespace carray::calls
