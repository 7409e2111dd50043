// Copies between regions and typed arrays, as map_calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value CopyOut(napi_env env, napi_callback_info info);
napi_value CopyIn(napi_env env, napi_callback_info info);

}  // namespace carray::calls
