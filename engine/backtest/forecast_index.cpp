#include "backtest/forecast_index.h"

#include <algorithm>

#include "core/contract.h"

namespace ebbtide {

std::vector<ForecastKey> forecast_keys(const BacktestDefinition& definition) {
  std::vector<ForecastKey> keys;
  for (const Level level : definition.levels) {
    for (const char* target : {"cumulative_net_flow", "aum"}) {
      for (const Track track : definition.tracks) {
        for (const int weeks : definition.horizons) keys.push_back({level, target, track, weeks});
      }
    }
  }
  return keys;
}

std::vector<std::string> models_of(const BacktestDefinition& definition) {
  std::vector<std::string> models = {kEngineModel};
  models.insert(models.end(), definition.rivals.begin(), definition.rivals.end());
  return models;
}

ScoreIndex::ScoreIndex(const BacktestResult& result, ScoreKind kind) {
  for (const ScoreRow& row : result.scores) {
    if (row.score != score_kind_text(kind) || row.unit == "musd") continue;
    values_[{row.model, {row.level, row.target, row.track, row.weeks}}][{row.origin, row.member}] = row.value;
  }
}

const ByOutcome* ScoreIndex::find(const std::string& model, const ForecastKey& key) const {
  const auto found = values_.find({model, key});
  return found == values_.end() ? nullptr : &found->second;
}

CommonScores common_scores(const std::vector<const ByOutcome*>& models) {
  EBBTIDE_REQUIRE(!models.empty());
  CommonScores common;
  common.values.resize(models.size());
  double members = 0.0;  // of the origin at hand
  const auto close_origin = [&] {
    for (std::vector<double>& values : common.values) {
      if (!values.empty()) values.back() /= members;
    }
  };
  for (const auto& [outcome, value] : *models.front()) {
    const auto has_it = [&key = outcome](const ByOutcome* scores) { return scores->contains(key); };
    if (!std::all_of(models.begin(), models.end(), has_it)) continue;
    if (common.origins.empty() || common.origins.back() != outcome.first) {
      close_origin();
      common.origins.push_back(outcome.first);
      for (std::vector<double>& values : common.values) values.push_back(0.0);
      members = 0.0;
    }
    for (std::size_t m = 0; m < models.size(); ++m) common.values[m].back() += models[m]->at(outcome);
    members += 1.0;
  }
  close_origin();
  return common;
}

std::vector<std::size_t> apart(const std::vector<Date>& origins, int weeks) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (chosen.empty() || origins[i] >= add_weeks(origins[chosen.back()], weeks)) chosen.push_back(i);
  }
  return chosen;
}

Table forecast_table(const char* name, const char* title, const std::vector<Column>& more) {
  std::vector<Column> columns = {
      {"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
      {"level", ColumnType::text, "", "total, assets, regions, issuers or cells."},
      {"target", ColumnType::text, "", "What was forecast: cumulative_net_flow from week 1, or closing aum."},
      {"track", ColumnType::text, "",
       "What was known of the weeks ahead: U nothing, M macro factors, MP macro factors and prices."},
      {"horizon", ColumnType::integer, "weeks", "Weeks forecast."}};
  columns.insert(columns.end(), more.begin(), more.end());
  return {name, title, std::move(columns)};
}

void append_forecast(const BacktestDefinition& definition, const ForecastKey& key, const std::vector<Cell>& more,
                     Table& table) {
  std::vector<Cell> row = {definition.universe, std::string(level_text(key.level)), key.target,
                           std::string(track_text(key.track)), std::int64_t{key.weeks}};
  row.insert(row.end(), more.begin(), more.end());
  table.append(std::move(row));
}

}  // namespace ebbtide
