#include "evaluation/tabulate.h"

#include <algorithm>
#include <set>

#include "core/contract.h"
#include "core/format.h"
#include "evaluation/condition_outcome.h"
#include "evaluation/series_rows.h"

namespace ebbtide {
namespace {

const Column kStatus = {"status", ColumnType::text, "",
                        "seen, or inferred: rests on declared shares of AUM or on a member never published before."};
const Column kRealised = {"realised", ColumnType::number, "", "What came, where it is published; empty until known."};
const Column kPercentile = {"percentile", ColumnType::number, "%",
                            "Share of paths below the realised value, ties counted half; empty until known."};

std::string level_text(double level) {
  return number_text(level).substr(2);
}  // "0.05" -> "05"

std::string padded(const std::string& digits) {
  return digits.size() == 1 ? digits + "0" : digits;
}  // "0.1" -> "10"

std::string status_of(const Series& series) {
  return series.inferred ? "inferred" : "seen";
}

void append_realised(const SeriesWeek& week, std::vector<Cell>& row) {
  row.push_back(value_or_unknown(week.realised));
  row.push_back(week.realised ? Cell(week.percentile) : Cell(std::monostate{}));
}

}  // namespace

Table distribution_table(const std::vector<ScenarioResult>& results) {
  std::vector<Column> columns = series_columns();
  columns.push_back({"output_type", ColumnType::text, "", "Statistic: mean, sd, quantile or shortfall."});
  columns.push_back({"output_type_id", ColumnType::number, "", "Level of a quantile or shortfall; empty otherwise."});
  columns.push_back({"value", ColumnType::number, "", "Value of the statistic."});
  columns.push_back({"mc_se", ColumnType::number, "", "Its Monte Carlo standard error, parameters' share included."});
  for (const Column& column : {kStatus, kRealised, kPercentile}) columns.push_back(column);
  Table table("distribution", "Distribution of every target, one statistic a row", std::move(columns));
  for_each_series_week(results, [&](const ScenarioResult& result, std::size_t, const SeriesResult& series, int w) {
    const SeriesWeek& week = series.weeks[static_cast<std::size_t>(w)];
    const std::vector<Cell> place = series_cells(result, series.series, w);
    const auto add = [&](const char* type, Cell level, const Estimate& estimate) {
      std::vector<Cell> row = place;
      row.insert(row.end(), {std::string(type), std::move(level), estimate.value, estimate.standard_error,
                             status_of(series.series)});
      append_realised(week, row);
      table.append(std::move(row));
    };
    add("mean", std::monostate{}, week.summary.mean);
    add("sd", std::monostate{}, week.summary.standard_deviation);
    for (std::size_t q = 0; q < kQuantileLevels.size(); ++q)
      add("quantile", kQuantileLevels[q], week.summary.quantiles[q]);
    add("shortfall", kShortfallLevel, week.summary.shortfall);
  });
  return table;
}

Table summary_table(const std::vector<ScenarioResult>& results) {
  std::vector<Column> columns = series_columns();
  const auto add_pair = [&](const std::string& name, const std::string& what) {
    columns.push_back({name, ColumnType::number, "", what + "."});
    columns.push_back({name + "_se", ColumnType::number, "", "Monte Carlo standard error of " + name + "."});
  };
  add_pair("mean", "Mean over paths");
  add_pair("sd", "Standard deviation over paths");
  for (const double level : kQuantileLevels)
    add_pair("q" + padded(level_text(level)), format("{} % quantile", 100.0 * level));
  add_pair("shortfall_05", "Mean of the lowest 5 % of paths");
  for (const Column& column : {kStatus, kRealised, kPercentile}) columns.push_back(column);
  Table table("summary", "Summary of every target, one week a row", std::move(columns));
  for_each_series_week(results, [&](const ScenarioResult& result, std::size_t, const SeriesResult& series, int w) {
    const SeriesWeek& week = series.weeks[static_cast<std::size_t>(w)];
    std::vector<Cell> row = series_cells(result, series.series, w);
    const auto add = [&](const Estimate& estimate) {
      row.insert(row.end(), {estimate.value, estimate.standard_error});
    };
    add(week.summary.mean);
    add(week.summary.standard_deviation);
    for (const Estimate& quantile : week.summary.quantiles) add(quantile);
    add(week.summary.shortfall);
    row.emplace_back(status_of(series.series));
    append_realised(week, row);
    table.append(std::move(row));
  });
  return table;
}

Table bridge_table(const std::vector<ScenarioResult>& results) {
  std::vector<Column> columns = {{"scenario", ColumnType::text, "", "Name of the scenario."},
                                 {"as_of", ColumnType::date, "", "Nothing published after this day was read."},
                                 {"horizon", ColumnType::integer, "weeks", "Weeks ahead."},
                                 {"week_end", ColumnType::date, "", "Friday on which the week ends."}};
  for (Column& column : member_columns()) columns.push_back(std::move(column));
  columns.push_back({"unit", ColumnType::text, "", "musd: million USD."});
  columns.push_back({"opening_aum", ColumnType::number, "musd", "Mean AUM at the end of the week before."});
  columns.push_back({"net_flow", ColumnType::number, "musd", "Mean net flow of the week."});
  columns.push_back({"market_effect", ColumnType::number, "musd", "Mean change of AUM by prices."});
  columns.push_back({"closing_aum", ColumnType::number, "musd", "Mean AUM at the end of the week."});
  columns.push_back(kStatus);
  Table table("bridge", "From opening to closing AUM", std::move(columns));
  for_each_series_week(
      results, [&](const ScenarioResult& result, std::size_t index, const SeriesResult& closing, int w) {
        if (closing.series.target != Target::aum) return;
        const auto mean = [&](Target target) {
          const auto found = std::find_if(
              result.simulation.series.begin(), result.simulation.series.end(), [&](const SeriesResult& other) {
                return other.series.target == target && other.series.key == closing.series.key;
              });
          EBBTIDE_REQUIRE(found != result.simulation.series.end());
          return found->weeks[static_cast<std::size_t>(w)].summary.mean.value;
        };
        EBBTIDE_REQUIRE(index < result.simulation.series.size());
        const double end = closing.weeks[static_cast<std::size_t>(w)].summary.mean.value;
        const double flow = mean(Target::net_flow), market = mean(Target::market_effect);
        // A week opens where the week before closed; the first with what its closing leaves when flow and market are
        // taken off.
        const double opening =
            w > 0 ? closing.weeks[static_cast<std::size_t>(w) - 1].summary.mean.value : end - flow - market;
        std::vector<Cell> row = {result.scenario.name, result.scenario.as_of, static_cast<std::int64_t>(w + 1),
                                 add_weeks(result.model.calibration->week_one, w)};
        append_member(closing.series.key, row);
        row.insert(row.end(), {std::string("musd"), opening, flow, market, end, status_of(closing.series)});
        table.append(std::move(row));
      });
  return table;
}

bool threshold_holds(const Threshold& threshold, double probability) {
  return threshold.at_most ? probability <= threshold.probability : probability >= threshold.probability;
}

Table events_table(const std::vector<ScenarioResult>& results) {
  Table table(
      "events", "Probabilities of events",
      {{"scenario", ColumnType::text, "", "Name of the scenario."},
       {"event", ColumnType::text, "", "Name of the event."},
       {"description", ColumnType::text, "", "What must happen."},
       {"probability", ColumnType::number, "", "Share of paths on which it happens, 0 to 1."},
       {"mc_se", ColumnType::number, "", "Monte Carlo standard error of the probability."},
       {"delta", ColumnType::number, "", "Probability less the baseline's; empty without a baseline."},
       {"delta_mc_se", ColumnType::number, "", "Monte Carlo standard error of the difference."},
       {"threshold", ColumnType::text, "", "Bound that the scenario sets on the probability; empty for none."},
       {"ok", ColumnType::text, "", "true when the bound holds, false when it is broken; empty without a bound."},
       {"realised", ColumnType::text, "", "yes or no where the weeks are published; empty until known."}});
  for (const ScenarioResult& result : results) {
    for (std::size_t i = 0; i < result.simulation.events.size(); ++i) {
      const EventResult& event = result.simulation.events[i];
      std::vector<Cell> place = {result.scenario.name, event.event.name, event.event.text, event.probability.value,
                                 event.probability.standard_error};
      const bool has_delta = i < result.event_deltas.size() && result.event_deltas[i];
      place.push_back(has_delta ? Cell(result.event_deltas[i]->value) : Cell(std::monostate{}));
      place.push_back(has_delta ? Cell(result.event_deltas[i]->standard_error) : Cell(std::monostate{}));
      const Cell realised = event.realised ? Cell(std::string(*event.realised ? "yes" : "no")) : Cell(std::monostate{});
      bool bounded = false;
      for (const Threshold& threshold : result.scenario.thresholds) {
        if (threshold.event != event.event.name) continue;
        bounded = true;
        std::vector<Cell> row = place;
        row.emplace_back(
            format("{} {} %", threshold.at_most ? "at most" : "at least", number_text(100.0 * threshold.probability)));
        row.emplace_back(std::string(threshold_holds(threshold, event.probability.value) ? "true" : "false"));
        row.push_back(realised);
        table.append(std::move(row));
      }
      if (bounded) continue;
      place.insert(place.end(), {std::monostate{}, std::monostate{}, realised});
      table.append(std::move(place));
    }
  }
  return table;
}

Table deltas_table(const std::vector<ScenarioResult>& results) {
  std::vector<Column> columns = series_columns();
  columns.erase(columns.begin() + 1);  // as_of is the baseline's too
  columns.insert(columns.begin() + 1, {"baseline", ColumnType::text, "", "Scenario the difference is taken to."});
  columns.push_back({"delta", ColumnType::number, "", "Mean less the baseline's mean, on the same random numbers."});
  columns.push_back({"mc_se", ColumnType::number, "", "Monte Carlo standard error of the paired difference."});
  Table table("deltas", "Differences to the baseline", std::move(columns));
  for_each_series_week(results,
                       [&](const ScenarioResult& result, std::size_t index, const SeriesResult& series, int week) {
                         if (result.deltas.empty() || result.deltas[index].empty()) return;
                         const Estimate& delta = result.deltas[index][static_cast<std::size_t>(week)];
                         std::vector<Cell> row = series_cells(result, series.series, week);
                         row[1] = *result.scenario.baseline;
                         row.insert(row.end(), {delta.value, delta.standard_error});
                         table.append(std::move(row));
                       });
  return table;
}

Table scenarios_table(const std::vector<ScenarioResult>& results) {
  Table table("scenarios", "What each scenario asked and got",
              {{"scenario", ColumnType::text, "", "Name of the scenario."},
               {"title", ColumnType::text, "", "One line for people."},
               {"why", ColumnType::text, "", "What the scenario asks."},
               {"source", ColumnType::text, "", "Where its size comes from."},
               {"universe", ColumnType::text, "", "Set of funds; empty for a market alone."},
               {"as_of", ColumnType::date, "", "Nothing published after this day was read."},
               {"week_one", ColumnType::date, "", "End of the first simulated week."},
               {"horizon", ColumnType::integer, "weeks", "Weeks simulated."},
               {"paths", ColumnType::integer, "", "Paths simulated."},
               {"seed", ColumnType::text, "", "Seed of the random numbers."},
               {"baseline", ColumnType::text, "", "Scenario the differences are taken to."},
               {"effective_sample_size", ColumnType::number, "",
                "Paths that carry the same information when weighted equally."},
               {"clip_rate", ColumnType::number, "", "Share of member weeks held at what the member owns."},
               {"condition", ColumnType::text, "", "Condition in one sentence; empty when there is none."},
               {"kind", ColumnType::text, "", "known: already published at as_of; hard, target, evidence, bound."},
               {"asked", ColumnType::number, "", "Value asked for, in the unit beside it."},
               {"unit", ColumnType::text, "", "% (simple percent) or bp."},
               {"got_mean", ColumnType::number, "", "Mean of the quantity over paths."},
               {"got_sd", ColumnType::number, "", "Standard deviation of the quantity over paths."},
               {"assumptions", ColumnType::integer, "",
                "Responses that the scenario states in place of the data's; those are in assumptions.csv."}});
  for (const ScenarioResult& result : results) {
    const Scenario& scenario = result.scenario;
    const SimulationResult& simulation = result.simulation;
    std::vector<Cell> place = {
        scenario.name,
        text_or_unknown(scenario.title),
        text_or_unknown(scenario.why),
        text_or_unknown(scenario.source),
        text_or_unknown(scenario.universe),
        scenario.as_of,
        result.model.calibration->week_one,
        static_cast<std::int64_t>(scenario.horizon_weeks),
        static_cast<std::int64_t>(scenario.paths),
        std::to_string(scenario.seed),
        value_or_unknown(scenario.baseline),
        simulation.weighting ? simulation.weighting->all.effective_sample_size : static_cast<double>(simulation.paths),
        simulation.member_weeks > 0
            ? static_cast<double>(simulation.clipped_member_weeks) / static_cast<double>(simulation.member_weeks)
            : 0.0};
    const auto assumed = static_cast<std::int64_t>(result.model.assumptions.size());
    bool any = false;
    for (const SeriesResult& series : simulation.series) {
      if (series.series.target != Target::condition) continue;
      any = true;
      const LinearConstraint& constraint = result.model.constraints[static_cast<std::size_t>(series.series.index)];
      std::vector<Cell> row = place;
      row.insert(row.end(),
                 {constraint.text, std::string(kind_text(constraint.kind)),
                  constraint.kind == ConditionKind::inequality ? Cell(std::monostate{}) : Cell(constraint.asked),
                  std::string(unit_text(constraint.unit)), series.weeks[0].summary.mean.value,
                  series.weeks[0].summary.standard_deviation.value, assumed});
      table.append(std::move(row));
    }
    if (any) continue;
    place.insert(place.end(), 6, std::monostate{});
    place.emplace_back(assumed);
    table.append(std::move(place));
  }
  return table;
}

Table recent_weeks_table(const std::vector<ScenarioResult>& results, std::size_t weeks) {
  Table table(
      "weeks", "Recent weeks as known at as_of",
      {{"universe", ColumnType::text, "", "Set of funds."},
       {"as_of", ColumnType::date, "", "Nothing published after this day was read."},
       {"week_end", ColumnType::date, "", "Friday on which the week ends."},
       {"net_flow", ColumnType::number, "musd", "Total net flow; where nobody published one, the smoothed mean."},
       {"flow_status", ColumnType::text, "", "seen: published; smoothed: filled by the model."},
       {"flow_sd", ColumnType::number, "musd", "Standard deviation of the flow: rounding, or of the smoother."},
       {"aum", ColumnType::number, "musd", "Total AUM at the week's end."},
       {"aum_status", ColumnType::text, "", "seen: published; reconstructed: from flows and returns."},
       {"aum_sd", ColumnType::number, "musd", "Standard deviation of AUM."},
       {"return", ColumnType::number, "%", "AUM-weighted return of the week, simple percent."}});
  std::set<std::pair<std::string, Date>> done;
  for (const ScenarioResult& result : results) {
    const Calibration& calibration = *result.model.calibration;
    if (!calibration.funds || !done.emplace(calibration.universe, calibration.as_of).second) continue;
    const std::size_t first = calibration.weeks.size() > weeks ? calibration.weeks.size() - weeks : 0;
    for (std::size_t i = first; i < calibration.weeks.size(); ++i) {
      const ReconstructedWeek& week = calibration.weeks[i];
      table.append({calibration.universe, calibration.as_of, week.week_end, week.net_flow_musd,
                    std::string(week.flow_seen ? "seen" : "smoothed"), week.net_flow_sd_musd, week.aum_musd,
                    std::string(week.aum_seen ? "seen" : "reconstructed"), week.aum_sd_musd, week.return_percent});
    }
  }
  return table;
}

}  // namespace ebbtide
