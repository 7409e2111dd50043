#include "wait_calls.hh"

#include <algorithm>
#include <memory>

#include "arguments.hh"
#include "futex.hh"
#include "memory.hh"
#include "waits.hh"

namespace carray::calls {

namespace {

struct Place {
  regions::Region* region = nullptr;
  /** Of the number, or -errno. */
  std::int64_t address = 0;
};

/** The first two arguments: (region, offset). */
template <std::size_t Count>
Place PlaceIn(napi_env env, Arguments<Count>& arguments) {
  Place place;
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  place.region = HoldingsOf(env)->Find(id);
  place.address = regions::Locate(place.region, offset, sizeof(std::uint32_t));
  if (place.address > 0 && place.address % sizeof(std::uint32_t) != 0) place.address = memory::kInvalid;
  return place;
}

napi_threadsafe_function FunctionOf(void* environment) { return static_cast<napi_threadsafe_function>(environment); }

bool Post(void* environment, Wait* wait) {
  return napi_call_threadsafe_function(FunctionOf(environment), wait, napi_tsfn_nonblocking) == napi_ok;
}

/** In the thread of the environment. Without one (nullptr) where that has ended: nobody waits for the outcome any more. */
void Deliver(napi_env env, napi_value settle, void*, void* wait) {
  const Waits::Outcome outcome = Waits::Settle(static_cast<Wait*>(wait));
  if (env == nullptr) return;
  const std::shared_ptr<Waits>& waits = HoldingsOf(env)->waits;
  if (waits->Count() == 0) napi_unref_threadsafe_function(env, FunctionOf(waits->Environment()));
  napi_value receiver = nullptr;
  napi_value values[] = {Number(env, outcome.number), Number(env, outcome.status)};
  if (values[0] == nullptr || values[1] == nullptr || napi_get_undefined(env, &receiver) != napi_ok) return;
  napi_call_function(env, receiver, settle, 2, values, nullptr);
}

void Close(void* data) {
  std::unique_ptr<std::shared_ptr<Waits>> waits(static_cast<std::shared_ptr<Waits>*>(data));
  (*waits)->Close();
}

/**
 * The function, which keeps no environment alive yet. Environments call their hooks from the last one to the first: that of the
 * waits, which comes after the function, is called before the function ends.
 */
std::shared_ptr<Waits> Open(napi_env env, napi_value settle) {
  napi_value label = nullptr;
  napi_threadsafe_function function = nullptr;
  if (napi_create_string_utf8(env, "carray.wait", NAPI_AUTO_LENGTH, &label) != napi_ok ||
      napi_create_threadsafe_function(env, settle, nullptr, label, 0, 1, nullptr, nullptr, nullptr, Deliver,
                                      &function) != napi_ok) {
    return nullptr;
  }
  auto waits = std::make_shared<Waits>(function, Post);
  auto hooked = std::make_unique<std::shared_ptr<Waits>>(waits);
  if (napi_unref_threadsafe_function(env, function) == napi_ok &&
      napi_add_env_cleanup_hook(env, Close, hooked.get()) == napi_ok) {
    hooked.release();
    return waits;
  }
  napi_release_threadsafe_function(function, napi_tsfn_abort);
  return nullptr;
}

}  // namespace

napi_value WaitsSupported(napi_env env) {
  napi_value supported = nullptr;
  return napi_get_boolean(env, futex::IsSupported(), &supported) == napi_ok ? supported : nullptr;
}

napi_value WaitAt(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  const Place place = PlaceIn(env, arguments);
  const auto expected = static_cast<std::uint32_t>(arguments.Integer(2));
  const double timeout = arguments.Real(3);
  if (!arguments.Valid()) return nullptr;
  if (place.address < 0) return Number(env, place.address);
  return Number(env, futex::Wait(place.address, expected, futex::TimeIn(timeout)));
}

napi_value WakeAt(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  const Place place = PlaceIn(env, arguments);
  const std::int64_t count = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  if (place.address < 0) return Number(env, place.address);
  return Number(env, futex::Wake(place.address, static_cast<int>(std::clamp<std::int64_t>(count, 0, INT32_MAX))));
}

napi_value WaitAsync(napi_env env, napi_callback_info info) {
  Arguments<5> arguments(env, info);
  const Place place = PlaceIn(env, arguments);
  const auto expected = static_cast<std::uint32_t>(arguments.Integer(2));
  const double timeout = arguments.Real(3);
  if (!arguments.Valid()) return nullptr;
  if (place.address < 0) return Number(env, place.address);
  std::shared_ptr<Waits>& waits = HoldingsOf(env)->waits;
  if (waits == nullptr) waits = Open(env, arguments.Value(4));
  if (waits == nullptr) return Number(env, memory::kNoMemory);
  const std::int64_t number = Waits::Start(waits, place.region, place.address, expected, timeout);
  // One that is over already is counted until it is delivered, so the first one is seen here.
  if (number > 0 && waits->Count() == 1) napi_ref_threadsafe_function(env, FunctionOf(waits->Environment()));
  return Number(env, number);
}

napi_value CancelWait(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const std::int64_t number = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  if (const std::shared_ptr<Waits>& waits = HoldingsOf(env)->waits) waits->Cancel(number);
  return Number(env, 0);
}

}  // namespace carray::calls
