#include "move_calls.hh"

#include "arguments.hh"
#include "memory.hh"

namespace carray::calls {

napi_value Moved(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t serial = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  return Number(env, HoldingsOf(env)->KeepShare(serial) ? 0 : memory::kInvalid);
}

}  // namespace carray::calls
