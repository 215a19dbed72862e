#include "simulation/sample_buffer.h"

#include <sys/mman.h>

#include <new>

namespace ebbtide {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

}  // namespace

float* SampleBuffer::take(std::size_t count) {
  if (count <= size_) return memory_.get();
  memory_.reset();  // before the new memory, so that both are never held at once
  size_ = 0;
  const std::size_t bytes = (count * sizeof(float) + kHugePage - 1) / kHugePage * kHugePage;
  void* memory = std::aligned_alloc(kHugePage, bytes);
  if (memory == nullptr) throw std::bad_alloc();
  // Columns lie far apart and are written side by side: with small pages each store would look up a page of its own.
  // Where the machine refuses, the advice is lost and nothing else.
  madvise(memory, bytes, MADV_HUGEPAGE);
  memory_.reset(static_cast<float*>(memory));
  size_ = count;
  return memory_.get();
}

}  // namespace ebbtide
