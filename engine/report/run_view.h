// The tables of a run looked up by what a reading sheet asks for: a scenario's weeks, its members, its events. Values
// are as in the tables: unknown stays unknown, units unchanged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/table_reader.h"
#include "report/run_tables.h"

namespace ebbtide {

enum class Dimension { asset, region, issuer };
inline constexpr Dimension kDimensions[] = {Dimension::asset, Dimension::region, Dimension::issuer};
std::string dimension_text(Dimension dimension);  // "asset"

// One row of the summary table: the law of one target for one member and week.
struct Law {
  std::string target, series, asset, region, issuer, unit, status;
  int horizon = 0;  // weeks ahead, 1 is the first
  std::optional<Date> week_end;
  std::optional<double> mean, mean_se, q05, q25, q50, q75, q95, shortfall_05, realised;
  std::optional<double> percentile;  // of the realised value, percent

  bool is_total() const { return asset.empty() && region.empty() && issuer.empty(); }
  // The member's name when this row is a margin along the dimension, "" otherwise.
  std::string member(Dimension dimension) const;
};

struct BridgeWeek {
  int horizon = 0;
  std::optional<Date> week_end;
  std::optional<double> opening_aum, net_flow, market_effect, closing_aum;  // musd
  std::string status;
};

struct EventRow {
  std::string event, description, threshold, ok, realised;
  std::optional<double> probability, mc_se, delta, delta_mc_se;  // shares, 0 to 1
};

struct ConditionRow {
  std::string condition, kind, unit, meaning;
  std::optional<double> asked, asked_sd, lower, upper, got_mean, got_sd;
};

struct AssumptionRow {
  std::string sentence, why;
};

// One part of the difference of a mean of the total to the baseline's.
struct DriverRow {
  std::string target, kind, driver;
  int horizon = 0;
  std::optional<double> contribution, mc_se;  // musd
};

struct Delta {
  std::optional<double> delta, mc_se;
};

struct HistoryWeek {
  Date week_end;
  std::optional<double> net_flow, aum;  // musd
  std::string flow_status, aum_status;  // seen; smoothed, reconstructed
};

struct ScenarioView {
  std::string name, title, why, source, universe, baseline;
  std::optional<Date> as_of, week_one;
  int horizon = 0;  // weeks
  Cell paths, seed, effective_sample_size;
  std::vector<Law> laws;           // in the order of the table
  std::vector<BridgeWeek> bridge;  // the total's weeks
  std::vector<EventRow> events;
  std::vector<ConditionRow> conditions;
  std::vector<AssumptionRow> assumptions;
  std::vector<DriverRow> drivers;    // of the total
  std::vector<HistoryWeek> history;  // weeks before week_one, oldest first

  // nullptr when the table has no such row.
  const Law* total(const std::string& target, int week) const;
  std::vector<const Law*> total_weeks(const std::string& target) const;
  const Law* member(const std::string& target, Dimension dimension, const std::string& member_name, int week) const;
  std::vector<std::string> members(Dimension dimension) const;  // display order
};

struct RunView {
  std::string title;
  std::vector<std::string> notes;
  std::vector<ScenarioView> scenarios;  // in the order of the scenarios table

  // Difference to the baseline for the total, unknown for the baseline itself.
  Delta delta(const std::string& scenario, const std::string& target, int week) const;

  struct DeltaRow {
    std::string scenario, target;
    int horizon = 0;
    Delta delta;
  };
  std::vector<DeltaRow> total_deltas;
};

// Throws InternalError when a table lacks a column that docs/output-format.md promises.
RunView view_of(const RunTables& run);

}  // namespace ebbtide
