#include "simulation/simulation_memory.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace ebbtide {
namespace {

TEST(SimulationMemory, SamplesGrowAndStayWhereTheyAre) {
  SimulationMemory memory;
  float* small = memory.samples(1'000);
  small[999] = 1.0f;
  EXPECT_EQ(memory.samples(10), small);
  float* large = memory.samples(3'000'000);
  large[2'999'999] = 2.0f;
  EXPECT_EQ(memory.samples(3'000'000), large);
  EXPECT_EQ(memory.samples(3'010'000), large) << "nearly the same size";
}

TEST(SimulationMemory, SumsAreUsedAgainOnceTheyAreGivenBack) {
  SimulationMemory memory;
  LargeArray<double> first = memory.take_sums(1'000), second = memory.take_sums(2'000);
  double* const place = first.data();
  EXPECT_NE(place, second.data());
  second.data()[1'999] = 1.0;
  memory.give_back(std::move(first));
  EXPECT_NE(memory.take_sums(1'100).data(), place) << "too small";
  const LargeArray<double> again = memory.take_sums(900);
  EXPECT_EQ(again.data(), place);
  EXPECT_NE(memory.take_sums(900).data(), place) << "taken";
}

TEST(LargeArray, BeginsAtACacheLineAndIsEmptyOnceMoved) {
  for (const std::size_t count : {1u, 17u, 600'000u}) {
    LargeArray<float> array(count);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.data()) % 64, 0u);
    const LargeArray<float> taken = std::move(array);
    EXPECT_EQ(array.size(), 0u);
    EXPECT_EQ(taken.size(), count);
  }
}

}  // namespace
}  // namespace ebbtide
