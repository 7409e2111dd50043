// What several threads do to guarded regions at once, under ThreadSanitizer: some survive faults, as in a handler, but called by
// hand; each region has two holders, who guard, pause, mark, forget, withdraw and free it. The sources are the addon's but for
// what the kernel does: its pages are plain numbers here, that the addon's own order alone keeps from being a race.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

#include "../../addon/faults/faults.hh"
#include "../../addon/faults/handlers.hh"
#include "../../addon/faults/pages.hh"
#include "../../addon/faults/slots.hh"
#include "../../addon/faults/survive.hh"
#include "check.hh"

namespace faults = carray::faults;

namespace {

constexpr std::size_t kPageSize = 4096, kPages = 40, kRegions = 3;  // more pages than a word has marks
constexpr std::uintptr_t kStart = 1u << 30, kApart = 1u << 20;       // nobody follows these addresses

enum Page : int { kNothing, kReadOnly, kReplaced };
int pages[kRegions][kPages];
std::atomic<std::uint64_t> survived{0};
std::atomic<bool> over{false};

std::uintptr_t AddressOf(std::size_t region, std::size_t page) { return kStart + region * kApart + page * kPageSize; }

int& PageAt(std::uintptr_t address) {
  const std::uintptr_t offset = address - kStart;
  return pages[offset / kApart][offset % kApart / kPageSize];
}

/** As if the file were mapped anew, or nothing any more: no handler may come near. */
void Rewrite(std::size_t region) {
  for (std::size_t page = 0; page < kPages; ++page) pages[region][page] = page % 3 == 0 ? kReadOnly : kNothing;
}

void Fault(unsigned seed) {
  std::minstd_rand random(seed);
  while (!over.load(std::memory_order_relaxed)) {
    const std::uintptr_t address = AddressOf(random() % kRegions, random() % kPages) + random() % kPageSize;
    const bool store = random() % 2 == 0, lost = random() % 2 == 0;
    if (faults::Survive({address, store, lost})) survived.fetch_add(1, std::memory_order_relaxed);
  }
}

/** The second holder: marks, asks and pauses for as long as the first one has not let go of the slot. */
void Hold(int slot, unsigned seed) {
  std::minstd_rand random(seed);
  for (int i = 0; i < 20; ++i) {
    const std::size_t offset = random() % (kPages / 2) * kPageSize;
    switch (random() % 4) {
      case 0:
        faults::MarkLost(slot, offset, kPages / 2 * kPageSize);
        break;
      case 1:
        static_cast<void>(faults::Pause(slot));
        break;
      case 2:
        faults::SetUnreadable(slot, i % 2 == 0);
        break;
      default:
        for (int look = 0; look < 100; ++look) {
          Check(faults::EndOfMark(slot, offset) > offset, "a row of marks is empty");
        }
        Check(faults::FirstMarked(slot, 0, kPages * kPageSize) >= -1, "no page");
    }
    Check(faults::MarkAt(slot, offset) <= 3, "no mark");
  }
}

/** What must hold of a slot without visitors. */
void CheckQuiet(std::size_t region, int slot) {
  const auto* counter = static_cast<const std::uint32_t*>(faults::Counters()) + 2 * slot;
  Check(counter[0] == counter[1], "the numbers of the counter differ");
  for (std::size_t page = 0; page < kPages; ++page) {
    Check(!faults::SlotAt(slot).marks.IsClaimed(page), "a claim was left");
    const bool marked = faults::MarkAt(slot, page * kPageSize) != 0;
    Check(marked || pages[region][page] != kReplaced, "a page was replaced without a mark");
  }
}

void OneLife(std::size_t region, unsigned seed) {
  std::minstd_rand random(seed);
  Rewrite(region);
  const int slot = faults::Guard(AddressOf(region, 0), kPages * kPageSize, kPageSize);
  Check(slot >= 0, "guard");
  if (random() % 4 == 0) faults::SlotAt(slot).faults.store(2000);  // from now on pages are replaced in runs
  std::thread other(Hold, slot, seed);
  for (int i = 0; i < 10; ++i) {
    if (random() % 2 == 0) {
      faults::Pause pause(slot);
      faults::Forget(slot);  // pauses once more
      Rewrite(region);
    } else {
      std::this_thread::yield();
    }
  }
  other.join();
  faults::Withdraw(slot);
  CheckQuiet(region, slot);
  if (random() % 4 == 0) {  // the pages could not be unmapped
    faults::Restore(slot);
    std::this_thread::yield();
    faults::Withdraw(slot);
    CheckQuiet(region, slot);
  }
  Rewrite(region);
  faults::Free(slot);
}

void Live(std::size_t region, int rounds) {
  for (int round = 0; round < rounds; ++round) OneLife(region, static_cast<unsigned>(round) * 7 + static_cast<unsigned>(region) + 1);
}

}  // namespace

// What the kernel says of pages and does to them.
namespace carray::faults {

bool Writable(std::uintptr_t page) { return PageAt(page) == kReplaced; }
bool Readable(std::uintptr_t page) { return PageAt(page) != kNothing; }
bool HasNothingBehind(std::uintptr_t page, std::size_t) { return PageAt(page) == kNothing; }

bool ReplacePages(std::uintptr_t start, std::size_t bytes, std::size_t page_size, Content) {
  for (std::size_t offset = 0; offset < bytes; offset += page_size) PageAt(start + offset) = kReplaced;
  return true;
}

void InstallHandlers() {}
bool AreInstalled() { return false; }

}  // namespace carray::faults

int main(int, char** arguments) {
  const int rounds = std::atoi(arguments[1]);
  std::vector<std::thread> faulting, holders;
  for (unsigned seed = 1; seed <= 3; ++seed) faulting.emplace_back(Fault, seed);
  for (std::size_t region = 0; region < kRegions; ++region) holders.emplace_back(Live, region, rounds);
  for (std::thread& thread : holders) thread.join();
  over.store(true);
  for (std::thread& thread : faulting) thread.join();
  Check(survived > 0, "no fault was survived");
  return 0;
}
