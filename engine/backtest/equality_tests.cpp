#include "backtest/equality_tests.h"

#include <algorithm>

#include "backtest/forecast_index.h"
#include "backtest/skill.h"
#include "stats/confidence_set.h"
#include "stats/diebold_mariano.h"
#include "stats/mean.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestForecasts = 8;
constexpr std::size_t kSetResamples = 1000;

struct Contest {
  std::vector<std::string> models;  // the engine first
  CommonScores scores;
};

// Without the engine, or with too few forecasts in common, there is none.
Contest contest_of(const BacktestDefinition& definition, const ScoreIndex& index, const ForecastKey& key) {
  Contest contest;
  std::vector<const ByOutcome*> scores;
  if (!index.find(kEngineModel, key)) return {};
  for (const std::string& model : models_of(definition)) {
    const ByOutcome* own = index.find(model, key);
    if (!own) continue;
    contest.models.push_back(model);
    scores.push_back(own);
  }
  contest.scores = common_scores(scores);
  if (contest.models.size() < 2 || contest.scores.origins.size() < kFewestForecasts) return {};
  return contest;
}

// p value of every model.
std::vector<double> confidence_set(const Contest& contest, int weeks, std::uint64_t seed) {
  const ResampledWeeks resampled =
      resampled_origins(contest.scores.origins.size(), run_weeks(weeks), seed, kSetResamples);
  std::vector<double> p_values(contest.models.size());
  for (const ConfidenceSetEntry& entry : model_confidence_set(contest.scores.values, resampled))
    p_values[entry.model] = entry.p_value;
  return p_values;
}

// Origins from one forecast to the first that does not overlap it: the steps ahead of the test's autocovariances.
int steps_ahead(const std::vector<Date>& origins, int weeks) {
  const std::vector<std::size_t> chosen = apart(origins, weeks);
  std::size_t steps = 1;
  for (std::size_t i = 1; i < chosen.size(); ++i) steps = std::max(steps, chosen[i] - chosen[i - 1]);
  return static_cast<int>(steps);
}

// Difference, statistic, p value and kernel; empty of the engine itself and where forecasts are too few.
std::vector<Cell> against_engine(const Contest& contest, std::size_t model, int weeks) {
  const std::vector<double>&own = contest.scores.values.front(), &other = contest.scores.values[model];
  const int steps = steps_ahead(contest.scores.origins, weeks);
  if (model == 0 || static_cast<std::size_t>(steps) >= own.size()) return {Cell{}, Cell{}, Cell{}, Cell{}};
  std::vector<double> differences;
  for (std::size_t t = 0; t < own.size(); ++t) differences.push_back(own[t] - other[t]);
  const DieboldMarianoTest test = diebold_mariano_test(differences, steps);
  const bool has_statistic = test.long_run_variance > 0.0;
  return {test.mean_difference, has_statistic ? Cell(test.corrected_statistic) : Cell{}, test.p_value,
          std::string(test.kernel == LongRunVarianceKernel::rectangular ? "rectangular" : "bartlett")};
}

}  // namespace

Table tests_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table = forecast_table(
      "tests", "Whether the engine and its rivals can be told apart",
      {{"score", ColumnType::text, "", "Score that is compared."},
       {"model", ColumnType::text, "", "The engine, or a rival."},
       {"forecasts", ColumnType::integer, "", "Origins of forecasts that all models of these rows made."},
       {"value", ColumnType::number, "", "Mean score of the model on them; amounts in % of the AUM at the origin."},
       {"difference", ColumnType::number, "", "The engine's mean less the rival's: below 0 the engine is better."},
       {"statistic", ColumnType::number, "",
        "Diebold and Mariano's, corrected for small samples; empty where the difference never varies."},
       {"p_value", ColumnType::number, "", "Its two-sided p value: that both are equally good."},
       {"kernel", ColumnType::text, "",
        "Weights of autocovariances in its variance: rectangular, or bartlett where that came out below zero."},
       {"set_p_value", ColumnType::number, "", "p value in the model confidence set of all models."},
       {"set", ColumnType::text, "",
        "not separable: cannot be separated from the best at 10 %; worse: the set leaves it out."}});
  for (const ScoreKind kind : definition.scores) {
    if (kind == ScoreKind::pit) continue;
    const ScoreIndex index(result, kind);
    for (const ForecastKey& key : forecast_keys(definition)) {
      const Contest contest = contest_of(definition, index, key);
      if (contest.models.empty()) continue;
      const std::vector<double> p_values = confidence_set(contest, key.weeks, definition.seed);
      for (std::size_t m = 0; m < contest.models.size(); ++m) {
        std::vector<Cell> cells = {std::string(score_kind_text(kind)), contest.models[m],
                                   static_cast<std::int64_t>(contest.scores.origins.size()),
                                   mean(contest.scores.values[m])};
        for (Cell& cell : against_engine(contest, m, key.weeks)) cells.push_back(std::move(cell));
        cells.emplace_back(p_values[m]);
        cells.emplace_back(std::string(p_values[m] >= kConfidenceSetLevel ? "not separable" : "worse"));
        append_forecast(definition, key, cells, table);
      }
    }
  }
  return table;
}

}  // namespace ebbtide
