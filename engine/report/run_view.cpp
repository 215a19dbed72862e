#include "report/run_view.h"

#include <algorithm>
#include <map>

#include "core/contract.h"
#include "core/table_reader.h"

namespace ebbtide {
namespace {

using ScenarioIndex = std::map<std::string, std::size_t>;

ScenarioView scenario_of(const TableReader& table, std::size_t row) {
  ScenarioView view;
  view.name = table.text(row, "scenario");
  view.title = table.text(row, "title");
  view.why = table.text(row, "why");
  view.source = table.text(row, "source");
  view.universe = table.text(row, "universe");
  view.baseline = table.text(row, "baseline");
  view.as_of = table.date(row, "as_of");
  view.week_one = table.date(row, "week_one");
  view.horizon = table.whole(row, "horizon");
  view.paths = table.cell(row, "paths");
  view.seed = table.cell(row, "seed");
  view.effective_sample_size = table.cell(row, "effective_sample_size");
  return view;
}

ScenarioIndex read_scenarios(const Table& source, RunView& view) {
  const TableReader table(source);
  ScenarioIndex index;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool added = index.emplace(table.text(row, "scenario"), view.scenarios.size()).second;
    if (added) view.scenarios.push_back(scenario_of(table, row));
  }
  return index;
}

ScenarioView& scenario_at(RunView& view, const ScenarioIndex& index, const TableReader& table, std::size_t row) {
  const std::string name = table.text(row, "scenario");
  const auto found = index.find(name);
  if (found == index.end()) throw InternalError("no row in table scenarios for " + name);
  return view.scenarios[found->second];
}

void read_conditions(const Table& source, const ScenarioIndex& index, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ConditionRow condition;
    condition.condition = table.text(row, "condition");
    condition.kind = table.text(row, "kind");
    condition.unit = table.text(row, "unit");
    condition.meaning = table.text(row, "meaning");
    condition.asked = table.number(row, "asked");
    condition.asked_sd = table.number(row, "asked_sd");
    condition.lower = table.number(row, "lower");
    condition.upper = table.number(row, "upper");
    condition.got_mean = table.number(row, "got_mean");
    condition.got_sd = table.number(row, "got_sd");
    scenario_at(view, index, table, row).conditions.push_back(std::move(condition));
  }
}

void read_laws(const Table& source, const ScenarioIndex& index, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Law law;
    law.target = table.text(row, "target");
    law.series = table.text(row, "series");
    law.asset = table.text(row, "asset");
    law.region = table.text(row, "region");
    law.issuer = table.text(row, "issuer");
    law.unit = table.text(row, "unit");
    law.status = table.text(row, "status");
    law.horizon = table.whole(row, "horizon");
    law.week_end = table.date(row, "week_end");
    law.mean = table.number(row, "mean");
    law.mean_se = table.number(row, "mean_se");
    law.q05 = table.number(row, "q05");
    law.q25 = table.number(row, "q25");
    law.q50 = table.number(row, "q50");
    law.q75 = table.number(row, "q75");
    law.q95 = table.number(row, "q95");
    law.shortfall_05 = table.number(row, "shortfall_05");
    law.realised = table.number(row, "realised");
    law.percentile = table.number(row, "percentile");
    scenario_at(view, index, table, row).laws.push_back(std::move(law));
  }
}

void read_bridge(const Table& source, const ScenarioIndex& index, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool total =
        table.text(row, "asset").empty() && table.text(row, "region").empty() && table.text(row, "issuer").empty();
    if (!total) continue;
    scenario_at(view, index, table, row)
        .bridge.push_back({table.whole(row, "horizon"), table.date(row, "week_end"), table.number(row, "opening_aum"),
                           table.number(row, "net_flow"), table.number(row, "market_effect"),
                           table.number(row, "closing_aum"), table.text(row, "status")});
  }
}

void read_events(const Table& source, const ScenarioIndex& index, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    EventRow event;
    event.event = table.text(row, "event");
    event.description = table.text(row, "description");
    event.threshold = table.text(row, "threshold");
    event.ok = table.text(row, "ok");
    event.realised = table.text(row, "realised");
    event.probability = table.number(row, "probability");
    event.mc_se = table.number(row, "mc_se");
    event.delta = table.number(row, "delta");
    event.delta_mc_se = table.number(row, "delta_mc_se");
    scenario_at(view, index, table, row).events.push_back(std::move(event));
  }
}

void read_deltas(const Table& source, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool total = table.text(row, "asset").empty() && table.text(row, "region").empty() &&
                       table.text(row, "issuer").empty() && table.text(row, "series").empty();
    if (!total) continue;
    view.total_deltas.push_back({table.text(row, "scenario"),
                                 table.text(row, "target"),
                                 table.whole(row, "horizon"),
                                 {table.number(row, "delta"), table.number(row, "mc_se")}});
  }
}

void read_assumptions(const Table& source, const ScenarioIndex& index, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    scenario_at(view, index, table, row).assumptions.push_back({table.text(row, "in_words"), table.text(row, "why")});
  }
}

void read_drivers(const Table& source, const ScenarioIndex& index, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool total =
        table.text(row, "asset").empty() && table.text(row, "region").empty() && table.text(row, "issuer").empty();
    if (!total) continue;
    scenario_at(view, index, table, row)
        .drivers.push_back({table.text(row, "target"), table.text(row, "kind"), table.text(row, "driver"),
                            table.whole(row, "horizon"), table.number(row, "contribution"),
                            table.number(row, "mc_se")});
  }
}

// History belongs to a universe as known at a date; scenarios that share both share it.
void read_weeks(const Table& source, RunView& view) {
  const TableReader table(source);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::optional<Date> week_end = table.date(row, "week_end");
    if (!week_end) continue;
    for (ScenarioView& scenario : view.scenarios) {
      const bool same = scenario.universe == table.text(row, "universe") && scenario.as_of == table.date(row, "as_of");
      if (!same || (scenario.week_one && *week_end >= *scenario.week_one)) continue;
      scenario.history.push_back({*week_end, table.number(row, "net_flow"), table.number(row, "aum"),
                                  table.text(row, "flow_status"), table.text(row, "aum_status")});
    }
  }
  for (ScenarioView& scenario : view.scenarios) {
    std::stable_sort(scenario.history.begin(), scenario.history.end(),
                     [](const HistoryWeek& a, const HistoryWeek& b) { return a.week_end < b.week_end; });
  }
}

}  // namespace

std::string dimension_text(Dimension dimension) {
  switch (dimension) {
    case Dimension::asset:
      return "asset";
    case Dimension::region:
      return "region";
    case Dimension::issuer:
      return "issuer";
  }
  return "";
}

std::string Law::member(Dimension dimension) const {
  const std::string& own = dimension == Dimension::asset ? asset : dimension == Dimension::region ? region : issuer;
  const int named = (asset.empty() ? 0 : 1) + (region.empty() ? 0 : 1) + (issuer.empty() ? 0 : 1);
  return named == 1 ? own : "";
}

const Law* ScenarioView::total(const std::string& target, int week) const {
  for (const Law& law : laws) {
    if (law.horizon == week && law.target == target && law.is_total() && law.series.empty()) return &law;
  }
  return nullptr;
}

std::vector<const Law*> ScenarioView::total_weeks(const std::string& target) const {
  std::vector<const Law*> found;
  for (const Law& law : laws) {
    if (law.target == target && law.is_total() && law.series.empty()) found.push_back(&law);
  }
  return found;
}

const Law* ScenarioView::member(const std::string& target, Dimension dimension, const std::string& member_name,
                                int week) const {
  for (const Law& law : laws) {
    if (law.horizon == week && law.target == target && law.member(dimension) == member_name) return &law;
  }
  return nullptr;
}

std::vector<std::string> ScenarioView::members(Dimension dimension) const {
  std::vector<std::string> names;
  for (const Law& law : laws) {
    const std::string found = law.member(dimension);
    if (!found.empty() && std::find(names.begin(), names.end(), found) == names.end()) names.push_back(found);
  }
  return names;
}

Delta RunView::delta(const std::string& scenario, const std::string& target, int week) const {
  for (const DeltaRow& row : total_deltas) {
    if (row.scenario == scenario && row.target == target && row.horizon == week) return row.delta;
  }
  return {};
}

RunView view_of(const RunTables& run) {
  RunView view;
  view.title = run.title;
  view.notes = run.notes;
  const ScenarioIndex index = read_scenarios(run.scenarios, view);
  read_conditions(run.conditions, index, view);
  read_laws(run.summary, index, view);
  read_bridge(run.bridge, index, view);
  read_events(run.events, index, view);
  read_deltas(run.deltas, view);
  read_drivers(run.drivers, index, view);
  read_assumptions(run.assumptions, index, view);
  read_weeks(run.weeks, view);
  return view;
}

}  // namespace ebbtide
