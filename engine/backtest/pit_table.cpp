#include "backtest/pit_table.h"

#include <array>

#include "backtest/forecast_index.h"
#include "core/format.h"
#include "stats/interval_misses.h"
#include "stats/mean.h"
#include "stats/pit.h"

namespace ebbtide {
namespace {

std::vector<double> values_of(const ByOutcome& pits) {
  std::vector<double> values;
  for (const auto& [outcome, pit] : pits) values.push_back(pit);
  return values;
}

// Those of forecasts that do not overlap; of a single series.
std::vector<double> values_apart(const ByOutcome& pits, int weeks) {
  const CommonScores all = common_scores({&pits});
  std::vector<double> values;
  for (const std::size_t i : apart(all.origins, weeks)) values.push_back(all.values.front()[i]);
  return values;
}

// Calls visit(key, model, pits) in the order of the tables.
template <typename Visit>
void for_each_pits(const BacktestDefinition& definition, const BacktestResult& result, const Visit& visit) {
  const ScoreIndex index(result, ScoreKind::pit);
  for (const ForecastKey& key : forecast_keys(definition)) {
    for (const std::string& model : models_of(definition)) {
      if (const ByOutcome* pits = index.find(model, key)) visit(key, model, *pits);
    }
  }
}

struct Miss {
  const char* name;
  double rate;
  bool (*is_miss)(double pit);
};

constexpr std::array<Miss, 2> kMisses = {{
    {"outside_90", 0.10, [](double pit) { return pit < 0.05 || pit > 0.95; }},
    {"below_05", 0.05, [](double pit) { return pit < 0.05; }},
}};

}  // namespace

Table pit_table(const BacktestDefinition& definition, const BacktestResult& result) {
  std::vector<Column> columns = {
      {"model", ColumnType::text, "", "Model that made the forecast."},
      {"outcomes", ColumnType::integer, "", "Known outcomes of forecasts; at levels of members those of each member."},
      {"mean", ColumnType::number, "", "Mean PIT; 0.5 of a right forecast, less where outcomes lay below it."}};
  for (std::size_t bin = 1; bin <= kPitBins; ++bin) {
    columns.push_back({format("bin_{:02}", bin), ColumnType::integer, "",
                       format("Outcomes with a PIT from {} to {}.", fixed_text(0.1 * static_cast<double>(bin - 1), 1),
                              fixed_text(0.1 * static_cast<double>(bin), 1))});
  }
  columns.push_back({"apart", ColumnType::integer, "",
                     "Forecasts of the total that do not overlap: the test rests on them; empty for members."});
  columns.push_back({"uniform_p", ColumnType::number, "", "p value of Neyman's smooth test that PITs are uniform."});
  Table table = forecast_table("pit", "Where outcomes fell in their forecasts", columns);
  for_each_pits(definition, result, [&](const ForecastKey& key, const std::string& model, const ByOutcome& pits) {
    const std::vector<double> values = values_of(pits);
    std::vector<Cell> cells = {model, static_cast<std::int64_t>(values.size()), mean(values)};
    for (const int count : pit_histogram(values, kPitBins)) cells.emplace_back(std::int64_t{count});
    Cell forecasts, p_value;
    if (key.level == Level::total) {
      const std::vector<double> independent = values_apart(pits, key.weeks);
      forecasts = static_cast<std::int64_t>(independent.size());
      if (independent.size() >= 2) p_value = test_uniformity(independent).p_value;
    }
    cells.push_back(forecasts);
    cells.push_back(p_value);
    append_forecast(definition, key, cells, table);
  });
  return table;
}

Table misses_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table = forecast_table(
      "misses", "Tests of how often and when outcomes missed",
      {{"model", ColumnType::text, "", "Model that made the forecast."},
       {"miss", ColumnType::text, "",
        "outside_90: outside the central 90 % interval; below_05: below the 5 % quantile."},
       {"forecasts", ColumnType::integer, "", "Forecasts that do not overlap."},
       {"misses", ColumnType::integer, "", "Of those, how many missed."},
       {"expected", ColumnType::number, "", "How many a right forecast misses on average."},
       {"kupiec", ColumnType::number, "", "Likelihood ratio that misses come at the stated rate (Kupiec)."},
       {"kupiec_p", ColumnType::number, "", "Its p value, of large samples."},
       {"independence", ColumnType::number, "",
        "Likelihood ratio that a miss does not depend on the one before "
        "(Christoffersen)."},
       {"independence_p", ColumnType::number, "", "Its p value."},
       {"both", ColumnType::number, "", "Likelihood ratio of rate and independence together."},
       {"both_p", ColumnType::number, "", "Its p value."}});
  for_each_pits(definition, result, [&](const ForecastKey& key, const std::string& model, const ByOutcome& pits) {
    const std::vector<double> values =
        key.level == Level::total ? values_apart(pits, key.weeks) : std::vector<double>{};
    if (values.size() < 2) return;
    for (const Miss& miss : kMisses) {
      std::vector<bool> misses;
      int count = 0;
      for (const double pit : values) {
        misses.push_back(miss.is_miss(pit));
        count += misses.back() ? 1 : 0;
      }
      const MissTransitions transitions = count_transitions(misses);
      const auto rate = kupiec_test(count, static_cast<int>(values.size()), miss.rate);
      const auto independence = christoffersen_independence_test(transitions);
      const auto both = christoffersen_conditional_test(transitions, miss.rate);
      append_forecast(definition, key,
                      {model, std::string(miss.name), static_cast<std::int64_t>(values.size()), std::int64_t{count},
                       miss.rate * static_cast<double>(values.size()), rate.statistic, rate.p_value,
                       independence.statistic, independence.p_value, both.statistic, both.p_value},
                      table);
    }
  });
  return table;
}

}  // namespace ebbtide
