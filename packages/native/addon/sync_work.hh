// msync(2) on the thread pool of the runtime, as a promise.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>

#include "regions.hh"

namespace carray {

/** A promise that is resolved with a number already. */
napi_value Resolved(napi_env env, std::int64_t value);

/** A promise of the status: 0 or -errno. The region is held until the work is done. */
napi_value StartSync(napi_env env, regions::Region* region, std::uintptr_t start, std::size_t length, int flags);

}  // namespace carray
