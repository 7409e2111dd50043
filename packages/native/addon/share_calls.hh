// Regions that several threads hold, as map_calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Share(napi_env env, napi_callback_info info);
napi_value Attach(napi_env env, napi_callback_info info);

}  // namespace carray::calls
