#include "shared_table.hh"

#include <mutex>
#include <unordered_map>

namespace carray::shared_table {

namespace {

using Table = std::unordered_map<std::uint64_t, regions::Region*>;

std::mutex mutex;

/** Never destroyed: workers and finalizers give up regions while the process exits, after the destructors of statics. */
Table& Regions() {
  static Table* table = new Table();
  return *table;
}

}  // namespace

void Enter(std::uint64_t number, regions::Region* region) {
  std::lock_guard<std::mutex> lock(mutex);
  Regions().emplace(number, region);
}

void Leave(std::uint64_t number) {
  std::lock_guard<std::mutex> lock(mutex);
  Regions().erase(number);
}

regions::Region* Find(std::uint64_t number, bool (*retain)(regions::Region*)) {
  std::lock_guard<std::mutex> lock(mutex);
  const auto found = Regions().find(number);
  return found != Regions().end() && retain(found->second) ? found->second : nullptr;
}

}  // namespace carray::shared_table
