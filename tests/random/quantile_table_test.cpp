#include "random/quantile_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "core/contract.h"
#include "math/special.h"

namespace ebbtide {
namespace {

constexpr double kOctaveStart = 0x1p31;

struct Moments {
  double mass = 0.0;
  double mean = 0.0;
  double variance = 0.0;
  double kurtosis = 0.0;
};

// Sums of powers of a table's variates over parts of its law.
class PowerSums {
 public:
  explicit PowerSums(const QuantileTable& table) : table_(table) {}

  // A whole octave, by the midpoint rule on a grid so fine (2^13 points) that the rule's own error, 1e-9 relative, does
  // not count. What is summed are the floats the table gives.
  void add_octave(bool upper_half, int octave) {
    constexpr int kPoints = 1 << 13;
    const double weight = std::ldexp(1.0, -(octave + 2)) / kPoints;
    for (int i = 0; i < kPoints; ++i) {
      const auto position = static_cast<std::uint32_t>(kOctaveStart + (i + 0.5) * (kOctaveStart / kPoints));
      add(table_.evaluate({upper_half, octave, position}), weight);
    }
  }
  void add(double value, double weight) {
    for (double& sum : sums_) {
      sum += weight;
      weight *= value;
    }
  }
  Moments moments() const {
    const double mean = sums_[1];
    const double variance = sums_[2] - mean * mean;
    const double fourth = sums_[4] - 4 * mean * sums_[3] + 6 * mean * mean * sums_[2] - 3 * std::pow(mean, 4);
    return {sums_[0], mean, variance, fourth / (variance * variance)};
  }

 private:
  const QuantileTable& table_;
  std::array<double, 5> sums_{};
};

Moments moments_of_the_law(const QuantileTable& table) {
  PowerSums sums(table);
  for (const bool upper_half : {false, true}) {
    for (int octave = 0; octave < kTableOctaves; ++octave) sums.add_octave(upper_half, octave);
  }
  return sums.moments();
}

// The law as it would be without second words: every 32-bit word has one value.
Moments moments_without_refinement(const QuantileTable& table) {
  PowerSums sums(table);
  for (const bool upper_half : {false, true}) {
    for (int octave = 0; octave < 23; ++octave) sums.add_octave(upper_half, octave);
    for (std::uint32_t from_end = 0; from_end < 256; ++from_end) {
      sums.add(table.evaluate(table_place(upper_half ? ~from_end : from_end)), 0x1p-32);
    }
  }
  return sums.moments();
}

double probability_of(int octave, std::uint32_t position) {
  return std::ldexp(position, -(octave + 33));
}

using Quantile = std::function<double(double)>;

// Worst relative error over a grid of positions in every octave of a half, where the quantile exceeds `floor` in size.
double worst_relative_error(const QuantileTable& table, const Quantile& quantile, bool upper_half, double floor) {
  double worst = 0.0;
  for (int octave = 0; octave < kTableOctaves; ++octave) {
    for (std::uint64_t position = 0x80000000u; position <= 0xFFFFFFFFu; position += 0x1234567u) {
      const auto place = static_cast<std::uint32_t>(position);
      const double exact = quantile(probability_of(octave, place));
      if (std::abs(exact) < floor) continue;
      worst = std::max(worst, std::abs(table.evaluate({upper_half, octave, place}) / exact - 1.0));
    }
  }
  return worst;
}

// Every value of a half is at least its predecessor less a few units of float rounding, borders of octaves included.
void expect_monotone(const QuantileTable& table, bool upper_half) {
  const float direction = upper_half ? -1.0f : 1.0f;
  float previous = -std::numeric_limits<float>::infinity();
  for (int octave = kTableOctaves - 1; octave >= 0; --octave) {
    for (std::uint64_t position = 0x80000000u; position <= 0xFFFFFFFFu; position += 0xFFFFFu) {
      const float value = direction * table.evaluate({upper_half, octave, static_cast<std::uint32_t>(position)});
      const float noise = 4 * std::numeric_limits<float>::epsilon() * std::max(1.0f, std::abs(value));
      ASSERT_GE(value, previous - noise) << "octave " << octave << " position " << position;
      previous = value;
    }
  }
}

TEST(TablePlace, CutsTheWordsIntoOctavesOfTailProbability) {
  // Probability (w + 1/2) / 2^32 in [2^-k-2, 2^-k-1) is octave k.
  for (const auto& [word, octave] : std::vector<std::pair<std::uint32_t, int>>{{0x7FFFFFFFu, 0},
                                                                               {0x40000000u, 0},
                                                                               {0x3FFFFFFFu, 1},
                                                                               {0x20000000u, 1},
                                                                               {0x1FFFFFFFu, 2},
                                                                               {511, 22},
                                                                               {256, 22},
                                                                               {255, 23},
                                                                               {1, 30},
                                                                               {0, 31}}) {
    EXPECT_EQ(table_place(word).octave, octave) << word;
    EXPECT_FALSE(table_place(word).upper_half);
    EXPECT_EQ(table_place(~word).octave, octave) << word;
    EXPECT_TRUE(table_place(~word).upper_half);
    EXPECT_EQ(table_place(word).position, table_place(~word).position);
    EXPECT_EQ(probability_of(octave, table_place(word).position), (word + 0.5) * 0x1p-32);
  }
}

TEST(TablePlace, RefinesTailWordsToSixtyFourBits) {
  for (const std::uint32_t word : {0u, 1u, 77u, 255u}) {
    for (const std::uint32_t second : {0u, 1u, 0x40000000u, 0xFFFFFFFFu}) {
      const TablePlace place = table_place(word, second);
      const double probability = (word + (second + 0.5) * 0x1p-32) * 0x1p-32;
      EXPECT_NEAR(probability_of(place.octave, place.position) / probability, 1.0, 0x1p-31);
      EXPECT_EQ(table_place(~word, second).position, place.position);
      EXPECT_TRUE(table_place(~word, second).upper_half);
    }
  }
  EXPECT_EQ(table_place(0, 0).octave, kTableOctaves - 1);
  EXPECT_EQ(table_place(255, 0xFFFFFFFFu).octave, 23);
}

TEST(TablePlace, CallsTheOutermostWordsOfEachSideTails) {
  EXPECT_TRUE(is_tail_word(0));
  EXPECT_TRUE(is_tail_word(255));
  EXPECT_FALSE(is_tail_word(256));
  EXPECT_FALSE(is_tail_word(~256u));
  EXPECT_TRUE(is_tail_word(~255u));
  EXPECT_TRUE(is_tail_word(~0u));
}

TEST(NormalTable, HasUnitVarianceAndKurtosisThree) {
  const Moments law = moments_of_the_law(QuantileTable::normal());
  EXPECT_NEAR(law.mass, 1.0, 1e-11);
  EXPECT_NEAR(law.mean, 0.0, 1e-12);
  EXPECT_NEAR(law.variance, 1.0, 1e-6);
  EXPECT_NEAR(law.kurtosis, 3.0, 3e-6);
  RecordProperty("variance_error", std::to_string((law.variance - 1.0) * 1e9) + "e-9");
  RecordProperty("kurtosis_error", std::to_string((law.kurtosis - 3.0) * 1e9) + "e-9");
}

TEST(StudentTable, RefinementBringsTheKurtosisOfFiveDegrees) {
  const QuantileTable table = QuantileTable::student_t(5.0);
  const Moments law = moments_of_the_law(table);
  EXPECT_NEAR(law.variance, 1.0, 1e-6);
  EXPECT_NEAR(law.kurtosis, 9.0, 0.01 * 9.0);
  // One word alone cuts the tail off at 2^-33: the fault that the second word is there to mend.
  const Moments cut = moments_without_refinement(table);
  EXPECT_NEAR(cut.kurtosis, 8.83, 0.02);
}

TEST(StudentTable, HasUnitVarianceForEveryTailIndex) {
  // The variance of t(2.5) converges so slowly that even 2^-65 cuts 1e-4 of it off.
  EXPECT_NEAR(moments_of_the_law(QuantileTable::student_t(2.5)).variance, 1.0, 3e-4);
  for (const double degrees : {3.0, 4.0, 7.5, 30.0, 200.0}) {
    EXPECT_NEAR(moments_of_the_law(QuantileTable::student_t(degrees)).variance, 1.0, 2e-6) << degrees;
  }
}

TEST(StudentTable, RefusesTailIndicesWithoutVariance) {
  EXPECT_THROW(QuantileTable::student_t(2.0), InternalError);
  EXPECT_THROW(QuantileTable::student_t(std::nan("")), InternalError);
}

// E[1/G] = 1 / (shape - 1), and E[1/sqrt(G)] = Gamma(shape - 1/2) / Gamma(shape).
TEST(InverseRootGammaTable, HasTheMomentsOfAnInverseGamma) {
  for (const double shape : {1.5, 2.5, 5.0, 12.0, 60.0}) {
    const Moments law = moments_of_the_law(QuantileTable::inverse_root_gamma(shape));
    const double mean = std::exp(log_gamma(shape - 0.5) - log_gamma(shape));
    const double second = 1.0 / (shape - 1.0);
    EXPECT_NEAR(law.mean / mean, 1.0, 1e-6) << shape;
    EXPECT_NEAR((law.variance + law.mean * law.mean) / second, 1.0, 2e-6) << shape;
  }
}

TEST(InverseRootGammaTable, GrowsWithTheWord) {
  for (const double shape : {1.5, 2.5, 60.0}) {
    const QuantileTable table = QuantileTable::inverse_root_gamma(shape);
    EXPECT_LT(table.evaluate(table_place(0x10000000u)), table.evaluate(table_place(0x80000000u)));
    EXPECT_LT(table.evaluate(table_place(0x80000000u)), table.evaluate(table_place(0xF0000000u)));
  }
}

TEST(QuantileTables, AgreeWithTheExactQuantileInEveryOctave) {
  const auto check = [](const QuantileTable& table, const Quantile& lower, const Quantile& upper) {
    const auto worst = [&](double floor) {
      return std::max(worst_relative_error(table, lower, false, floor),
                      worst_relative_error(table, upper, true, floor));
    };
    EXPECT_LT(worst(0.3), 3e-5);
    EXPECT_LT(worst(0.05), 7e-5);
  };
  const auto mirrored = [](const Quantile& lower) { return [=](double p) { return -lower(p); }; };
  const Quantile normal = [](double p) { return normal_quantile(p); };
  check(QuantileTable::normal(), normal, mirrored(normal));
  for (const double degrees : {2.5, 5.0, 30.0, 200.0}) {
    SCOPED_TRACE(degrees);
    const Quantile student = [=](double p) {
      return std::sqrt((degrees - 2) / degrees) * student_t_quantile(p, degrees);
    };
    check(QuantileTable::student_t(degrees), student, mirrored(student));
  }
  for (const double shape : {1.5, 2.0, 2.5, 5.0, 20.0, 60.0}) {
    SCOPED_TRACE(shape);
    check(
        QuantileTable::inverse_root_gamma(shape),
        [=](double p) { return 1 / std::sqrt(gamma_quantile_upper(p, shape)); },
        [=](double p) { return 1 / std::sqrt(gamma_quantile(p, shape)); });
  }
}

TEST(QuantileTables, NeverFallWithinOrAcrossOctaves) {
  for (const QuantileTable& table : {QuantileTable::normal(), QuantileTable::student_t(2.5),
                                     QuantileTable::student_t(5.0), QuantileTable::inverse_root_gamma(1.5),
                                     QuantileTable::inverse_root_gamma(2.5), QuantileTable::inverse_root_gamma(60.0)}) {
    expect_monotone(table, false);
    expect_monotone(table, true);
    // The halves meet at the median.
    EXPECT_NEAR(table.evaluate(table_place(0x7FFFFFFFu)), table.evaluate(table_place(0x80000000u)), 1e-6);
  }
}

TEST(QuantileTables, MirrorSymmetricLawsExactly) {
  const QuantileTable table = QuantileTable::student_t(5.0);
  for (std::uint64_t word = 0; word < (std::uint64_t{1} << 31); word += 999983) {
    const auto low = static_cast<std::uint32_t>(word);
    ASSERT_EQ(table.evaluate(table_place(low)), -table.evaluate(table_place(~low)));
    ASSERT_EQ(table.evaluate(table_place(low & 255u, low)), -table.evaluate(table_place(~(low & 255u), low)));
  }
}

TEST(QuantileTables, TakeTheSecondWordOnlyInTheTails) {
  const QuantileTable table = QuantileTable::normal();
  constexpr std::uint64_t kSeed = 20260119;
  const DrawPlace common{12345, 7, Purpose::flow_shock, 1};
  EXPECT_EQ(table.draw(kSeed, common), table.evaluate(table_place(draw_word(kSeed, common))));
  // A place whose first word is 0xffffff02.
  const DrawPlace tail{1983886, 1, Purpose::market_shock, 0};
  const std::uint32_t word = draw_word(kSeed, tail);
  ASSERT_TRUE(is_tail_word(word));
  EXPECT_EQ(table.draw(kSeed, tail), table.evaluate(table_place(word, draw_word(kSeed, tail, kRefinementBit))));
  EXPECT_NE(table.draw(kSeed, tail), table.evaluate(table_place(word)));
  EXPECT_GT(table.draw(kSeed, tail), 5.0f);
}

}  // namespace
}  // namespace ebbtide
