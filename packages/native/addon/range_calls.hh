// The functions on bytes of a region, as map_calls.hh: (region, offset, length), and most with one number more.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Protect(napi_env env, napi_callback_info info);
napi_value Advise(napi_env env, napi_callback_info info);
napi_value AdviseAsync(napi_env env, napi_callback_info info);
napi_value Sync(napi_env env, napi_callback_info info);
napi_value SyncAsync(napi_env env, napi_callback_info info);
napi_value SynchronizeCode(napi_env env, napi_callback_info info);
napi_value Residency(napi_env env, napi_callback_info info);
napi_value Lock(napi_env env, napi_callback_info info);
napi_value Unlock(napi_env env, napi_callback_info info);

}  // namespace carray::calls
