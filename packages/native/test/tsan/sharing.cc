// The table of shared regions under ThreadSanitizer: threads publish, attach, look at and release regions at random. It is built
// with the sources of the addon that know nothing of JavaScript.
#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

#include "../../addon/memory.hh"
#include "../../addon/regions.hh"
#include "check.hh"

namespace {

using carray::regions::Region;
namespace memory = carray::memory;
namespace regions = carray::regions;

std::atomic<std::uint64_t> published{0};
std::atomic<int> attached{0};

/** The first word of the pages is the region's number, and never written again. */
std::uint64_t& WordOf(const Region* region) {
  return *reinterpret_cast<std::uint64_t*>(regions::AddressOf(region));
}

Region* Publish() {
  const std::size_t page = memory::PageSize();
  const auto address = memory::Map(0, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  Check(address > 0, "map");
  Region* region = regions::Adopt(static_cast<std::uintptr_t>(address), page, page);
  WordOf(region) = regions::IdOf(region);
  regions::Share(region);
  published.store(regions::IdOf(region), std::memory_order_relaxed);  // Attach alone orders what is seen
  return region;
}

void Work(unsigned seed, int rounds) {
  std::minstd_rand random(seed);
  std::vector<Region*> held;
  for (int round = 0; round < rounds; ++round) {
    if (random() % 5 == 0) held.push_back(Publish());
    const std::uint64_t id = published.load(std::memory_order_relaxed);
    if (Region* region = regions::Attach(id)) {
      Check(regions::IdOf(region) == id && WordOf(region) == id, "another region was attached");
      held.push_back(region);
      attached.fetch_add(1);
    }
    while (held.size() > 3 || (!held.empty() && random() % 4 != 0)) {
      std::swap(held[random() % held.size()], held.back());
      Check(regions::Release(held.back()) == 0, "release");
      held.pop_back();
    }
  }
  for (Region* region : held) regions::Release(region);
}

}  // namespace

int main(int, char** arguments) {
  const int rounds = std::atoi(arguments[1]);
  std::vector<std::thread> threads;
  for (unsigned seed = 1; seed <= 4; ++seed) threads.emplace_back(Work, seed, rounds);
  for (std::thread& thread : threads) thread.join();
  Check(attached > 0, "nothing was attached");
  Check(regions::LiveCount() == 0, "regions are left");
  return 0;
}
