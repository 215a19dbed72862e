// Do the standard errors a run states cover? Many seeds of a small calibrated model against one very long run.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "evaluation/scenario_run.h"
#include "support/shipped_calibration.h"

namespace ebbtide::fixture {

// The US funds by asset, two weeks from 2026-01-19: a baseline and a slump of Bitcoin by 10 %.
inline std::vector<PreparedScenario> small_batch() {
  auto calibration = std::make_shared<Calibration>(*shipped_calibration("us-spot-etf"));
  std::erase_if(calibration->funds->members,
                [](const MemberPosterior& member) { return member.dimension != Dimension::asset; });
  calibration->funds->cube.reset();
  const HistoryView view = shipped_history("us-spot-etf").as_of(reference_date());
  Scenario base;
  base.name = "base";
  base.universe = "us-spot-etf";
  base.as_of = reference_date();
  base.horizon_weeks = 2;
  Event event;
  event.name = "outflow";
  event.weeks = {1, 1};
  event.level = {0.0, Unit::million_usd};
  base.events = {event};
  Scenario slump = base;
  slump.name = "slump";
  slump.baseline = "base";
  MarketCondition condition;
  condition.terms = {{"bitcoin", 1.0}};
  condition.value = {-10.0, Unit::percent};
  slump.conditions = {condition};
  std::vector<PreparedScenario> batch;
  for (const Scenario& scenario : {base, slump}) {
    Findings findings;
    batch.push_back({scenario, build_model(calibration, scenario, &view, findings), nullptr});
  }
  return batch;
}

struct RunStatistics {
  std::map<std::string, std::vector<Estimate>> by_kind;  // mean, sd, quantile, shortfall, event, delta
  std::vector<double> sds;                               // of the columns whose means are listed
};

inline RunStatistics run_statistics(std::vector<PreparedScenario> batch, std::uint64_t seed, std::uint64_t paths,
                                    const Executor& executor) {
  for (PreparedScenario& prepared : batch) {
    prepared.scenario.seed = seed;
    prepared.scenario.paths = paths;
  }
  const std::vector<ScenarioResult> results = run_batch(batch, executor, {}, nullptr);
  RunStatistics statistics;
  for (std::size_t i = 0; i < results[0].simulation.series.size(); ++i) {
    const SeriesResult& series = results[0].simulation.series[i];
    if (series.series.target == Target::condition) continue;
    for (std::size_t week = 0; week < series.weeks.size(); ++week) {
      const ColumnSummary& summary = series.weeks[week].summary;
      statistics.by_kind["mean"].push_back(summary.mean);
      statistics.by_kind["sd"].push_back(summary.standard_deviation);
      for (const Estimate& quantile : summary.quantiles) statistics.by_kind["quantile"].push_back(quantile);
      statistics.by_kind["shortfall"].push_back(summary.shortfall);
      statistics.sds.push_back(summary.standard_deviation.value);
      if (results.size() > 1) statistics.by_kind["delta"].push_back(results[1].deltas[i][week]);
    }
  }
  statistics.by_kind["event"].push_back(results[0].simulation.events[0].probability);
  if (results.size() > 1) statistics.by_kind["event"].push_back(*results[1].event_deltas[0]);
  return statistics;
}

inline bool within_two_errors(const Estimate& found, double error, const Estimate& truth) {
  return std::abs(found.value - truth.value) <= 2.0 * std::hypot(error, truth.standard_error);
}

// Share of (seed, column) within two stated standard errors of the truth, the truth's own error added in quadrature; by
// kind and under "all".
inline std::map<std::string, double> stated_error_coverage(int seeds, std::uint64_t paths, std::uint64_t true_paths) {
  const Executor executor(2);
  const std::vector<PreparedScenario> batch = small_batch();
  const RunStatistics truth = run_statistics(batch, 987654321, true_paths, executor);
  std::map<std::string, double> covered, total;
  for (int seed = 1; seed <= seeds; ++seed) {
    const RunStatistics found = run_statistics(batch, static_cast<std::uint64_t>(seed), paths, executor);
    for (const auto& [kind, estimates] : found.by_kind) {
      for (std::size_t i = 0; i < estimates.size(); ++i) {
        const double hit =
            within_two_errors(estimates[i], estimates[i].standard_error, truth.by_kind.at(kind)[i]) ? 1.0 : 0.0;
        for (const std::string& name : {kind, std::string("all")}) {
          covered[name] += hit;
          total[name] += 1.0;
        }
      }
    }
  }
  for (auto& [kind, count] : covered) count /= total[kind];
  return covered;
}

// The same for means with the formula for independent paths, sd / sqrt(paths), which ignores that sixteen share
// parameters.
inline double independent_error_coverage(int seeds, std::uint64_t paths, std::uint64_t true_paths) {
  const Executor executor(2);
  std::vector<PreparedScenario> batch = small_batch();
  batch.pop_back();
  const RunStatistics truth = run_statistics(batch, 987654321, true_paths, executor);
  double covered = 0.0, total = 0.0;
  for (int seed = 1; seed <= seeds; ++seed) {
    const RunStatistics found = run_statistics(batch, static_cast<std::uint64_t>(seed), paths, executor);
    for (std::size_t i = 0; i < found.sds.size(); ++i) {
      const double error = found.sds[i] / std::sqrt(static_cast<double>(paths));
      covered += within_two_errors(found.by_kind.at("mean")[i], error, truth.by_kind.at("mean")[i]) ? 1.0 : 0.0;
      total += 1.0;
    }
  }
  return covered / total;
}

}  // namespace ebbtide::fixture
