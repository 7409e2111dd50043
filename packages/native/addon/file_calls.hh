// Files: those that are memory, their bytes on the disk and in the page cache. As map_calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value AdviseFile(napi_env env, napi_callback_info info);
napi_value CreateMemoryFile(napi_env env, napi_callback_info info);
napi_value AddSeals(napi_env env, napi_callback_info info);
napi_value Seals(napi_env env, napi_callback_info info);
napi_value OpenShared(napi_env env, napi_callback_info info);
napi_value UnlinkShared(napi_env env, napi_callback_info info);
napi_value Allocate(napi_env env, napi_callback_info info);
napi_value CloseFile(napi_env env, napi_callback_info info);

}  // namespace carray::calls
