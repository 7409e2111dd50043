#include "survive.hh"

#include "pages.hh"
#include "slots.hh"

namespace carray::faults {

namespace {

/** What is to be done about a page. */
enum class Remedy {
  /** Nothing: the access would be done now. */
  kRetry,
  kReplace,
  /** The fault is not one that the guard is for. */
  kNone,
};

struct Diagnosis {
  Remedy remedy;
  Mark mark = Mark::kNone;
  Content content = Content::kZeros;
};

/** Asks the kernel for the page as it is now. The page is claimed, so no other handler changes it. */
Diagnosis Diagnose(const Slot& slot, std::uintptr_t page, const Fault& fault) {
  if (fault.store ? Writable(page) : Readable(page)) return {Remedy::kRetry};
  // A store into a page with bytes. With SIGBUS there is no place for it, as on a full disk.
  if (fault.store && Readable(page)) {
    return {Remedy::kReplace, fault.lost ? Mark::kLost : Mark::kWritten, Content::kLoaded};
  }
  if (fault.lost || HasNothingBehind(page, slot.page_size)) return {Remedy::kReplace, Mark::kLost, Content::kZeros};
  if (slot.unreadable.load()) return {Remedy::kReplace, Mark::kUnreadable, Content::kForced};
  return {Remedy::kNone};
}

/** Whether a fault at this page would be answered with the same content. */
bool IsAlike(std::uintptr_t page, std::size_t page_size, Content content) {
  switch (content) {
    case Content::kZeros:
      return HasNothingBehind(page, page_size);
    case Content::kLoaded:
      return Readable(page) && !Writable(page);
    case Content::kForced:
      return !Readable(page) && !HasNothingBehind(page, page_size);
  }
  return false;
}

/** Claims a page beside one at fault, to be replaced together with it. */
bool Join(Slot& slot, std::size_t index, const Diagnosis& diagnosis) {
  const Mark mark = slot.marks.At(index);
  if (mark != Mark::kNone && (mark != Mark::kLost || diagnosis.content != Content::kZeros)) return false;
  if (!slot.marks.TryClaim(index)) return false;
  if (IsAlike(slot.PageAt(index), slot.page_size, diagnosis.content)) return true;
  slot.marks.Unclaim(index);
  return false;
}

/** Pages in a row, all claimed. */
struct Run {
  std::size_t first, last;
};

/**
 * The page and those around it that are alike, in a window that doubles after so many faults: the number of areas in
 * a process is limited (vm.max_map_count), and single pages here and there take two each. Copies take memory, so their
 * windows stay smaller.
 */
Run RunAround(Slot& slot, std::size_t index, const Diagnosis& diagnosis) {
  constexpr std::uint32_t faults_per_doubling = 512;
  const std::uint32_t most = diagnosis.content == Content::kZeros ? 16 : 10;
  const std::uint32_t doublings = slot.faults.fetch_add(1) / faults_per_doubling;
  const std::size_t window = std::size_t{1} << (doublings < most ? doublings : most);
  const std::size_t low = index & ~(window - 1);
  const std::size_t high = low + window < slot.Pages() ? low + window : slot.Pages();
  Run run = {index, index};
  while (run.first > low && Join(slot, run.first - 1, diagnosis)) --run.first;
  while (run.last + 1 < high && Join(slot, run.last + 1, diagnosis)) ++run.last;
  return run;
}

bool Replace(const Slot& slot, Run run, Content content) {
  const std::size_t bytes = (run.last - run.first + 1) * slot.page_size;
  return ReplacePages(slot.PageAt(run.first), bytes, slot.page_size, content);
}

/** Marked and counted first: whoever can see the new pages can see that. */
bool ReplaceAndMark(Slot& slot, std::size_t index, const Diagnosis& diagnosis) {
  const Mark before = slot.marks.At(index);
  const Run run = RunAround(slot, index, diagnosis);
  for (std::size_t each = run.first; each <= run.last; ++each) slot.marks.Set(each, diagnosis.mark);
  CounterOf(slot).Add();
  const bool all = Replace(slot, run, diagnosis.content);
  const bool replaced = all || Replace(slot, {index, index}, diagnosis.content);
  for (std::size_t each = run.first; each <= run.last; ++each) {
    // There is nothing behind the others nevertheless, but they were not copied.
    if (!all && diagnosis.content != Content::kZeros && each != index) slot.marks.Set(each, Mark::kNone);
    if (each != index) slot.marks.Unclaim(each);
  }
  if (!replaced) slot.marks.Set(index, before);
  return replaced;
}

}  // namespace

bool Survive(const Fault& fault) {
  const Visit visit(fault.address);
  if (visit.Found() == nullptr) return false;
  Slot& slot = *visit.Found();
  const std::size_t index = (fault.address - slot.first_page) / slot.page_size;
  if (!slot.marks.TryClaim(index)) {
    Wait wait;
    while (slot.marks.IsClaimed(index)) {
      if (!wait.Again()) {  // its thread does not exist here
        slot.marks.Unclaim(index);
      }
    }
    return true;
  }
  const Diagnosis diagnosis = Diagnose(slot, slot.PageAt(index), fault);
  const bool survived = diagnosis.remedy == Remedy::kRetry ||
                        (diagnosis.remedy == Remedy::kReplace && ReplaceAndMark(slot, index, diagnosis));
  slot.marks.Unclaim(index);
  return survived;
}

}  // namespace carray::faults
