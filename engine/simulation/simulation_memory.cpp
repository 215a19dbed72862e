#include "simulation/simulation_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <new>

namespace ebbtide {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

// Up to an eighth more, so that scenarios of nearly the same size take the same memory.
std::size_t with_room(std::size_t count) {
  const std::size_t step = std::max<std::size_t>(std::bit_floor(count) / 8, 1);
  return (count + step - 1) / step * step;
}

}  // namespace

void* large_memory(std::size_t bytes) {
  const std::size_t whole = (bytes + kHugePage - 1) / kHugePage * kHugePage;
  void* memory = std::aligned_alloc(kHugePage, whole);
  if (memory == nullptr) throw std::bad_alloc();
  // Columns lie far apart and are written side by side: with small pages each store would look up a page of its own.
  // Where the machine refuses, the advice is lost and nothing else.
  madvise(memory, whole, MADV_HUGEPAGE);
  return memory;
}

float* SimulationMemory::samples(std::size_t count) {
  if (count > samples_.size()) {
    samples_ = {};  // before the new memory, so that both are never held at once
    samples_ = LargeArray<float>(with_room(count));
  }
  return samples_.data();
}

LargeArray<double> SimulationMemory::take_sums(std::size_t count) {
  const auto found =
      std::find_if(sums_.begin(), sums_.end(), [&](const LargeArray<double>& each) { return each.size() >= count; });
  if (found == sums_.end()) return LargeArray<double>(with_room(count));
  LargeArray<double> sums = std::move(*found);
  sums_.erase(found);
  return sums;
}

void SimulationMemory::give_back(LargeArray<double> sums) {
  if (sums.size() > 0) sums_.push_back(std::move(sums));
}

}  // namespace ebbtide
