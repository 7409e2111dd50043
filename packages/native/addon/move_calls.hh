// Buffers whose memory was moved to others, in JavaScript: one call.
#pragma once

#include <node_api.h>

namespace carray::calls {

/** (serial): the memory of the buffer belongs to another one now, which may outlive this environment. 0 or -EINVAL. */
napi_value Moved(napi_env env, napi_callback_info info);

}  // namespace carray::calls
