#include "stats/pilot_bins.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "math/special.h"
#include "random/quantile_table.h"
#include "stats/column_summary.h"

namespace ebbtide {
namespace {

constexpr std::size_t kPilot = 2'048;

std::vector<float> draws_of(const QuantileTable& table, std::uint32_t week, std::size_t count = kPilot) {
  std::vector<float> values(count);
  table.fill(7, 0, static_cast<int>(count), week, Purpose::market_shock, 1, values.data(), {count});
  return values;
}

struct Law {
  std::function<double(double)> quantile, cdf, density, slope;  // slope of the density
};

Law normal_law() {
  const auto density = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2.0 * M_PI); };
  return {normal_quantile, normal_cdf, density, [=](double x) { return -x * density(x); }};
}

Law student_law() {
  const double scale = std::sqrt(5.0 / 3.0);
  const auto cdf = [=](double x) { return student_t_cdf(x * scale, 5.0); };
  const auto density = [=](double x) {
    return scale * 8.0 / (3.0 * M_PI * std::sqrt(5.0)) * std::pow(1.0 + x * x * scale * scale / 5.0, -3.0);
  };
  const auto slope = [=](double x) {
    return density(x) * -6.0 * x * scale * scale / 5.0 / (1.0 + x * x * scale * scale / 5.0);
  };
  return {[=](double p) { return student_t_quantile(p, 5.0) / scale; }, cdf, density, slope};
}

// Three standard deviations of the bridge inside the bin and the curve of the distribution function together, in Monte
// Carlo standard errors of independent paths; those of theta groups are larger.
double worst_error(const PilotBins& bins, const Law& law, double n) {
  double worst = 0.0;
  for (const double p : kQuantileLevels) {
    const double x = law.quantile(p);
    std::uint16_t bin = 0;
    const auto value = static_cast<float>(x);
    bins.assign({&value, 1}, {&bin, 1});
    const PilotBins::Ends ends = bins.ends(bin);
    const double mass = law.cdf(ends.to) - law.cdf(ends.from), density = law.density(x);
    const double bridge = std::sqrt(mass / (6.0 * p * (1.0 - p)));
    const double curve =
        mass * mass * std::abs(law.slope(x)) / (8.0 * std::pow(density, 2)) * std::sqrt(n / (p * (1.0 - p)));
    worst = std::max(worst, 3.0 * bridge + curve);
  }
  return worst;
}

// The closed form of the header, for pilots of two laws: whatever the number of paths, a quantile is within a tenth of
// its standard error.
TEST(PilotBins, AreNarrowEnoughForEveryNumberOfPaths) {
  for (const double n : {1e5, 1e6, 1e7, 1e8}) {
    for (std::uint32_t pilot = 0; pilot < 20; ++pilot) {
      const PilotBins normal(Pilot(draws_of(QuantileTable::normal(), pilot)), kPilotBins);
      const PilotBins student(Pilot(draws_of(QuantileTable::student_t(5.0), pilot)), kPilotBins);
      EXPECT_LT(worst_error(normal, normal_law(), n), 0.1) << n << " " << pilot;
      EXPECT_LT(worst_error(student, student_law(), n), 0.1) << n << " " << pilot;
    }
  }
  // A twelfth of the bins would not do.
  EXPECT_GT(worst_error(PilotBins(Pilot(draws_of(QuantileTable::normal(), 0)), 512), normal_law(), 1e6), 0.1);
}

TEST(PilotBins, BinsAscendWithTheValueAndLieWhereTheirEndsSay) {
  const PilotBins bins(Pilot(draws_of(QuantileTable::student_t(3.0), 1)), 3'000);
  EXPECT_LE(bins.size(), 3'000u);
  std::vector<float> values;
  for (float value = -40.0f; value < 40.0f; value += 0.0007f) values.push_back(value);
  const float infinity = std::numeric_limits<float>::infinity();
  values.insert(values.begin(), -infinity);
  values.push_back(infinity);
  std::vector<std::uint16_t> found(values.size());
  bins.assign(values, found);
  EXPECT_EQ(found.front(), 0);
  EXPECT_EQ(found.back(), bins.size() - 1);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const PilotBins::Ends ends = bins.ends(found[i]);
    const double slack = 1e-5;  // of the cell's place in single precision
    ASSERT_GE(values[i], ends.from - slack);
    ASSERT_LE(values[i], ends.to + slack);
  }
  for (std::size_t bin = 1; bin < bins.size(); ++bin)
    EXPECT_NEAR(bins.ends(bin).from, bins.ends(bin - 1).to, 1e-9) << bin;
}

TEST(PilotBins, GiveTheSameBinsInEveryVectorWidth) {
  const PilotBins bins(Pilot(draws_of(QuantileTable::normal(), 1)), 3'000);
  std::vector<float> values = draws_of(QuantileTable::student_t(2.5), 2, 5'003);
  values[17] = std::numeric_limits<float>::quiet_NaN();
  std::vector<std::uint16_t> plain(values.size()), other(values.size());
  bins.assign(values, plain, VectorLevel::plain);
  for (const VectorLevel level : kVectorLevels) {
    if (level > machine_vector_level()) continue;
    bins.assign(values, other, level);
    EXPECT_EQ(plain, other);
  }
}

TEST(PilotBins, ValuesThatComeOftenAreBinsOfTheirOwn) {
  std::vector<float> pilot = draws_of(QuantileTable::normal(), 3);
  for (std::size_t i = 0; i < 600; ++i) pilot[i * 3] = 0.0f;
  const PilotBins bins(Pilot(pilot), 3'000);
  const float zero = 0.0f;
  std::uint16_t bin = 0;
  bins.assign({&zero, 1}, {&bin, 1});
  EXPECT_TRUE(bins.ends(bin).atom());
  EXPECT_EQ(bins.ends(bin).from, 0.0);
  EXPECT_LT(bins.ends(bin + 1u).from - bins.ends(bin - 1u).to, 0.01);
}

TEST(PilotBins, TakeAColumnOfOneValue) {
  for (const float value : {0.0f, 15.0f, -1.9e5f, 3e-20f}) {
    const PilotBins bins(Pilot(std::vector<float>(kPilot, value)), 3'000);
    std::uint16_t bin = 0;
    bins.assign({&value, 1}, {&bin, 1});
    EXPECT_TRUE(bins.ends(bin).atom()) << value;
    EXPECT_EQ(bins.ends(bin).from, value);
  }
}

// Where weights put the paths to one side, so do the bins.
TEST(PilotBins, FollowTheWeightsOfThePilot) {
  const std::vector<float> pilot = draws_of(QuantileTable::normal(), 4);
  std::vector<double> weights;
  for (const float value : pilot) weights.push_back(value > 1.0f ? 1.0 : 0.0);
  const auto bins_above = [](const PilotBins& bins) {
    const float one = 1.0f;
    std::uint16_t bin = 0;
    bins.assign({&one, 1}, {&bin, 1});
    return bins.size() - bin;
  };
  EXPECT_GT(2 * bins_above(PilotBins(Pilot(pilot, weights), 3'000)), 3 * bins_above(PilotBins(Pilot(pilot), 3'000)));
}

TEST(PilotBins, RefuseTooFewBinsAndAColumnTooWide) {
  EXPECT_THROW(PilotBins(Pilot(std::vector<float>{1.0f}), 100), InternalError);
  const float most = std::numeric_limits<float>::max();
  EXPECT_THROW(PilotBins(Pilot(std::vector<float>{-most, most}), 3'000), NumericalError);
}

}  // namespace
}  // namespace ebbtide
