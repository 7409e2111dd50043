#include "share_calls.hh"

#include "arguments.hh"
#include "faults/faults.hh"
#include "memory.hh"
#include "tokens.hh"

namespace carray::calls {

namespace {

bool Set(napi_env env, napi_value object, const char* name, std::int64_t value) {
  napi_value number = Number(env, value);
  return number != nullptr && napi_set_named_property(env, object, name, number) == napi_ok;
}

}  // namespace

napi_value Share(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  regions::Region* region = HoldingsOf(env)->Find(id);
  if (region == nullptr) return Number(env, memory::kInvalid);
  tokens::Token token;
  const int status = tokens::Make(static_cast<std::int64_t>(regions::IdOf(region)), &token);
  if (status != 0) return Number(env, status);
  napi_value object = nullptr;
  if (napi_create_object(env, &object) != napi_ok || !Set(env, object, "process", token.process) ||
      !Set(env, object, "region", token.region) || !Set(env, object, "check", token.check)) {
    return nullptr;
  }
  regions::Share(region);
  return object;
}

napi_value Attach(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  tokens::Token token;
  token.process = arguments.Integer(0);
  token.region = arguments.Integer(1);
  token.check = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  const int status = tokens::Verify(token);
  if (status != 0) return Number(env, status);
  regions::Region* region = regions::Attach(static_cast<std::uint64_t>(token.region));
  if (region == nullptr) return Number(env, memory::kMissing);
  faults::Reinstall();
  return Number(env, static_cast<std::int64_t>(HoldingsOf(env)->Hold(region, regions::NextId())));
}

}  // namespace carray::calls
