#include "backtest/gates.h"

#include <algorithm>
#include <cmath>

#include "backtest/skill.h"
#include "core/contract.h"
#include "stats/mean.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestForecasts = 2;

struct Pairs {
  std::vector<double> now, then;
};

// Scores of the origins that both have.
Pairs pairs_of(const ScoreSeries& now, const ScoreSeries& then) {
  Pairs pairs;
  std::size_t j = 0;
  for (std::size_t i = 0; i < now.origins.size(); ++i) {
    while (j < then.origins.size() && then.origins[j] < now.origins[i]) ++j;
    if (j == then.origins.size() || then.origins[j] != now.origins[i]) continue;
    pairs.now.push_back(now.values[i]);
    pairs.then.push_back(then.values[j]);
  }
  return pairs;
}

const ScoreSeries* find_series(const std::vector<ScoreSeries>& all, const ScoreSeries& wanted) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const ScoreSeries& each) { return each.is_of(wanted); });
  return found == all.end() ? nullptr : &*found;
}

// Of the series' origins, those that this run goes through.
std::size_t expected_count(const BacktestDefinition& definition, const ScoreSeries& series) {
  return static_cast<std::size_t>(std::count_if(series.origins.begin(), series.origins.end(), [&](Date origin) {
    return definition.first_origin <= origin && origin <= definition.last_origin;
  }));
}

GateOutcome compare(const BacktestDefinition& definition, const ScoreSeries& now, const ScoreSeries& then) {
  const Pairs pairs = pairs_of(now, then);
  GateOutcome outcome{now, pairs.now.size()};
  if (pairs.now.size() < std::max(kFewestForecasts, expected_count(definition, then))) {
    outcome.verdict = GateVerdict::missing;
    return outcome;
  }
  const ResampledWeeks resampled = resampled_origins(pairs.now.size(), run_weeks(now.weeks), definition.seed);
  const Estimate difference = bootstrap_difference(pairs.now, pairs.then, resampled);
  outcome.mean = mean(pairs.now);
  outcome.baseline_mean = mean(pairs.then);
  outcome.noise = difference.standard_error;
  const GateRules& rules = *definition.gates;
  const double room =
      std::max(0.01 * rules.floor_percent * std::abs(outcome.baseline_mean), rules.errors * outcome.noise);
  outcome.limit = outcome.baseline_mean + room;
  if (difference.value > room) outcome.verdict = GateVerdict::worse;
  if (difference.value < -room) outcome.verdict = GateVerdict::better;
  return outcome;
}

}  // namespace

std::string_view gate_verdict_text(GateVerdict verdict) {
  switch (verdict) {
    case GateVerdict::held:
      return "held";
    case GateVerdict::better:
      return "better";
    case GateVerdict::worse:
      return "worse";
    case GateVerdict::missing:
      return "missing";
    case GateVerdict::added:
      return "added";
  }
  return "";
}

std::vector<ScoreSeries> gated_series(const BacktestDefinition& definition, const BacktestResult& result) {
  std::vector<ScoreSeries> all;
  if (!definition.gates) return all;
  for (const Track track : definition.tracks) {
    for (const int weeks : definition.horizons) {
      for (const Level level : definition.levels) {
        for (const char* target : {"cumulative_net_flow", "aum"}) {
          for (const ScoreKind score : definition.gates->scores)
            all.push_back({score, level, target, track, weeks, {}, {}});
        }
      }
    }
  }
  for (const ScoreRow& row : result.scores) {
    if (row.model != kEngineModel || !row.member.empty() || row.unit != "%") continue;
    const auto own = std::find_if(all.begin(), all.end(), [&](const ScoreSeries& each) {
      return score_kind_text(each.score) == row.score && each.level == row.level && each.target == row.target &&
             each.track == row.track && each.weeks == row.weeks;
    });
    if (own == all.end()) continue;
    EBBTIDE_REQUIRE(own->origins.empty() || own->origins.back() < row.origin);
    own->origins.push_back(row.origin);
    own->values.push_back(row.value);
  }
  std::erase_if(all, [](const ScoreSeries& each) { return each.values.size() < kFewestForecasts; });
  return all;
}

std::vector<GateOutcome> judge_gates(const BacktestDefinition& definition, const std::vector<ScoreSeries>& series,
                                     const std::vector<ScoreSeries>& baseline) {
  EBBTIDE_REQUIRE(definition.gates.has_value());
  std::vector<GateOutcome> outcomes;
  for (const ScoreSeries& now : series) {
    const ScoreSeries* then = find_series(baseline, now);
    if (then != nullptr) {
      outcomes.push_back(compare(definition, now, *then));
    } else {
      outcomes.push_back({now, 0, mean(now.values), 0.0, 0.0, 0.0, GateVerdict::added});
    }
  }
  for (const ScoreSeries& then : baseline) {
    if (find_series(series, then) != nullptr || expected_count(definition, then) == 0) continue;
    outcomes.push_back({then, 0, 0.0, mean(then.values), 0.0, 0.0, GateVerdict::missing});
  }
  return outcomes;
}

}  // namespace ebbtide
