#include "copy_calls.hh"

#include "arguments.hh"
#include "memory.hh"

namespace carray::calls {

namespace {

/** (region, offset, Uint8Array) */
template <std::int64_t (*Copy)(std::uintptr_t, void*, std::size_t)>
napi_value OnBytes(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  if (!arguments.Valid()) return nullptr;
  Bytes bytes;
  if (!arguments.BytesAt(2, &bytes)) return Number(env, memory::kInvalid);
  const std::int64_t start =
      regions::Locate(HoldingsOf(env)->Find(id), offset, static_cast<std::int64_t>(bytes.length));
  return Number(env, start < 0 ? start : Copy(static_cast<std::uintptr_t>(start), bytes.data, bytes.length));
}

}  // namespace

napi_value CopyOut(napi_env env, napi_callback_info info) { return OnBytes<memory::CopyOut>(env, info); }
napi_value CopyIn(napi_env env, napi_callback_info info) { return OnBytes<memory::CopyIn>(env, info); }

}  // namespace carray::calls
