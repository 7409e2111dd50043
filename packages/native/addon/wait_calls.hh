// The functions of the addon that wait and wake, as map_calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

/** What the addon says of itself: whether there is a futex. */
napi_value WaitsSupported(napi_env env);

napi_value WaitAt(napi_env env, napi_callback_info info);
napi_value WakeAt(napi_env env, napi_callback_info info);
napi_value WaitAsync(napi_env env, napi_callback_info info);
napi_value CancelWait(napi_env env, napi_callback_info info);

}  // namespace carray::calls
