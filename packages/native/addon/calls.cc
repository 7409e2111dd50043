#include "calls.hh"

#include "arguments.hh"
#include "faults/faults.hh"
#include "memory.hh"
#include "sync_work.hh"

namespace carray::calls {

namespace {

/**
 * One of the three calls on bytes of a region: (region, offset, length, third argument of the call). Where it could make
 * pages writable that a handler is about to replace, whose new bytes would be lost, handlers are kept out meanwhile.
 */
template <int (*Call)(std::uintptr_t, std::size_t, int), bool kPauses = false>
napi_value OnRange(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  std::int64_t argument = arguments.Integer(3);
  if (!arguments.Valid()) return nullptr;
  regions::Region* region = HoldingsOf(env)->Find(id);
  std::int64_t start = regions::Locate(region, offset, length);
  if (start < 0) return Number(env, start);
  faults::Pause pause(kPauses ? regions::SlotOf(region) : -1);
  return Number(env, Call(start, length, static_cast<int>(argument)));
}

}  // namespace

napi_value Map(napi_env env, napi_callback_info info) {
  Arguments<6> arguments(env, info);
  std::int64_t hint = arguments.Integer(0);
  std::int64_t length = arguments.Integer(1);
  std::int64_t protection = arguments.Integer(2);
  std::int64_t flags = arguments.Integer(3);
  std::int64_t fd = arguments.Integer(4);
  std::int64_t offset = arguments.Integer(5);
  if (!arguments.Valid()) return nullptr;
  if (length < 0) return Number(env, memory::kInvalid);
  std::int64_t address = memory::Map(hint, length, static_cast<int>(protection), static_cast<int>(flags),
                                     static_cast<int>(fd), offset);
  if (address < 0) return Number(env, address);
  faults::Reinstall();
  const std::size_t page_size = faults::PageSizeOf(static_cast<int>(flags), static_cast<int>(fd));
  regions::Region* region = regions::Adopt(address, length, page_size);
  if (region == nullptr) {
    memory::Unmap(address, length);
    return Number(env, memory::kNoMemory);
  }
  return Number(env, HoldingsOf(env)->Hold(region, regions::IdOf(region)));
}

napi_value MapInside(napi_env env, napi_callback_info info) {
  Arguments<7> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  std::int64_t protection = arguments.Integer(3);
  std::int64_t flags = arguments.Integer(4);
  std::int64_t fd = arguments.Integer(5);
  std::int64_t file_offset = arguments.Integer(6);
  if (!arguments.Valid()) return nullptr;
  regions::Region* reservation = HoldingsOf(env)->Find(id);
  if (reservation == nullptr) return Number(env, memory::kInvalid);
  faults::Reinstall();
  regions::Region* inside = nullptr;
  std::int64_t mapped = regions::MapInside(reservation, offset, length, static_cast<int>(protection),
                                           static_cast<int>(flags), static_cast<int>(fd), file_offset, &inside);
  if (mapped < 0) return Number(env, mapped);
  return Number(env, HoldingsOf(env)->Hold(inside, regions::IdOf(inside)));
}

napi_value AddressOf(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  regions::Region* region = HoldingsOf(env)->Find(id);
  return Number(env, region == nullptr ? memory::kInvalid : regions::AddressOf(region));
}

napi_value Unmap(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  return Number(env, HoldingsOf(env)->GiveUp(id));
}

napi_value Protect(napi_env env, napi_callback_info info) { return OnRange<memory::Protect, true>(env, info); }
napi_value Advise(napi_env env, napi_callback_info info) { return OnRange<memory::Advise>(env, info); }
napi_value Sync(napi_env env, napi_callback_info info) { return OnRange<memory::Sync>(env, info); }

napi_value SyncAsync(napi_env env, napi_callback_info info) {
  Arguments<5> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  std::int64_t flags = arguments.Integer(3);
  if (!arguments.Valid()) return nullptr;
  regions::Region* region = HoldingsOf(env)->Find(id);
  std::int64_t start = regions::Locate(region, offset, length);
  if (start < 0) return Number(env, start);
  return Number(env, StartSync(env, region, start, length, static_cast<int>(flags), arguments.Value(4)));
}

napi_value Buffer(napi_env env, napi_callback_info info) {
  Arguments<5> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  std::int64_t serial = arguments.Integer(3);
  std::int64_t longest = arguments.Integer(4);
  if (!arguments.Valid()) return nullptr;
  Holdings* holdings = HoldingsOf(env);
  regions::Region* region = holdings->Find(id);
  std::int64_t start = regions::Locate(region, offset, length);
  if (start < 0) return Number(env, start);
  if (length > longest) return Number(env, memory::kNoMemory);

  void* data = reinterpret_cast<void*>(start);
  BufferShare* share = holdings->Share(region, data, serial);
  if (share == nullptr) return Number(env, memory::kNoMemory);
  // Runs late in Node, inside detach in Bun and Deno, on other threads in Deno and at the end of a worker.
  napi_finalize finalize = [](napi_env, void*, void* hint) {
    FinalizeShare(static_cast<BufferShare*>(hint));
  };
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(env, data, length, finalize, share, &buffer) == napi_ok) return buffer;

  // Engines differ in whether a refused buffer is finalized, some do it later: so the engine's part of the
  // share is left to it (a few bytes at worst), and the pages are given back here.
  holdings->EndShare(serial);
  ClearException(env);
  return Number(env, memory::kNoMemory);
}

napi_value Detach(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  std::int64_t serial = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  napi_value buffer = arguments.Value(1);
  Holdings* holdings = HoldingsOf(env);
  BufferShare* share = holdings->FindShare(serial);
  if (share == nullptr) return Number(env, memory::kInvalid);

  bool detached = false;
  if (napi_is_detached_arraybuffer(env, buffer, &detached) != napi_ok) return Number(env, memory::kInvalid);
  if (detached) {  // moved away: whoever has the pages now owns the share
    holdings->ForgetShare(serial);
    return Number(env, 0);
  }
  void* data = nullptr;
  std::size_t length = 0;
  if (napi_get_arraybuffer_info(env, buffer, &data, &length) != napi_ok || data != DataOf(share) ||
      napi_detach_arraybuffer(env, buffer) != napi_ok) {
    return Number(env, memory::kInvalid);
  }
  holdings->EndShare(serial);
  return Number(env, 0);
}

napi_value Allocate(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  std::int64_t fd = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  return Number(env, memory::Allocate(static_cast<int>(fd), offset, length));
}

napi_value LiveRegions(napi_env env, napi_callback_info) {
  return Number(env, static_cast<std::int64_t>(regions::LiveCount()));
}

}  // namespace carray::calls
