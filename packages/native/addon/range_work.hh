// A system call on bytes of a region, on the thread pool of the runtime, as a promise.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>

#include "regions.hh"

namespace carray {

using RangeCall = int (*)(std::uintptr_t start, std::size_t length, int argument);

/** A promise that is resolved with a number already. */
napi_value Resolved(napi_env env, std::int64_t value);

/** A promise of what the call answers. The region is held until it is done. `name` is for those who watch the runtime. */
napi_value StartWork(napi_env env, const char* name, RangeCall call, regions::Region* region, std::uintptr_t start,
                     std::size_t length, int argument);

}  // namespace carray
