#include "marks.hh"

#include <cstdlib>

namespace carray::faults {

namespace {

constexpr std::size_t kBits = 4, kPages = 64 / kBits;  // of a page; in a word
constexpr std::uint64_t kMark = 3, kClaimed = 4;
constexpr std::uint64_t kEachPage = 0x1111111111111111;

std::size_t WordOf(std::size_t page) { return page / kPages; }
std::size_t ShiftOf(std::size_t page) { return page % kPages * kBits; }

/** The lowest bit of each page from `first` to `last` that is in the word. */
std::uint64_t EachFrom(std::size_t first, std::size_t last, std::size_t word) {
  std::uint64_t each = kEachPage;
  if (WordOf(first) == word) each &= ~std::uint64_t{0} << ShiftOf(first);
  if (WordOf(last) == word) each &= ~std::uint64_t{0} >> (64 - kBits - ShiftOf(last));
  return each;
}

/** The lowest bit of each page that has a mark. */
std::uint64_t Marked(std::uint64_t word) { return (word | word >> 1) & kEachPage; }

std::size_t LowestPage(std::uint64_t each) { return static_cast<std::size_t>(__builtin_ctzll(each)) / kBits; }

}  // namespace

bool Marks::Allocate(std::size_t pages) {
  words_ = static_cast<Word*>(std::calloc(WordOf(pages + kPages - 1), sizeof(Word)));
  return words_ != nullptr;
}

void Marks::Free() {
  std::free(words_);
  words_ = nullptr;
}

bool Marks::TryClaim(std::size_t page) {
  const std::uint64_t claimed = kClaimed << ShiftOf(page);
  return (words_[WordOf(page)].fetch_or(claimed) & claimed) == 0;
}

void Marks::Unclaim(std::size_t page) { words_[WordOf(page)].fetch_and(~(kClaimed << ShiftOf(page))); }

bool Marks::IsClaimed(std::size_t page) const {
  return (words_[WordOf(page)].load() & kClaimed << ShiftOf(page)) != 0;
}

Mark Marks::At(std::size_t page) const {
  return static_cast<Mark>(words_[WordOf(page)].load() >> ShiftOf(page) & kMark);
}

void Marks::Set(std::size_t page, Mark mark) {
  Word& word = words_[WordOf(page)];
  const std::size_t shift = ShiftOf(page);
  std::uint64_t before = word.load();
  std::uint64_t after;
  do {
    after = (before & ~(kMark << shift)) | static_cast<std::uint64_t>(mark) << shift;
  } while (!word.compare_exchange_weak(before, after));
}

std::size_t Marks::FirstMarked(std::size_t first, std::size_t last) const {
  for (std::size_t word = WordOf(first); word <= WordOf(last); ++word) {
    const std::uint64_t marked = Marked(words_[word].load()) & EachFrom(first, last, word);
    if (marked != 0) return word * kPages + LowestPage(marked);
  }
  return last + 1;
}

std::size_t Marks::EndOfMark(std::size_t page, std::size_t pages) const {
  const std::size_t last = pages - 1;
  std::size_t at = WordOf(page);
  std::uint64_t word = words_[at].load();  // once: with another look the page itself could differ from its mark
  const std::uint64_t same = (word >> ShiftOf(page) & kMark) * kEachPage;
  for (;;) {
    const std::uint64_t different = Marked((word ^ same) & kMark * kEachPage) & EachFrom(page, last, at);
    if (different != 0) return at * kPages + LowestPage(different);
    if (++at > WordOf(last)) return pages;
    word = words_[at].load();
  }
}

void Marks::SetUnmarked(std::size_t first, std::size_t last, Mark mark) {
  for (std::size_t word = WordOf(first); word <= WordOf(last); ++word) {
    const std::uint64_t each = EachFrom(first, last, word);
    std::uint64_t before = words_[word].load();
    std::uint64_t after;
    do {
      after = before | (each & ~Marked(before)) * static_cast<std::uint64_t>(mark);
    } while (!words_[word].compare_exchange_weak(before, after));
  }
}

void Marks::Clear(std::size_t pages) {
  for (std::size_t word = 0; word <= WordOf(pages - 1); ++word) {
    if (words_[word].load(std::memory_order_relaxed) != 0) words_[word].store(0);
  }
}

}  // namespace carray::faults
