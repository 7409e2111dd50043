// The functions of the addon about faults, as map_calls.hh.
#pragma once

#include <node_api.h>

namespace carray::calls {

napi_value Guard(napi_env env, napi_callback_info info);
napi_value Faulted(napi_env env, napi_callback_info info);
napi_value FaultMark(napi_env env, napi_callback_info info);
napi_value FaultEnd(napi_env env, napi_callback_info info);
napi_value MarkFault(napi_env env, napi_callback_info info);
napi_value ForgetFaults(napi_env env, napi_callback_info info);
napi_value ReinstallHandlers(napi_env env, napi_callback_info info);

/** The counters of all slots; nullptr where nothing can be guarded, or the engine has no buffers over such memory. */
napi_value FaultCounters(napi_env env);

}  // namespace carray::calls
