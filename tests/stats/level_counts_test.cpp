#include "stats/level_counts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr std::array<float, kQuantileLevels.size()> kThresholds = {-2.3f, -1.6f, -1.3f, -0.7f, 0.0f,
                                                                   0.7f,  1.3f,  1.6f,  2.3f};

std::vector<float> normal_samples(std::size_t count) {
  std::mt19937 words(11);
  std::normal_distribution<float> normal;
  std::vector<float> samples(count);
  for (float& sample : samples) sample = normal(words);
  return samples;
}

TEST(LevelCounts, CountsEveryGroupInEveryVectorWidth) {
  std::vector<float> samples = normal_samples(491);
  samples[3] = kThresholds[2];  // a tie counts
  samples[7] = std::nanf("");   // NaN does not
  for (const VectorLevel level : kVectorLevels) {
    if (level > machine_vector_level()) continue;
    for (const std::size_t size : {std::size_t{8}, std::size_t{13}, std::size_t{16}}) {
      const std::size_t groups = (samples.size() + size - 1) / size;
      std::vector<LevelCounts> counts(groups);
      LevelCountSums sums;
      count_levels(samples, size, kThresholds, counts, sums, level);
      LevelCountSums expected;
      for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t l = 0; l < kThresholds.size(); ++l) {
          std::size_t below = 0;
          for (std::size_t i = g * size; i < std::min(samples.size(), (g + 1) * size); ++i)
            below += samples[i] <= kThresholds[l] ? 1 : 0;
          EXPECT_EQ(counts[g][l], below) << "group " << g << " of " << size << ", level " << l;
          expected.total[l] += below;
          expected.squares[l] += below * below;
        }
      }
      EXPECT_EQ(sums.total, expected.total);
      EXPECT_EQ(sums.squares, expected.squares);
    }
  }
}

TEST(LevelCounts, HoldSixtyFourGroupsThatLieWhollyBelow) {
  const std::vector<float> samples(64 * kCountedGroup, -9.0f);
  std::vector<LevelCounts> counts(64);
  LevelCountSums sums;
  count_levels(samples, kCountedGroup, kThresholds, counts, sums);
  count_levels(samples, kCountedGroup, kThresholds, counts, sums);
  EXPECT_EQ(sums.total[0], 2u * 64 * 16);
  EXPECT_EQ(sums.squares[8], 2u * 64 * 256);
}

TEST(LevelCounts, RefuseGroupsLargerThanTheyCanHold) {
  std::vector<LevelCounts> counts(4);
  LevelCountSums sums;
  EXPECT_THROW(count_levels(normal_samples(17), 17, kThresholds, counts, sums), InternalError);
  EXPECT_THROW(count_levels(normal_samples(65), 16, kThresholds, counts, sums), InternalError);
}

}  // namespace
}  // namespace ebbtide
