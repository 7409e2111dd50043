// The function of the addon that resizes, as calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Resize(napi_env env, napi_callback_info info);

}  // namespace carray::calls
