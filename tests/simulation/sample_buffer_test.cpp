#include "simulation/sample_buffer.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace ebbtide {
namespace {

TEST(SampleBuffer, GrowsAndKeepsWhatItHas) {
  SampleBuffer buffer;
  float* small = buffer.take(1'000);
  small[999] = 1.0f;
  EXPECT_EQ(buffer.take(10), small);
  float* large = buffer.take(3'000'000);
  large[2'999'999] = 2.0f;
  EXPECT_EQ(buffer.take(3'000'000), large);
}

TEST(SampleBuffer, BeginsAtACacheLine) {
  for (const std::size_t count : {1u, 17u, 600'000u}) {
    SampleBuffer buffer;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.take(count)) % 64, 0u);
  }
}

}  // namespace
}  // namespace ebbtide
