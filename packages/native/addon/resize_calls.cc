#include "resize_calls.hh"

#include "arguments.hh"

namespace carray::calls {

napi_value Resize(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t length = arguments.Integer(1);
  std::int64_t flags = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  return Number(env, regions::Resize(HoldingsOf(env)->Find(id), length, static_cast<int>(flags)));
}

}  // namespace carray::calls
