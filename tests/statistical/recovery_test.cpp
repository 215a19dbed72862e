// Calibrating simulated data recovers its parameters at the stated coverage. The long form is
// tests/slow/recovery_test.cpp.
#include "support/recovery.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

// 150 histories of 260 weeks of a market of three variables and 200 weeks of flows, 19 parameters: each count within
// the exact binomial band of 99.9 %, 2 false alarms in 100 runs of all 19, and all 2,850 intervals within theirs
// (parameters of one history are close to independent).
TEST(Recovery, PosteriorIntervalsCoverTheParametersThatMadeTheData) {
  constexpr int kReplications = 150;
  const fixture::CoverageCounts counts = fixture::recovery_coverage(kReplications, 1, {});
  ASSERT_EQ(counts.size(), 19u);
  const fixture::CountBand each = fixture::binomial_band(kReplications, fixture::kRecoveryContent, 1e-3);
  int all = 0;
  for (const auto& [name, count] : counts) {
    EXPECT_TRUE(each.contains(count)) << name << ": " << count << " of " << kReplications;
    all += count;
  }
  EXPECT_TRUE(fixture::binomial_band(19 * kReplications, fixture::kRecoveryContent, 1e-3).contains(all)) << all;
}

// Scales that move by the filter the calibration uses: 16 parameters, 100 histories.
TEST(Recovery, CoefficientsAreCoveredWhereVolatilityMoves) {
  constexpr int kReplications = 100;
  fixture::HistoryOptions options;
  options.volatility_decay = 0.97;
  const fixture::CoverageCounts counts = fixture::recovery_coverage(kReplications, 1001, options);
  ASSERT_EQ(counts.size(), 16u);
  const fixture::CountBand each = fixture::binomial_band(kReplications, fixture::kRecoveryContent, 1e-3);
  for (const auto& [name, count] : counts) EXPECT_TRUE(each.contains(count)) << name << ": " << count;
}

// The dollar disappointment with its coefficient drawn from its prior: 20 parameters, 100 histories.
TEST(Recovery, TheDisappointmentIsCoveredWithAllTheOthers) {
  constexpr int kReplications = 100;
  fixture::HistoryOptions options;
  options.disappointment = fixture::HistoryOptions::Disappointment::drawn;
  const fixture::CoverageCounts counts = fixture::recovery_coverage(kReplications, 2001, options);
  ASSERT_EQ(counts.size(), 20u);
  const fixture::CountBand each = fixture::binomial_band(kReplications, fixture::kRecoveryContent, 1e-3);
  for (const auto& [name, count] : counts) EXPECT_TRUE(each.contains(count)) << name << ": " << count;
}

// The planted error: the truth is told another level of Bitcoin's own lag by one of its prior sds.
TEST(Recovery, TheCoverageNoticesACoefficientThatIsOffByOnePriorSd) {
  int covered = 0;
  constexpr int kReplications = 100;
  for (int r = 0; r < kReplications; ++r) {
    const fixture::SimulatedHistory simulated = fixture::simulate_history(1 + static_cast<std::uint64_t>(r));
    CalibrationSettings settings;
    settings.volatility.decay = 1.0;
    const Calibration calibration = calibrate(simulated.history.as_of(simulated.as_of), settings);
    const double shifted = simulated.market[2].coefficients[1] + 0.1;
    covered +=
        fixture::coefficient_covered(calibration.market.equations[2].posterior, 1, shifted, fixture::kRecoveryContent)
            ? 1
            : 0;
  }
  EXPECT_LT(covered, fixture::binomial_band(kReplications, fixture::kRecoveryContent, 1e-3).low);
}

}  // namespace
}  // namespace ebbtide
