// A made-up run with plausible numbers: deterministic, any number of scenarios and weeks, no simulation behind it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/format.h"
#include "report/run_tables.h"
#include "support/sample_columns.h"

namespace ebbtide::sample {

struct Member {
  std::string asset, region, issuer;
  double share = 1.0;
  bool inferred = false;
  bool has_aum = false;
};

inline std::vector<Member> members() {
  return {{"", "", "", 1.0, false, true},
          {"Bitcoin", "", "", 0.62, false, false},
          {"Ethereum", "", "", 0.24, false, false},
          {"Solana", "", "", 0.05, false, false},
          {"XRP", "", "", 0.04, false, false},
          {"Short Bitcoin", "", "", -0.01, false, false},
          {"Chainlink", "", "", 0.01, true, false},
          {"Other assets", "", "", 0.05, true, false},
          {"", "United States", "", 0.92, false, false},
          {"", "Germany", "", 0.03, false, false},
          {"", "Switzerland", "", 0.02, false, false},
          {"", "Sweden", "", -0.01, true, false},
          {"", "Other regions", "", 0.04, false, false},
          {"", "", "iShares", 0.55, false, true},
          {"", "", "Fidelity", 0.2, false, true},
          {"", "", "Grayscale", 0.1, false, true},
          {"", "", "Other issuers", 0.15, true, false}};
}

struct Scenario {
  std::string name, title, why, source, universe;
  Date as_of, week_one;
  double weekly_flow = 0.0;  // musd, drift of the total
};

inline Date day(int year, unsigned month, unsigned number) {
  return Date(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(number));
}

inline std::vector<Scenario> scenarios(int count) {
  std::vector<Scenario> list = {
      {"baseline", "No conditions: the model's own view", "Every other scenario is measured against it.", "",
       "global-etp", day(2026, 1, 19), day(2026, 1, 23), 350.0},
      {"cuts-fade", "Markets price out a cut while the dollar slips",
       "Two prints above consensus would move the front end by this much.",
       "Largest two-week repricing of 2025 (+21 bp to 2025-10-31).", "global-etp", day(2026, 1, 19), day(2026, 1, 23),
       -620.0},
      {"price-slump", "A fall in prices of the size of 2025-10-10", "How much leaves when bitcoin falls by a tenth?",
       "Week ended 2025-10-10.", "global-etp", day(2026, 1, 19), day(2026, 1, 23), -1450.0}};
  for (int i = 3; i < count; ++i) {
    const bool spot = i % 4 == 3;
    list.push_back({format("rate-dollar-grid[{}]", i - 2), format("Rates and dollar, cell {} of the grid", i - 2),
                    "A grid shows where the answer bends.", "", spot ? "us-spot-etf" : "global-etp",
                    spot ? day(2026, 3, 16) : day(2026, 1, 19), spot ? day(2026, 3, 20) : day(2026, 1, 23),
                    -300.0 + 110.0 * i});
  }
  return list;
}

inline const std::array<double, 9>& normal_quantiles() {
  static const std::array<double, 9> kValues = {-2.3263, -1.6449, -1.2816, -0.6745, 0.0,
                                                0.6745,  1.2816,  1.6449,  2.3263};
  return kValues;
}
inline const std::array<double, 9>& levels() {
  static const std::array<double, 9> kLevels = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
  return kLevels;
}

// One law: its mean and sd stand for everything, as if the variable were normal.
struct SampleLaw {
  std::string target, series, unit;
  Member member;
  double mean = 0.0, sd = 1.0;
  Cell realised, percentile;
};

inline double standard_error(double sd) {
  return sd / std::sqrt(6250.0);
}

inline void append_law(RunTables& run, const Scenario& scenario, int week, const SampleLaw& law) {
  const std::vector<Cell> key = {
      scenario.name,     scenario.as_of, std::int64_t{week}, add_weeks(scenario.week_one, week - 1),
      law.target,        law.series,     law.member.asset,   law.member.region,
      law.member.issuer, law.unit};
  const std::string status = law.member.inferred ? "inferred" : "seen";
  const double error = standard_error(law.sd);
  std::vector<Cell> wide = key;
  const auto statistic = [&](const std::string& type, Cell level, double value, double se) {
    wide.emplace_back(value);
    wide.emplace_back(se);
    std::vector<Cell> row = key;
    row.insert(row.end(), {type, std::move(level), value, se, status, law.realised, law.percentile});
    run.distribution.append(std::move(row));
  };
  statistic("mean", Cell(), law.mean, error);
  statistic("sd", Cell(), law.sd, error * 0.8);
  for (std::size_t i = 0; i < levels().size(); ++i) {
    statistic("quantile", levels()[i], law.mean + normal_quantiles()[i] * law.sd,
              error * (1.2 + std::fabs(normal_quantiles()[i])));
  }
  statistic("shortfall", 0.05, law.mean - 2.0627 * law.sd, error * 2.4);
  wide.insert(wide.end(), {status, law.realised, law.percentile});
  run.summary.append(std::move(wide));
}

inline double opening_aum(const Scenario& scenario) {
  return scenario.universe == "us-spot-etf" ? 118000.0 : 193000.0;
}

inline double scenario_return(const Scenario& scenario) {
  return scenario.weekly_flow / 100000.0;  // simple weekly return
}

inline double mean_aum(const Scenario& scenario, int week) {
  double aum = opening_aum(scenario);
  for (int i = 1; i <= week; ++i) aum = aum * (1.0 + scenario_return(scenario)) + scenario.weekly_flow;
  return aum;
}

inline void append_total_week(RunTables& run, const Scenario& scenario, int week) {
  const double flow = scenario.weekly_flow;
  const double aum = mean_aum(scenario, week);
  const bool past = scenario.universe == "global-etp" && week <= 2;
  for (const Member& member : members()) {
    const double spread = std::max(0.05, std::fabs(member.share));
    SampleLaw law{"net_flow", "", "musd", member, flow * member.share, 1150.0 * spread, Cell(), Cell()};
    const bool total = member.share == 1.0;
    if (past && total) {
      law.realised = week == 1 ? -1730.0 : 310.0;
      law.percentile = week == 1 ? 6.13 : 48.2;
    }
    append_law(run, scenario, week, law);
    append_law(run, scenario, week,
               {"cumulative_net_flow", "", "musd", member, flow * member.share * week,
                1150.0 * spread * std::sqrt(1.3 * week), Cell(), Cell()});
    if (member.has_aum) {
      append_law(
          run, scenario, week,
          {"aum", "", "musd", member, aum * member.share, 9300.0 * spread * std::sqrt(1.0 * week),
           past && total && week == 1 ? Cell(178000.0) : Cell(), past && total && week == 1 ? Cell(7.1) : Cell()});
    }
    if (total) {
      append_law(run, scenario, week,
                 {"net_flow_pct_aum", "", "%", member, 100.0 * flow / opening_aum(scenario), 0.6, Cell(), Cell()});
    }
  }
  append_law(run, scenario, week, {"factor", "cuts_priced_out", "bp", {}, flow < 0 ? 6.0 : 0.0, 7.5, Cell(), Cell()});
  append_law(run, scenario, week,
             {"return", "btc_usd", "%", {}, 100.0 * scenario_return(scenario), 6.8, Cell(), Cell()});
}

inline void append_bridge(RunTables& run, const Scenario& scenario, int week) {
  const double opening = mean_aum(scenario, week - 1);
  const double market = opening * scenario_return(scenario);
  run.bridge.append({scenario.name, scenario.as_of, std::int64_t{week}, add_weeks(scenario.week_one, week - 1), "", "",
                     "", "musd", opening, scenario.weekly_flow, market, opening + scenario.weekly_flow + market,
                     "seen"});
}

inline void append_deltas(RunTables& run, const Scenario& scenario, const Scenario& baseline, int week) {
  const auto row = [&](const std::string& target, double delta) {
    run.deltas.append({scenario.name, baseline.name, std::int64_t{week}, add_weeks(scenario.week_one, week - 1), target,
                       "", "", "", "", "musd", delta, 0.02 * std::fabs(delta)});
  };
  row("net_flow", scenario.weekly_flow - baseline.weekly_flow);
  row("cumulative_net_flow", week * (scenario.weekly_flow - baseline.weekly_flow));
  row("aum", mean_aum(scenario, week) - mean_aum(baseline, week));
}

inline void append_drivers(RunTables& run, const Scenario& scenario, const Scenario& baseline, int week) {
  const auto rows = [&](const std::string& target, double delta) {
    const auto row = [&](const std::string& kind, const Cell& driver, double value, const Cell& error) {
      run.drivers.append({scenario.name, baseline.name, std::int64_t{week}, add_weeks(scenario.week_one, week - 1),
                          target, "", "", "", "musd", kind, driver, value, error});
    };
    const double error = 0.02 * std::fabs(delta);
    row("condition", "change of cuts_priced_out in week 1", -0.15 * delta, Cell());
    row("condition", "return of bitcoin in week 1", 1.2 * delta, Cell());
    row("channel", target == "aum" ? "flows" : "persistence", 0.4 * delta, Cell());
    row("channel", target == "aum" ? "market effect" : "returns", 0.65 * delta, Cell());
    row("remainder", Cell(), -0.05 * delta, error);
    row("total", Cell(), delta, error);
  };
  rows("net_flow", scenario.weekly_flow - baseline.weekly_flow);
  rows("cumulative_net_flow", week * (scenario.weekly_flow - baseline.weekly_flow));
  rows("aum", mean_aum(scenario, week) - mean_aum(baseline, week));
}

inline void append_scenario(RunTables& run, const Scenario& scenario, int weeks) {
  const std::vector<Cell> head = {scenario.name,
                                  scenario.title,
                                  scenario.why,
                                  scenario.source,
                                  scenario.universe,
                                  scenario.as_of,
                                  scenario.week_one,
                                  std::int64_t{weeks},
                                  std::int64_t{100000},
                                  std::int64_t{20260119},
                                  scenario.name == "baseline" ? Cell() : Cell("baseline"),
                                  100000.0};
  const auto row = [&](const std::vector<Cell>& condition) {
    std::vector<Cell> cells = head;
    cells.insert(cells.end(), condition.begin(), condition.end());
    run.scenarios.append(std::move(cells));
  };
  const Cell assumed = std::int64_t{scenario.name == "cuts-fade" ? 1 : 0};
  if (scenario.weekly_flow > 0.0) return row({Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), assumed});
  row({"change of cuts_priced_out in week 1", "hard", 12.0, "bp", 12.0, 0.0, assumed});
  row({"return of bitcoin in week 1", "known", -6.5, "%", -6.5, 0.0, assumed});
  if (scenario.name != "cuts-fade") return;
  run.assumptions.append({scenario.name, "bitcoin", "cuts_priced_out", 10.0, "bp", -2.0, 1.0, 0.3, 0.4, "%",
                          "The desk's view.",
                          "response of bitcoin to cuts_priced_out, per +10 bp: stated -2 % (sd 1), the data say +0.3 % "
                          "(standard error 0.4)"});
}

inline void append_conditions(RunTables& run, const Scenario& scenario) {
  const Cell none;
  if (scenario.weekly_flow > 0.0) {
    std::vector<Cell> row(run.plausibility.columns().size());
    row[0] = scenario.name;
    row[1] = row[2] = std::int64_t{0};
    return run.plausibility.append(std::move(row));
  }
  const std::string asked = "cuts_priced_out, week 2: +12 bp";
  run.conditions.append({scenario.name, asked, "hard", 12.0, none, none, none, 12.0, 0.0, "bp", "holds on every path"});
  run.conditions.append({scenario.name, "bitcoin, week 0: -6.50 %", "known", -6.5, none, none, none, -6.5, 0.0, "%",
                         "published by as_of: holds on every path"});
  run.plausibility.append({scenario.name, std::int64_t{1}, std::int64_t{0}, 1.7, 0.21, 0.23, 0.004, none, none,
                           std::int64_t{1}, std::int64_t{470}, 78.0,
                           "conditions on later weeks move week 1 (equities -0.4 %, 0.2 sd)",
                           "p 0.21, q 1.7 on 1 condition; farther out than 78 % of past weeks; most like the weeks to "
                           "2022-09-23, 2025-10-31"});
  run.similar_weeks.append({scenario.name, std::int64_t{1}, day(2022, 9, 23), day(2022, 9, 23), 0.02, asked, 12.0, 12.4,
                            "bp", none, none, none, none});
  run.similar_weeks.append({scenario.name, std::int64_t{2}, day(2025, 10, 31), day(2025, 10, 31), 0.05, asked, 12.0,
                            11.0, "bp", -0.19, "seen", -1.42, "smoothed"});
}

inline void append_events(RunTables& run, const Scenario& scenario) {
  const double probability = std::clamp(0.12 - scenario.weekly_flow / 5000.0, 0.01, 0.6);
  const bool past = scenario.universe == "global-etp";
  const auto row = [&](const std::string& event, const std::string& words, double share, const std::string& realised) {
    std::vector<Cell> cells(10);
    cells[0] = scenario.name;
    cells[1] = event;
    cells[2] = words;
    cells[3] = share;
    cells[4] = 0.0031;
    if (scenario.name != "baseline") {
      cells[5] = share - 0.05;
      cells[6] = 0.0011;
    }
    if (event == "deep_trough") {
      cells[7] = "at most 10 %";
      cells[8] = share <= 0.1 ? "true" : "false";
    }
    if (!realised.empty()) cells[9] = realised;
    run.events.append(std::move(cells));
  };
  row("heavy_outflow", "Net flow of the total in week 1 below -1,500.0 USD m", probability, past ? "yes" : "");
  row("deep_trough", "Lowest AUM of the total in weeks 1 to 8 below 150.0 USD bn", probability / 3.0, "");
}

// Members side by side in week 1 and at the end.
inline void append_members(RunTables& run, const Scenario& scenario, int weeks) {
  const auto week_cells = [&](int week) {
    return std::vector<Cell>{scenario.name, scenario.as_of, std::int64_t{week}, add_weeks(scenario.week_one, week - 1)};
  };
  const auto add = [](Table& table, std::vector<Cell> row, const std::vector<Cell>& more) {
    row.insert(row.end(), more.begin(), more.end());
    table.append(std::move(row));
  };
  std::vector<std::string> regions;
  for (const Member& member : members()) {
    if (!member.region.empty() && member.region != "Other regions") regions.push_back(member.region);
  }
  const double error = 0.003;
  add(run.breadth, week_cells(1),
      {"region", std::int64_t{4}, 2.4, 0.01, std::int64_t{0}, std::int64_t{2}, std::int64_t{4}, 0.07, error, 0.41,
       error, 0.11, error, std::int64_t{4}, std::int64_t{3}});
  if (weeks > 1) {
    add(run.breadth, week_cells(weeks),
        {"region", std::int64_t{4}, 2.6, 0.01, std::int64_t{0}, std::int64_t{3}, std::int64_t{4}, 0.06, error, 0.52,
         error, 0.15, error, Cell(), Cell()});
  }
  for (const std::string& loses : regions) {
    add(run.rotation, week_cells(1), {"net_flow", "region", loses, Cell(), 0.21, error, "seen"});
    add(run.rotation, week_cells(1), {"net_flow", "region", Cell(), loses, 0.17, error, "seen"});
    for (const std::string& gains : regions) {
      if (gains != loses) add(run.rotation, week_cells(1), {"net_flow", "region", loses, gains, 0.3, error, "seen"});
    }
  }
  const double flow = scenario.weekly_flow;
  add(run.records, week_cells(1),
      {Cell(), Cell(), Cell(), std::int64_t{61}, -2910.0, 0.004, error, 4700.0, 0.021, error, flow - 1900.0,
       day(2025, 11, 21), flow, day(2026, 1, 9), flow + 1900.0, Cell()});
  for (const Member& member : members()) {
    if (!member.has_aum || member.issuer.empty()) continue;
    const double share = 100.0 * member.share;
    add(run.market_shares, week_cells(weeks),
        {Cell(), Cell(), member.issuer, share, 1.01 * share, error, 0.97 * share, error, 1.01 * share, error,
         1.04 * share, error, "seen"});
  }
}

inline void append_history(RunTables& run, const Scenario& scenario) {
  constexpr int kWeeks = 26;
  for (int i = kWeeks; i >= 1; --i) {
    const bool estimated = i % 6 == 0;
    const double flow = 900.0 * std::sin(0.9 * i) + 500.0;
    const double aum = opening_aum(scenario) - 2300.0 * i + 5200.0 * std::sin(0.5 * i);
    run.weeks.append({scenario.universe, scenario.as_of, add_weeks(scenario.week_one, -i), flow,
                      estimated ? "smoothed" : "seen", estimated ? Cell(640.0) : Cell(), aum,
                      i % 4 == 1 ? "seen" : "reconstructed", i % 4 == 1 ? Cell() : Cell(2100.0)});
  }
}

inline RunTables empty_run() {
  RunTables run;
  run.title = "Monday batch";
  run.created = day(2026, 1, 19);
  run.notes = {
      "Rate expectations are a proxy (the 2-year yield), not futures data.",
      "Three past weeks carry no published flow; they were filled by the model's own smoother and are marked."};
  run.distribution = Table("distribution", "Every statistic, one per row", distribution_columns());
  run.summary = Table("summary", "Statistics per scenario, target, member and week", summary_columns());
  run.bridge = Table("bridge", "From opening to closing AUM", bridge_columns());
  run.breadth = Table("breadth", "How many members take money in", breadth_columns());
  run.rotation = Table("rotation", "One loses what another gains", rotation_columns());
  run.records = Table("records", "Since when no known week was as large", record_columns());
  run.market_shares = Table("market_shares", "Shares of all AUM", share_columns());
  run.events = Table("events", "Probabilities of events", event_columns());
  run.drivers = Table("drivers", "What moved it away from the baseline", driver_columns());
  run.deltas = Table("deltas", "Differences to the baseline", delta_columns());
  run.scenarios = Table("scenarios", "Scenarios and their conditions", scenario_columns());
  run.conditions = Table("conditions", "What was asked and got", condition_columns());
  run.plausibility = Table("plausibility", "How plausible it is", plausibility_columns());
  run.similar_weeks = Table("similar_weeks", "Past weeks most like it", similar_week_columns());
  run.views = Table("views", "What each view asked, and got by reweighting paths",
                    {{"scenario", ColumnType::text, "", "Name of the scenario."},
                     {"view", ColumnType::text, "", "The view in one sentence."}});
  run.assumptions = Table("assumptions", "Responses stated", assumption_columns());
  run.weeks = Table("weeks", "Recent history", week_columns());
  return run;
}

inline RunTables sample_run(int scenario_count = 3, int weeks = 8) {
  RunTables run = empty_run();
  const std::vector<Scenario> list = scenarios(scenario_count);
  std::vector<std::string> with_history;
  for (const Scenario& scenario : list) {
    append_scenario(run, scenario, weeks);
    append_conditions(run, scenario);
    append_events(run, scenario);
    append_members(run, scenario, weeks);
    for (int week = 1; week <= weeks; ++week) {
      append_total_week(run, scenario, week);
      append_bridge(run, scenario, week);
      if (scenario.name == "baseline") continue;
      append_deltas(run, scenario, list.front(), week);
      append_drivers(run, scenario, list.front(), week);
    }
    if (std::find(with_history.begin(), with_history.end(), scenario.universe) != with_history.end()) continue;
    with_history.push_back(scenario.universe);
    append_history(run, scenario);
  }
  return run;
}

}  // namespace ebbtide::sample
