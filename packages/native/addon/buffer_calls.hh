// ArrayBuffers over the bytes of a region, and their end, as map_calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Buffer(napi_env env, napi_callback_info info);
napi_value Detach(napi_env env, napi_callback_info info);

/** (serial): the memory of the buffer belongs to another one now, which may outlive this environment. 0 or -EINVAL. */
napi_value Moved(napi_env env, napi_callback_info info);

/** Whether the runtime makes SharedArrayBuffers over memory that is not its own; else SharedBuffer is not to be called. */
bool HasSharedBuffers();
napi_value SharedBuffer(napi_env env, napi_callback_info info);

}  // namespace carray::calls
