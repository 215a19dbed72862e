// Memory for samples and sums, kept from one simulation to the next: fresh memory costs about what filling it does.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

namespace ebbtide {

// In pages as large as the machine gives; freed by std::free. Throws std::bad_alloc.
void* large_memory(std::size_t bytes);

// Some numbers with any content, from the start of a cache line.
template <typename Number>
class LargeArray {
 public:
  LargeArray() = default;
  // Throws std::bad_alloc.
  explicit LargeArray(std::size_t size)
      : memory_(static_cast<Number*>(large_memory(size * sizeof(Number)))), size_(size) {}

  LargeArray(LargeArray&& other) noexcept : memory_(std::move(other.memory_)), size_(std::exchange(other.size_, 0)) {}
  LargeArray& operator=(LargeArray&& other) noexcept {
    memory_ = std::move(other.memory_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

  Number* data() const { return memory_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(Number* memory) const { std::free(memory); }
  };
  std::unique_ptr<Number, Free> memory_;
  std::size_t size_ = 0;
};

class SimulationMemory {
 public:
  // Room for `count` samples, until they are asked for again. Throws std::bad_alloc.
  float* samples(std::size_t count);
  // At least `count` sums, the caller's until they are given back. Throws std::bad_alloc.
  LargeArray<double> take_sums(std::size_t count);
  void give_back(LargeArray<double> sums);

 private:
  LargeArray<float> samples_;
  std::vector<LargeArray<double>> sums_;
};

}  // namespace ebbtide
