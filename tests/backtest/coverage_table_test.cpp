#include "backtest/coverage_table.h"

#include <gtest/gtest.h>

#include "core/table_reader.h"
#include "random/boost_draws.h"
#include "support/score_rows.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using fixture::score_row;
using fixture::scored_definition;

Table table_of(const std::vector<double>& pits, int weeks = 1) {
  BacktestResult result;
  for (std::size_t t = 0; t < pits.size(); ++t)
    result.scores.push_back(score_row("ebbtide", static_cast<int>(t), "pit", pits[t], weeks));
  return coverage_table(scored_definition(), result);
}

TEST(CoverageTable, CountsOutcomesInsideTheIntervals) {
  // Of four outcomes the exact bands are as wide as can be, but for the 50 % interval at the ends.
  EXPECT_EQ(csv_text(table_of({0.5, 0.2, 0.97, 0.07})),
            "universe,level,target,track,horizon,model,outcomes,nominal,inside,band_low,band_high,band,verdict\n"
            "funds,total,cumulative_net_flow,M,1,ebbtide,4,50,25,0,100,binomial,held\n"
            "funds,total,cumulative_net_flow,M,1,ebbtide,4,80,50,25,100,binomial,held\n"
            "funds,total,cumulative_net_flow,M,1,ebbtide,4,90,75,50,100,binomial,held\n"
            "funds,total,cumulative_net_flow,M,1,ebbtide,4,95,100,50,100,binomial,held\n");
}

// PITs of forecasts whose spread is `factor` times the right one: u -> F(F^-1(u) / factor) of the logistic law. They
// are moving sums of `weeks` steps in the rank, so that neighbours overlap as forecasts of that many weeks do.
std::vector<double> pits(double factor, std::size_t count, int weeks, std::uint64_t seed) {
  PlaceEngine draws(seed, {});
  std::vector<double> steps(count + static_cast<std::size_t>(weeks)), result;
  for (double& step : steps) step = normal_draw(draws);
  for (std::size_t t = 0; t < count; ++t) {
    double sum = 0.0;
    for (int k = 0; k < weeks; ++k) sum += steps[t + static_cast<std::size_t>(k)];
    result.push_back(0.5 * std::erfc(-sum / std::sqrt(2.0 * weeks) / factor));
  }
  return result;
}

std::vector<std::string> verdicts(const Table& table) {
  const TableReader reader(table);
  std::vector<std::string> result;
  for (std::size_t row = 0; row < reader.rows(); ++row) result.push_back(reader.text(row, "verdict"));
  return result;
}

bool any_fails(const Table& table) {
  const std::vector<std::string> found = verdicts(table);
  return std::any_of(found.begin(), found.end(), [](const std::string& each) { return each != "held"; });
}

TEST(CoverageTable, NamesIntervalsThatAreTooNarrowAndTooWide) {
  const std::vector<std::string> narrow = verdicts(table_of(pits(0.6, 62, 1, 3)));
  EXPECT_EQ(narrow[2], "too narrow");
  const std::vector<std::string> wide = verdicts(table_of(pits(2.0, 62, 1, 3)));
  EXPECT_EQ(wide[0], "too wide");
}

// 300 right forecasts of 62 weeks: the exact joint band lets at most 1 % fall out; 8 or more of 300 have a probability
// of 0.012. Where four weeks overlap the bootstrap's band is a little too narrow: fewer than 10 of 100 (measured: 7),
// and the binomial band would let far more fall out.
TEST(CoverageTable, KeepsRightForecastsInsideItsBands) {
  int plain = 0, overlapping = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) plain += any_fails(table_of(pits(1.0, 62, 1, 100 + seed))) ? 1 : 0;
  EXPECT_LT(plain, 8);
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    overlapping += any_fails(table_of(pits(1.0, 62, 4, 500 + seed), 4)) ? 1 : 0;
  EXPECT_LT(overlapping, 10);
  EXPECT_GT(overlapping, 0) << "the bands are not so wide that nothing leaves them";
  RecordProperty("plain", plain);
  RecordProperty("overlapping", overlapping);
}

TEST(CoverageTable, HasBootstrapBandsForMembersAndOverlaps) {
  const Table table = table_of(pits(1.0, 40, 4, 9), 4);
  EXPECT_EQ(TableReader(table).text(0, "band"), "bootstrap");
  EXPECT_EQ(TableReader(table_of(pits(1.0, 40, 1, 9))).text(0, "band"), "binomial");
}

}  // namespace
}  // namespace ebbtide
