// Regions: how they come to be, where they are, and how they end. The functions of all *_calls.hh are those of the addon, as
// JavaScript calls them; src/addon.ts has their signatures.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Map(napi_env env, napi_callback_info info);
napi_value MapInside(napi_env env, napi_callback_info info);
napi_value Remap(napi_env env, napi_callback_info info);
napi_value Resize(napi_env env, napi_callback_info info);
napi_value AddressOf(napi_env env, napi_callback_info info);
napi_value Unmap(napi_env env, napi_callback_info info);
napi_value LiveRegions(napi_env env, napi_callback_info info);

}  // namespace carray::calls
