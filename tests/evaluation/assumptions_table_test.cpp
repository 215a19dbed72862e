#include "evaluation/assumptions_table.h"

#include <cmath>

#include <gtest/gtest.h>

#include "evaluation/tabulate.h"
#include "support/error_coverage.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

StatedResponse response_of() {
  StatedResponse response;
  response.of = "bitcoin";
  response.to = "cuts_priced_out";
  response.per = {10.0, Unit::basis_point};
  response.stated = {-4.5, Unit::percent};
  response.stated_sd = 1.5;
  response.estimate = 0.3512;
  response.estimate_sd = 0.4167;
  response.why = "desk view";
  return response;
}

TEST(ResponseWords, SayWhatIsStatedAndWhatTheDataSay) {
  StatedResponse response = response_of();
  EXPECT_EQ(
      response_words(response),
      "response of bitcoin to cuts_priced_out, per +10 bp: stated -4.5 % (sd 1.5), the data say +0.35 % (standard "
      "error 0.42)");
  response.stated_sd = 0.0;
  response.estimate = -1.26;
  response.estimate_sd = 12.3;
  EXPECT_EQ(response_words(response),
            "response of bitcoin to cuts_priced_out, per +10 bp: stated -4.5 %, the data say -1 % (standard error 12)");
}

// Rates 20 bp up in week 1: with -4.5 % per 10 bp Bitcoin falls by about 8.8 %, where the data's response leaves it.
// The rest of its equation (constant, equities of the week) moves the median by less than 3 %.
TEST(AssumptionsTable, HasARowPerStatedResponseAndMarksTheScenario) {
  Scenario data = fixture::small_batch()[0].scenario;
  data.universe = "us-spot-etf";
  data.paths = 2'000;
  data.seed = 5;
  MarketCondition rates;
  rates.text = "cuts_priced_out, week 1: +20 bp";
  rates.terms = {{"cuts_priced_out", 1.0}};
  rates.value = {20.0, Unit::basis_point};
  data.conditions = {rates};
  Scenario story = data;
  story.name = "story";
  Assumption assumption;
  assumption.of = "bitcoin";
  assumption.to = "cuts_priced_out";
  assumption.per = {10.0, Unit::basis_point};
  assumption.is = {-4.5, Unit::percent};
  assumption.why = "desk view";
  story.assumptions = {assumption};
  Findings findings;
  BatchSource source;
  source.history = [](const std::string& universe) { return &fixture::shipped_history(universe); };
  const auto batch = prepare_batch({data, story}, source, Executor(2), findings);
  ASSERT_EQ(batch.size(), 2u) << render(findings, false);
  const auto results = run_batch(batch, Executor(2), {}, nullptr);

  const Table table = assumptions_table(results);
  ASSERT_EQ(table.row_count(), 1u);
  EXPECT_EQ(std::get<std::string>(table.at(0, table.column_index("scenario"))), "story");
  EXPECT_EQ(std::get<double>(table.at(0, table.column_index("stated"))), -4.5);
  EXPECT_EQ(std::get<std::string>(table.at(0, table.column_index("why"))), "desk view");
  const Table scenarios = scenarios_table(results);
  const std::size_t mark = scenarios.column_index("assumptions");
  EXPECT_EQ(std::get<std::int64_t>(scenarios.at(0, mark)), 0);
  EXPECT_EQ(std::get<std::int64_t>(scenarios.at(scenarios.row_count() - 1, mark)), 1);

  const auto median = [&](const ScenarioResult& result) {
    for (const SeriesResult& series : result.simulation.series) {
      if (series.series.name == "bitcoin" && series.series.target == Target::return_)
        return series.weeks[0].summary.quantiles[4].value;
    }
    return std::nan("");
  };
  const double fall = 100.0 * std::expm1(2.0 * std::log(0.955));
  EXPECT_NEAR(median(results[1]), fall, 3.0);
  EXPECT_GT(median(results[0]), fall + 4.0);
}

}  // namespace
}  // namespace ebbtide
