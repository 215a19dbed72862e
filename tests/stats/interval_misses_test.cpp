#include "stats/interval_misses.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/contract.h"
#include "math/special.h"
#include "support/binomial_band.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

TEST(Kupiec, OfPublishedCounts) {
  EXPECT_NEAR(kupiec_test(8, 250, 0.01).statistic, 7.73355072449, 1e-10);
  EXPECT_NEAR(kupiec_test(8, 250, 0.01).p_value, 0.00542040519, 1e-11);
  EXPECT_NEAR(kupiec_test(12, 104, 0.10).statistic, 0.261927863427, 1e-12);
  EXPECT_NEAR(kupiec_test(12, 104, 0.10).p_value, 0.608798769788, 1e-12);
}

TEST(Kupiec, TakesNoMissAndNothingElse) {
  // -2 n log(1 - p) and -2 n log p.
  EXPECT_NEAR(kupiec_test(0, 10, 0.2).statistic, -20 * std::log(0.8), 1e-12);
  EXPECT_NEAR(kupiec_test(10, 10, 0.2).statistic, -20 * std::log(0.2), 1e-12);
  EXPECT_EQ(kupiec_test(2, 10, 0.2).statistic, 0.0);
  EXPECT_EQ(kupiec_test(2, 10, 0.2).p_value, 1.0);
}

std::vector<bool> misses_of(const std::string& digits) {
  std::vector<bool> misses;
  for (const char digit : digits) misses.push_back(digit == '1');
  return misses;
}

TEST(Christoffersen, OfAPublishedSequence) {
  const MissTransitions n = count_transitions(misses_of("00110000100000111000"));
  EXPECT_EQ(n.n00, 10);
  EXPECT_EQ(n.n01, 3);
  EXPECT_EQ(n.n10, 3);
  EXPECT_EQ(n.n11, 3);
  EXPECT_NEAR(christoffersen_independence_test(n).statistic, 1.33581041476, 1e-11);
  EXPECT_NEAR(christoffersen_independence_test(n).p_value, chi_squared_survival(1.33581041476, 1), 1e-11);
}

TEST(Christoffersen, ConditionalIsTheSumOfBothOnTheSameWeeks) {
  const MissTransitions n = count_transitions(misses_of("00110000100000111000"));
  EXPECT_NEAR(christoffersen_conditional_test(n, 0.2).statistic,
              christoffersen_independence_test(n).statistic + kupiec_test(6, 19, 0.2).statistic, 1e-12);
  EXPECT_NEAR(christoffersen_conditional_test(n, 0.2).p_value,
              chi_squared_survival(christoffersen_conditional_test(n, 0.2).statistic, 2), 1e-15);
}

TEST(Christoffersen, LearnsNothingFromNoMiss) {
  EXPECT_EQ(christoffersen_independence_test(count_transitions(misses_of("00000"))).p_value, 1.0);
  EXPECT_EQ(christoffersen_independence_test(count_transitions(misses_of("11111"))).p_value, 1.0);
  EXPECT_EQ(christoffersen_independence_test(count_transitions(misses_of("00001"))).p_value, 1.0);
}

// The exact size, summed over the binomial law: no simulation needed.
TEST(Kupiec, HasNearlyItsSizeWithTenExpectedMisses) {
  double size = 0.0;
  for (int misses = 0; misses <= 104; ++misses) {
    const double probability = binomial_cdf(misses, 104, 0.1) - binomial_cdf(misses - 1, 104, 0.1);
    size += kupiec_test(misses, 104, 0.1).p_value < 0.05 ? probability : 0.0;
  }
  EXPECT_GT(size, 0.03);
  EXPECT_LT(size, 0.07);
}

// Shares of 2000 sequences rejected at 5 %; after a miss the next one has the probability `again`.
struct Rejections {
  int independence = 0;
  int conditional = 0;
};

Rejections rejections(int weeks, double rate, double again, double stated_rate) {
  fixture::TestDraws draws(7);
  const double after_none = rate * (1.0 - again) / (1.0 - rate);  // keeps the rate
  Rejections count;
  for (int run = 0; run < 2000; ++run) {
    std::vector<bool> misses = {draws.uniform() < rate};
    while (static_cast<int>(misses.size()) < weeks) {
      misses.push_back(draws.uniform() < (misses.back() ? again : after_none));
    }
    const MissTransitions n = count_transitions(misses);
    count.independence += christoffersen_independence_test(n).p_value < 0.05 ? 1 : 0;
    count.conditional += christoffersen_conditional_test(n, stated_rate).p_value < 0.05 ? 1 : 0;
  }
  return count;
}

// The tests are those of large samples: their true size lies between 3.5 and 7.5 %, plus the band of counting that a
// right program leaves once in 1000 seeds.
TEST(Christoffersen, HasNearlyItsSize) {
  const Rejections of_truth = rejections(250, 0.2, 0.2, 0.2);
  for (const int count : {of_truth.independence, of_truth.conditional}) {
    EXPECT_GE(count, fixture::binomial_band(2000, 0.035, 1e-3).low);
    EXPECT_LE(count, fixture::binomial_band(2000, 0.075, 1e-3).high);
  }
}

TEST(Christoffersen, SeesClustersAndAWrongRate) {
  const Rejections clustered = rejections(250, 0.2, 0.5, 0.2);
  EXPECT_GT(clustered.independence, 1900);
  EXPECT_GT(clustered.conditional, 1900);
  EXPECT_GT(rejections(250, 0.2, 0.2, 0.1).conditional, 1900);
}

TEST(IntervalMisses, RefuseCountsThatDoNotFit) {
  EXPECT_THROW(kupiec_test(3, 2, 0.1), InternalError);
  EXPECT_THROW(kupiec_test(-1, 2, 0.1), InternalError);
  EXPECT_THROW(kupiec_test(0, 0, 0.1), InternalError);
  EXPECT_THROW(kupiec_test(1, 2, 0.0), InternalError);
  EXPECT_THROW(count_transitions({true}), InternalError);
  EXPECT_THROW(christoffersen_independence_test({0, 0, 0, 0}), InternalError);
  EXPECT_THROW(christoffersen_conditional_test({5, 1, -1, 0}, 0.1), InternalError);
  EXPECT_THROW(christoffersen_conditional_test({5, 1, 1, 0}, 1.0), InternalError);
}

}  // namespace
}  // namespace ebbtide
