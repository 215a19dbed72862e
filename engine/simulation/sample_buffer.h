// Memory for samples, kept from one simulation to the next.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace ebbtide {

class SampleBuffer {
 public:
  // Room for `count` floats with any content, at the start of a cache line. Throws std::bad_alloc.
  float* take(std::size_t count);

 private:
  struct Free {
    void operator()(float* memory) const { std::free(memory); }
  };
  std::unique_ptr<float, Free> memory_;
  std::size_t size_ = 0;
};

}  // namespace ebbtide
