// A system call on bytes of a region, on the thread pool of the runtime.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>

#include "regions.hh"

namespace carray {

using RangeCall = int (*)(std::uintptr_t start, std::size_t length, int argument);

/**
 * Calls `settle` with what the call answers, when it is done; not in an environment that has ended before. Answers 0, or
 * -errno where the work cannot be begun, and `settle` is not called. The region is held until the work is done. `name` is for
 * those who watch the runtime.
 */
int StartWork(napi_env env, const char* name, RangeCall call, regions::Region* region, std::uintptr_t start,
              std::size_t length, int argument, napi_value settle);

}  // namespace carray
