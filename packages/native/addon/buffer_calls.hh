// ArrayBuffers over the bytes of a region, and their end, as calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Buffer(napi_env env, napi_callback_info info);
napi_value Detach(napi_env env, napi_callback_info info);

/** Whether the runtime makes SharedArrayBuffers over memory that is not its own; else SharedBuffer is not to be called. */
bool HasSharedBuffers();
napi_value SharedBuffer(napi_env env, napi_callback_info info);

}  // namespace carray::calls
