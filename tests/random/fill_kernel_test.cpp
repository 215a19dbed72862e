#include "random/fill_kernel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace ebbtide {
namespace {

constexpr std::uint64_t kSeed = 20260119;

class FillAtLevel : public ::testing::TestWithParam<VectorLevel> {
 protected:
  void SetUp() override {
    if (GetParam() > machine_vector_level()) GTEST_SKIP() << "the machine lacks this vector level";
  }

  // Fills a rectangle and compares it with draw() place by place; what lies outside must stay untouched.
  static void expect_equal(const QuantileTable& table, const DrawPlace& corner, int count, int slots) {
    SCOPED_TRACE(::testing::Message() << "path " << corner.path << " count " << count << " slots " << slots);
    constexpr float kUntouched = -12345.0f;
    const std::size_t stride = static_cast<std::size_t>(count) + 3;
    std::vector<float> out(stride * (static_cast<std::size_t>(slots) + 1), kUntouched);
    table.fill(kSeed, corner.path, count, corner.week, corner.purpose, slots, out.data(), {stride}, GetParam());
    std::size_t different = 0;
    for (std::size_t slot = 0; slot <= static_cast<std::size_t>(slots); ++slot) {
      for (std::size_t lane = 0; lane < stride; ++lane) {
        const bool inside = slot < static_cast<std::size_t>(slots) && lane < static_cast<std::size_t>(count);
        const DrawPlace place{corner.path + lane, corner.week, corner.purpose, static_cast<std::uint32_t>(slot)};
        const float expected = inside ? table.draw(kSeed, place) : kUntouched;
        different += out[slot * stride + lane] == expected ? 0 : 1;
      }
    }
    EXPECT_EQ(different, 0u);
  }
};

TEST_P(FillAtLevel, EqualsDrawForEveryShape) {
  const QuantileTable normal = QuantileTable::normal();
  for (const int count : {1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 255, 256, 257, 272}) {
    for (const int slots : {1, 2, 3, 4, 5, 7, 8, 12}) {
      expect_equal(normal, {1000, 3, Purpose::market_shock, 0}, count, slots);
    }
  }
}

TEST_P(FillAtLevel, WritesEachPartOfTheLanesToItsPlace) {
  const QuantileTable normal = QuantileTable::normal();
  constexpr int kSlots = 5, kCount = 100;
  const DrawLayout layout{kLayoutLanes, 7 * kLayoutLanes};  // rows of 16 lanes; room for two slots more
  std::vector<float> out(7 * 7 * kLayoutLanes, -1.0f), expected = out;
  for (std::uint32_t slot = 0; slot < kSlots; ++slot) {
    for (std::uint64_t lane = 0; lane < kCount; ++lane)
      expected[(lane / 16 * 7 + slot) * 16 + lane % 16] =
          normal.draw(kSeed, {500 + lane, 4, Purpose::asset_shock, slot});
  }
  normal.fill(kSeed, 500, kCount, 4, Purpose::asset_shock, kSlots, out.data(), layout, GetParam());
  EXPECT_EQ(out, expected);
}

TEST_P(FillAtLevel, EqualsDrawForEveryLaw) {
  for (const QuantileTable& table :
       {QuantileTable::normal(), QuantileTable::student_t(5.0), QuantileTable::inverse_root_gamma(2.5)}) {
    expect_equal(table, {0, 65535, Purpose::issuer_shock, 0}, 4096, 13);
  }
}

TEST_P(FillAtLevel, EqualsDrawAcrossTheThirtyTwoBitBorderOfPaths) {
  const QuantileTable table = QuantileTable::inverse_root_gamma(2.5);
  constexpr std::uint64_t kBorder = std::uint64_t{1} << 32;
  for (const std::uint64_t path : {kBorder - 100, kBorder - 1, kBorder, 5 * kBorder - 17, ~std::uint64_t{0} - 300}) {
    expect_equal(table, {path, 1, Purpose::mixing, 0}, 200, 2);
  }
}

// Places whose words lie in the tails, of both halves and in different lanes of a tile.
TEST_P(FillAtLevel, EqualsDrawWhereATailWordNeedsItsRefinement) {
  struct Tail {
    std::uint64_t path;
    std::uint32_t slot;
  };
  const QuantileTable table = QuantileTable::student_t(5.0);
  for (const Tail tail : {Tail{1983886, 0}, Tail{5223050, 1}, Tail{8433693, 2}, Tail{16037224, 0}}) {
    ASSERT_TRUE(is_tail_word(draw_word(kSeed, {tail.path, 1, Purpose::market_shock, tail.slot})));
    for (const std::uint64_t before : {0, 1, 31, 63, 64, 100, 255, 256, 300}) {
      expect_equal(table, {tail.path - before, 1, Purpose::market_shock, 0}, 304, 6);
    }
  }
}

TEST_P(FillAtLevel, WritesNothingForNoPathsOrSlots) {
  const QuantileTable table = QuantileTable::normal();
  expect_equal(table, {0, 0, Purpose::mixing, 0}, 0, 4);
  expect_equal(table, {0, 0, Purpose::mixing, 0}, 4, 0);
}

// Words at every border of an octave, which sampling would seldom meet, through the tables that only tell the octave
// and the position.
TEST_P(FillAtLevel, StaysInsideTheTableForEveryWord) {
  const QuantileTable table = QuantileTable::inverse_root_gamma(1.5);
  for (std::uint32_t week = 0; week < 32; ++week) {
    expect_equal(table, {0, week, Purpose::asset_shock, 0}, 1 << 14, 4);
  }
}

std::string level_name(const ::testing::TestParamInfo<VectorLevel>& level) {
  constexpr std::array<const char*, 3> kNames = {"Plain", "Bits256", "Bits512"};
  return kNames[static_cast<std::size_t>(level.param)];
}

INSTANTIATE_TEST_SUITE_P(Levels, FillAtLevel, ::testing::ValuesIn(kVectorLevels), level_name);

// 2^20 normals: mean has standard error 1/1024, variance sqrt(2)/1024, correlation of two slots 1/512 (over a quarter
// of them). Bounds at 4.5 standard errors: false-alarm rate 7e-6 each.
TEST(Fill, GivesIndependentStandardNormals) {
  const QuantileTable table = QuantileTable::normal();
  constexpr int kPaths = 1 << 18;
  constexpr int kSlots = 4;
  std::vector<float> out(static_cast<std::size_t>(kPaths) * kSlots);
  table.fill(kSeed, 0, kPaths, 1, Purpose::market_shock, kSlots, out.data(), {kPaths});
  double sum = 0.0, squares = 0.0;
  for (const double value : out) {
    sum += value;
    squares += value * value;
  }
  const auto n = static_cast<double>(out.size());
  EXPECT_NEAR(sum / n, 0.0, 4.5 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1.0, 4.5 * std::sqrt(2.0 / n));
  for (int a = 0; a < kSlots; ++a) {
    for (int b = 0; b < a; ++b) {
      double product = 0.0;
      for (int i = 0; i < kPaths; ++i) product += double{out[a * kPaths + i]} * out[b * kPaths + i];
      EXPECT_NEAR(product / kPaths, 0.0, 4.5 / std::sqrt(kPaths)) << a << " and " << b;
    }
  }
}

}  // namespace
}  // namespace ebbtide
