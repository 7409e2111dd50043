#include "map_calls.hh"

#include "arguments.hh"
#include "faults/faults.hh"
#include "memory.hh"

namespace carray::calls {

namespace {

/** What is mapped: the last four arguments of each call that maps. */
struct What {
  int protection;
  int flags;
  int fd;
  std::int64_t offset;
};

template <std::size_t Count>
What WhatAt(Arguments<Count>& arguments, std::size_t first) {
  What what;
  what.protection = static_cast<int>(arguments.Integer(first));
  what.flags = static_cast<int>(arguments.Integer(first + 1));
  what.fd = static_cast<int>(arguments.Integer(first + 2));
  what.offset = arguments.Integer(first + 3);
  return what;
}

}  // namespace

napi_value Map(napi_env env, napi_callback_info info) {
  Arguments<6> arguments(env, info);
  std::int64_t hint = arguments.Integer(0);
  std::int64_t length = arguments.Integer(1);
  const What what = WhatAt(arguments, 2);
  if (!arguments.Valid()) return nullptr;
  if (length < 0) return Number(env, memory::kInvalid);
  std::int64_t address = memory::Map(hint, length, what.protection, what.flags, what.fd, what.offset);
  if (address < 0) return Number(env, address);
  faults::Reinstall();
  const std::size_t page_size = faults::PageSizeOf(what.flags, what.fd);
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
  const What what = WhatAt(arguments, 3);
  if (!arguments.Valid()) return nullptr;
  regions::Region* reservation = HoldingsOf(env)->Find(id);
  if (reservation == nullptr) return Number(env, memory::kInvalid);
  faults::Reinstall();
  regions::Region* inside = nullptr;
  std::int64_t mapped = regions::MapInside(reservation, offset, length, what.protection, what.flags, what.fd,
                                           what.offset, &inside);
  if (mapped < 0) return Number(env, mapped);
  return Number(env, HoldingsOf(env)->Hold(inside, regions::IdOf(inside)));
}

napi_value Remap(napi_env env, napi_callback_info info) {
  Arguments<7> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  const What what = WhatAt(arguments, 3);
  if (!arguments.Valid()) return nullptr;
  return Number(env, regions::Remap(HoldingsOf(env)->Find(id), offset, length, what.protection, what.flags, what.fd,
                                    what.offset));
}

napi_value Resize(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  std::int64_t length = arguments.Integer(1);
  std::int64_t flags = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  return Number(env, regions::Resize(HoldingsOf(env)->Find(id), length, static_cast<int>(flags)));
}

napi_value AddressOf(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  regions::Region* region = HoldingsOf(env)->Find(id);
  if (region == nullptr) return Number(env, memory::kInvalid);
  return Number(env, static_cast<std::int64_t>(regions::AddressOf(region)));
}

napi_value Unmap(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t id = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  return Number(env, HoldingsOf(env)->GiveUp(id));
}

napi_value LiveRegions(napi_env env, napi_callback_info) {
  return Number(env, static_cast<std::int64_t>(regions::LiveCount()));
}

}  // namespace carray::calls
