#include "backtest/skill.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/contract.h"
#include "stats/mean.h"

namespace ebbtide {
namespace {

constexpr std::size_t kResamples = 2000;

using ForecastKey = std::tuple<Level, std::string, Track, int>;    // level, target, track, weeks
using ByOutcome = std::map<std::pair<Date, std::string>, double>;  // origin, member
using ByForecast = std::map<ForecastKey, ByOutcome>;

// Values of one score by model.
std::map<std::string, ByForecast> values_of(const BacktestResult& result, ScoreKind score, const std::string& unit) {
  std::map<std::string, ByForecast> values;
  for (const ScoreRow& row : result.scores) {
    if (row.score != score_kind_text(score) || row.unit != unit) continue;
    values[row.model][{row.level, row.target, row.track, row.weeks}][{row.origin, row.member}] = row.value;
  }
  return values;
}

const ByOutcome* find_values(const std::map<std::string, ByForecast>& values, const std::string& model,
                             const ForecastKey& key) {
  const auto found = values.find(model);
  if (found == values.end()) return nullptr;
  const auto forecast = found->second.find(key);
  return forecast == found->second.end() ? nullptr : &forecast->second;
}

PairedScores paired(const ByOutcome& own, const ByOutcome& rival) {
  PairedScores scores;
  for (const auto& [outcome, value] : own) {
    const auto other = rival.find(outcome);
    if (other == rival.end()) continue;
    scores.own.push_back(value);
    scores.rival.push_back(other->second);
  }
  return scores;
}

// Calls visit(key) in the order of the tables.
template <typename Visit>
void for_each_forecast(const BacktestDefinition& definition, const Visit& visit) {
  for (const Level level : definition.levels) {
    for (const char* target : {"cumulative_net_flow", "aum"}) {
      for (const Track track : definition.tracks) {
        for (const int weeks : definition.horizons) visit(ForecastKey{level, target, track, weeks});
      }
    }
  }
}

std::vector<Column> forecast_columns() {
  return {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
          {"level", ColumnType::text, "", "total, assets, regions, issuers or cells."},
          {"target", ColumnType::text, "", "What was forecast: cumulative_net_flow from week 1, or closing aum."},
          {"track", ColumnType::text, "",
           "What was known of the weeks ahead: U nothing, M macro factors, MP macro factors and prices."},
          {"horizon", ColumnType::integer, "weeks", "Weeks forecast."}};
}

std::vector<Cell> forecast_cells(const BacktestDefinition& definition, const ForecastKey& key) {
  const auto& [level, target, track, weeks] = key;
  return {definition.universe, std::string(level_text(level)), target, std::string(track_text(track)),
          std::int64_t{weeks}};
}

Table with_columns(const char* name, const char* title, std::vector<Column> more) {
  std::vector<Column> columns = forecast_columns();
  columns.insert(columns.end(), more.begin(), more.end());
  return {name, title, std::move(columns)};
}

void append_row(const BacktestDefinition& definition, const ForecastKey& key, std::vector<Cell> more, Table& table) {
  std::vector<Cell> row = forecast_cells(definition, key);
  row.insert(row.end(), more.begin(), more.end());
  table.append(std::move(row));
}

}  // namespace

ResampledWeeks resampled_origins(std::size_t forecasts, int mean_run, std::uint64_t seed) {
  const double run = std::min(static_cast<double>(mean_run), static_cast<double>(forecasts));
  return ResampledWeeks::stationary(forecasts, run, kResamples, seed);
}

Skill paired_skill(const PairedScores& scores, int mean_run, std::uint64_t seed) {
  EBBTIDE_REQUIRE(scores.own.size() == scores.rival.size() && scores.own.size() >= 2);
  const std::size_t count = scores.own.size();
  const Estimate skill = bootstrap_skill(scores.own, scores.rival, resampled_origins(count, mean_run, seed));
  return {count, mean(scores.own), mean(scores.rival), 100.0 * skill.value, 100.0 * skill.standard_error};
}

Table skill_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table = with_columns(
      "skill", "Skill of ebbtide over each rival",
      {{"score", ColumnType::text, "", "Score that is compared; of members the one of all together."},
       {"rival", ColumnType::text, "", "Model it is compared with."},
       {"forecasts", ColumnType::integer, "", "Forecasts that both made and whose outcome is known."},
       {"value", ColumnType::number, "%", "Mean score of ebbtide on them, of amounts in % of the AUM at the origin."},
       {"rival_value", ColumnType::number, "%", "Mean score of the rival on them."},
       {"skill", ColumnType::number, "%", "By how much ebbtide's mean is below the rival's."},
       {"skill_se", ColumnType::number, "%", "Standard error of the skill, runs of origins resampled in pairs."}});
  for (const ScoreKind kind : definition.scores) {
    if (kind == ScoreKind::pit) continue;
    const auto values = values_of(result, kind, "%");
    for_each_forecast(definition, [&](const ForecastKey& key) {
      const ByOutcome* own = find_values(values, kEngineModel, key);
      for (const std::string& rival : definition.rivals) {
        const ByOutcome* other = find_values(values, rival, key);
        if (!own || !other) continue;
        const PairedScores pairs = paired(*own, *other);
        if (pairs.own.size() < 2 || mean(pairs.rival) <= 0.0) continue;
        const Skill skill = paired_skill(pairs, run_weeks(std::get<int>(key)), definition.seed);
        append_row(definition, key,
                   {std::string(score_kind_text(kind)), rival, static_cast<std::int64_t>(skill.forecasts),
                    skill.own_mean, skill.rival_mean, skill.percent, skill.percent_error},
                   table);
      }
    });
  }
  return table;
}

Table coverage_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table = with_columns(
      "coverage", "Share of outcomes inside the central intervals",
      {{"model", ColumnType::text, "", "Model that made the forecast."},
       {"outcomes", ColumnType::integer, "", "Known outcomes of forecasts; at levels of members those of each member."},
       {"nominal", ColumnType::number, "%", "Probability that the interval is to hold."},
       {"inside", ColumnType::number, "%", "Share of outcomes inside it."}});
  std::vector<std::string> models = {kEngineModel};
  models.insert(models.end(), definition.rivals.begin(), definition.rivals.end());
  const auto values = values_of(result, ScoreKind::pit, "");
  for_each_forecast(definition, [&](const ForecastKey& key) {
    for (const std::string& model : models) {
      const ByOutcome* pits = find_values(values, model, key);
      if (!pits) continue;
      for (const int nominal : kCoverageLevels) {
        const double tail = 0.5 - 0.005 * nominal;
        const auto inside = std::count_if(pits->begin(), pits->end(), [&](const auto& pit) {
          return pit.second >= tail && pit.second <= 1.0 - tail;
        });
        append_row(definition, key,
                   {model, static_cast<std::int64_t>(pits->size()), static_cast<double>(nominal),
                    100.0 * static_cast<double>(inside) / static_cast<double>(pits->size())},
                   table);
      }
    }
  });
  return table;
}

}  // namespace ebbtide
