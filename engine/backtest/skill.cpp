#include "backtest/skill.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "backtest/rival.h"
#include "core/contract.h"
#include "random/boost_draws.h"

namespace ebbtide {
namespace {

constexpr std::size_t kResamples = 2000;

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// One resample's skill in percent.
double resampled_skill(const PairedScores& scores, int expected_block, PlaceEngine& draws) {
  const std::size_t count = scores.own.size();
  double own = 0.0, rival = 0.0;
  std::size_t at = uniform_index_draw(draws, count);
  for (std::size_t i = 0; i < count; ++i) {
    own += scores.own[at];
    rival += scores.rival[at];
    at = uniform_open01_draw(draws) * expected_block < 1.0 ? uniform_index_draw(draws, count) : (at + 1) % count;
  }
  return 100.0 * (1.0 - own / rival);
}

// Rows of one score of the total by what they forecast; values by origin.
using ForecastKey = std::tuple<Track, int, std::string>;  // track, weeks, target
using ByOrigin = std::map<Date, double>;
using ByForecast = std::map<ForecastKey, ByOrigin>;

// By model.
std::map<std::string, ByForecast> total_scores(const BacktestResult& result, const std::string& score,
                                               const std::string& unit) {
  std::map<std::string, ByForecast> values;
  for (const ScoreRow& row : result.scores) {
    if (row.level != Level::total || row.score != score || row.unit != unit) continue;
    values[row.model][{row.track, row.weeks, row.target}][row.origin] = row.value;
  }
  return values;
}

PairedScores paired(const ByOrigin& own, const ByOrigin& rival) {
  PairedScores scores;
  for (const auto& [origin, value] : own) {
    const auto other = rival.find(origin);
    if (other == rival.end()) continue;
    scores.own.push_back(value);
    scores.rival.push_back(other->second);
  }
  return scores;
}

const std::vector<const char*> kTargets = {"cumulative_net_flow", "aum"};

// Calls visit(track, weeks, target) in the order of the tables.
template <typename Visit>
void for_each_forecast(const BacktestDefinition& definition, const Visit& visit) {
  for (const char* target : kTargets) {
    for (const Track track : definition.tracks) {
      for (const int weeks : definition.horizons) visit(ForecastKey{track, weeks, target});
    }
  }
}

}  // namespace

Skill paired_skill(const PairedScores& scores, int expected_block, std::uint64_t seed) {
  EBBTIDE_REQUIRE(scores.own.size() == scores.rival.size() && scores.own.size() >= 2);
  Skill skill;
  skill.forecasts = scores.own.size();
  skill.own_mean = mean_of(scores.own);
  skill.rival_mean = mean_of(scores.rival);
  EBBTIDE_REQUIRE(skill.rival_mean > 0.0);
  skill.percent = 100.0 * (1.0 - skill.own_mean / skill.rival_mean);
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < kResamples; ++i) {
    DrawPlace place;
    place.path = i;
    place.purpose = Purpose::resampling;
    PlaceEngine draws(seed, place);
    const double difference = resampled_skill(scores, expected_block, draws) - skill.percent;
    sum += difference;
    squares += difference * difference;
  }
  const double mean = sum / kResamples;
  skill.percent_error = std::sqrt(std::max(0.0, squares / kResamples - mean * mean));
  return skill;
}

Table skill_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table("skill", "Skill of ebbtide over each rival",
              {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
               {"target", ColumnType::text, "", "What was forecast, of the total."},
               {"track", ColumnType::text, "", "What was known of the weeks ahead."},
               {"horizon", ColumnType::integer, "weeks", "Weeks forecast."},
               {"rival", ColumnType::text, "", "Model it is compared with."},
               {"forecasts", ColumnType::integer, "", "Forecasts that both made and whose outcome is known."},
               {"crps", ColumnType::number, "% of AUM", "Mean CRPS of ebbtide on them."},
               {"rival_crps", ColumnType::number, "% of AUM", "Mean CRPS of the rival on them."},
               {"skill", ColumnType::number, "%", "By how much ebbtide's mean is below the rival's."},
               {"skill_se", ColumnType::number, "%",
                "Standard error of the skill, runs of origins resampled in pairs."}});
  const auto scores = total_scores(result, "crps", "%");
  const auto own = scores.find(kEngineModel);
  if (own == scores.end()) return table;
  for_each_forecast(definition, [&](const ForecastKey& key) {
    const auto own_scores = own->second.find(key);
    if (own_scores == own->second.end()) return;
    for (const std::string& rival : definition.rivals) {
      const auto others = scores.find(rival);
      if (others == scores.end() || others->second.count(key) == 0) continue;
      const PairedScores pairs = paired(own_scores->second, others->second.at(key));
      if (pairs.own.size() < 2 || mean_of(pairs.rival) <= 0.0) continue;
      const auto& [track, weeks, target] = key;
      const Skill skill = paired_skill(pairs, block_weeks(weeks), definition.seed);
      table.append({definition.universe, target, std::string(track_text(track)), std::int64_t{weeks}, rival,
                    static_cast<std::int64_t>(skill.forecasts), skill.own_mean, skill.rival_mean, skill.percent,
                    skill.percent_error});
    }
  });
  return table;
}

Table coverage_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table("coverage", "Share of forecasts inside the central intervals",
              {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
               {"target", ColumnType::text, "", "What was forecast, of the total."},
               {"track", ColumnType::text, "", "What was known of the weeks ahead."},
               {"horizon", ColumnType::integer, "weeks", "Weeks forecast."},
               {"model", ColumnType::text, "", "Model that made the forecast."},
               {"forecasts", ColumnType::integer, "", "Forecasts whose outcome is known."},
               {"nominal", ColumnType::number, "%", "Probability that the interval is to hold."},
               {"inside", ColumnType::number, "%", "Share of outcomes inside it."}});
  std::vector<std::string> models = {kEngineModel};
  models.insert(models.end(), definition.rivals.begin(), definition.rivals.end());
  const auto scores = total_scores(result, "pit", "");
  for_each_forecast(definition, [&](const ForecastKey& key) {
    for (const std::string& model : models) {
      const auto found = scores.find(model);
      if (found == scores.end() || found->second.count(key) == 0) continue;
      const ByOrigin& pits = found->second.at(key);
      for (const int nominal : kCoverageLevels) {
        const double tail = 0.5 - 0.005 * nominal;
        const auto inside = std::count_if(pits.begin(), pits.end(), [&](const auto& pit) {
          return pit.second >= tail && pit.second <= 1.0 - tail;
        });
        const auto& [track, weeks, target] = key;
        table.append({definition.universe, target, std::string(track_text(track)), std::int64_t{weeks}, model,
                      static_cast<std::int64_t>(pits.size()), static_cast<double>(nominal),
                      100.0 * static_cast<double>(inside) / static_cast<double>(pits.size())});
      }
    }
  });
  return table;
}

}  // namespace ebbtide
