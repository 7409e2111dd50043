// msync(2) on the thread pool of the runtime.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>

#include "regions.hh"

namespace carray {

/**
 * Calls `settle` with the status, 0 or -errno, when the work is done; not in an environment that has ended before. Answers 0,
 * or -errno where the work cannot be begun, and `settle` is not called. The region is held until the work is done.
 */
int StartSync(napi_env env, regions::Region* region, std::uintptr_t start, std::size_t length, int flags,
              napi_value settle);

}  // namespace carray
