#include "buffer_calls.hh"

#include "arguments.hh"
#include "memory.hh"

/**
 * Of Node from 22.23.3, 24.16.0 and 26.1.0 on, whose headers declare it for NAPI_EXPERIMENTAL, and of Bun. A weak symbol: one
 * binary loads in every runtime, and where there is none the address is nullptr. `finalize` is called on any thread, without an
 * environment, which may be gone: once, but for a call that fails.
 */
extern "C" NAPI_EXTERN napi_status NAPI_CDECL node_api_create_external_sharedarraybuffer(
    napi_env env, void* data, std::size_t length, void(NAPI_CDECL* finalize)(void* data, void* hint), void* hint,
    napi_value* result) __attribute__((weak));

namespace carray::calls {

namespace {

/** Makes the engine's object over the bytes, which calls FinalizeShare with the share when they are no longer reachable. */
using Make = napi_status (*)(napi_env env, void* data, std::size_t length, BufferShare* share, napi_value* buffer);

/** What is left to do with a share in the table of the thread: a buffer that cannot be detached needs no number. */
enum class Ending { kByDetach, kByEngine };

template <Make kMake, Ending kEnding>
napi_value BufferOver(napi_env env, napi_callback_info info) {
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
  napi_value buffer = nullptr;
  if (kMake(env, data, length, share, &buffer) == napi_ok) {
    if (kEnding == Ending::kByEngine) holdings->ForgetShare(serial);
    return buffer;
  }
  // Engines differ in whether a refused buffer is finalized, some do it later: so the engine's part of the
  // share is left to it (a few bytes at worst), and the pages are given back here.
  holdings->EndShare(serial);
  ClearException(env);
  return Number(env, memory::kNoMemory);
}

napi_status MakeBuffer(napi_env env, void* data, std::size_t length, BufferShare* share, napi_value* buffer) {
  // Runs late in Node, inside detach in Bun and Deno, on other threads in Deno and at the end of a worker.
  napi_finalize finalize = [](napi_env, void*, void* hint) {
    FinalizeShare(static_cast<BufferShare*>(hint));
  };
  return napi_create_external_arraybuffer(env, data, length, finalize, share, buffer);
}

napi_status MakeShared(napi_env env, void* data, std::size_t length, BufferShare* share, napi_value* buffer) {
  if (!HasSharedBuffers()) return napi_generic_failure;
  auto finalize = [](void*, void* hint) { FinalizeShare(static_cast<BufferShare*>(hint)); };
  return node_api_create_external_sharedarraybuffer(env, data, length, finalize, share, buffer);
}

}  // namespace

napi_value Buffer(napi_env env, napi_callback_info info) {
  return BufferOver<MakeBuffer, Ending::kByDetach>(env, info);
}

bool HasSharedBuffers() { return node_api_create_external_sharedarraybuffer != nullptr; }

napi_value SharedBuffer(napi_env env, napi_callback_info info) {
  return BufferOver<MakeShared, Ending::kByEngine>(env, info);
}

napi_value Moved(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t serial = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  return Number(env, HoldingsOf(env)->KeepShare(serial) ? 0 : memory::kInvalid);
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

}  // namespace carray::calls
