// The functions of the addon, as JavaScript calls them. Signatures: src/addon.ts.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Map(napi_env env, napi_callback_info info);
napi_value MapInside(napi_env env, napi_callback_info info);
napi_value AddressOf(napi_env env, napi_callback_info info);
napi_value Unmap(napi_env env, napi_callback_info info);
napi_value Allocate(napi_env env, napi_callback_info info);
napi_value LiveRegions(napi_env env, napi_callback_info info);

}  // namespace carray::calls
