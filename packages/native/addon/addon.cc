// The export table, nothing else.
#include <napi.h>

#include <iterator>

#include "buffer_calls.hh"
#include "copy_calls.hh"
#include "fault_calls.hh"
#include "file_calls.hh"
#include "holdings.hh"
#include "map_calls.hh"
#include "memory.hh"
#include "range_calls.hh"
#include "share_calls.hh"
#include "wait_calls.hh"

namespace {

napi_property_descriptor Method(const char* name, napi_callback call) {
  return {name, nullptr, call, nullptr, nullptr, nullptr, napi_enumerable, nullptr};
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new carray::Holdings());  // deleted with the environment
  exports.Set("pageSize", Napi::Number::New(env, static_cast<double>(carray::memory::PageSize())));
  if (napi_value counters = carray::calls::FaultCounters(env)) exports.Set("faultCounters", counters);
  if (napi_value waits = carray::calls::WaitsSupported(env)) exports.Set("futex", waits);
  const napi_property_descriptor methods[] = {
      Method("map", carray::calls::Map),
      Method("mapInside", carray::calls::MapInside),
      Method("addressOf", carray::calls::AddressOf),
      Method("unmap", carray::calls::Unmap),
      Method("protect", carray::calls::Protect),
      Method("advise", carray::calls::Advise),
      Method("adviseAsync", carray::calls::AdviseAsync),
      Method("sync", carray::calls::Sync),
      Method("syncAsync", carray::calls::SyncAsync),
      Method("synchronizeCode", carray::calls::SynchronizeCode),
      Method("residency", carray::calls::Residency),
      Method("lock", carray::calls::Lock),
      Method("unlock", carray::calls::Unlock),
      Method("adviseFile", carray::calls::AdviseFile),
      Method("createMemoryFile", carray::calls::CreateMemoryFile),
      Method("addSeals", carray::calls::AddSeals),
      Method("seals", carray::calls::Seals),
      Method("openShared", carray::calls::OpenShared),
      Method("unlinkShared", carray::calls::UnlinkShared),
      Method("closeFile", carray::calls::CloseFile),
      Method("allocate", carray::calls::Allocate),
      Method("buffer", carray::calls::Buffer),
      Method("detach", carray::calls::Detach),
      Method("moved", carray::calls::Moved),
      Method("guard", carray::calls::Guard),
      Method("faulted", carray::calls::Faulted),
      Method("faultMark", carray::calls::FaultMark),
      Method("faultEnd", carray::calls::FaultEnd),
      Method("markFault", carray::calls::MarkFault),
      Method("forgetFaults", carray::calls::ForgetFaults),
      Method("reinstallHandlers", carray::calls::ReinstallHandlers),
      Method("remap", carray::calls::Remap),
      Method("resize", carray::calls::Resize),
      Method("copyOut", carray::calls::CopyOut),
      Method("copyIn", carray::calls::CopyIn),
      Method("share", carray::calls::Share),
      Method("attach", carray::calls::Attach),
      Method("waitAt", carray::calls::WaitAt),
      Method("wakeAt", carray::calls::WakeAt),
      Method("waitAsync", carray::calls::WaitAsync),
      Method("cancelWait", carray::calls::CancelWait),
      Method("liveRegions", carray::calls::LiveRegions),
  };
  if (napi_define_properties(env, exports, std::size(methods), methods) != napi_ok) {
    Napi::Error::New(env, "Failed to define the functions of the addon").ThrowAsJavaScriptException();
  }
  const napi_property_descriptor shared = Method("sharedBuffer", carray::calls::SharedBuffer);
  if (carray::calls::HasSharedBuffers() && napi_define_properties(env, exports, 1, &shared) != napi_ok) {
    Napi::Error::New(env, "Failed to define sharedBuffer").ThrowAsJavaScriptException();
  }
  return exports;
}

NODE_API_MODULE(carray, Init)

}  // namespace
