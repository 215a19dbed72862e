#include "evaluation/member_tables.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contract.h"
#include "core/format.h"
#include "evaluation/series_rows.h"

namespace ebbtide {
namespace {

std::vector<Column> week_columns() {
  return {{"scenario", ColumnType::text, "", "Name of the scenario."},
          {"as_of", ColumnType::date, "", "Nothing published after this day was read."},
          {"horizon", ColumnType::integer, "weeks", "Weeks ahead."},
          {"week_end", ColumnType::date, "", "Friday on which the week ends."}};
}

std::vector<Cell> week_cells(const ScenarioResult& result, int week) {
  return {result.scenario.name, result.scenario.as_of, static_cast<std::int64_t>(week + 1),
          add_weeks(result.model.calibration->week_one, week)};
}

void add_estimate_columns(const std::string& name, const std::string& unit, const std::string& what,
                          std::vector<Column>& columns) {
  columns.push_back({name, ColumnType::number, unit, what});
  columns.push_back({name + "_se", ColumnType::number, unit, "Monte Carlo standard error of " + name + "."});
}

void append(const Estimate& estimate, std::vector<Cell>& row) {
  row.insert(row.end(), {estimate.value, estimate.standard_error});
}

const MemberPosterior& member_of(const ScenarioResult& result, std::size_t member) {
  return result.model.calibration->funds->members[member];
}

SeriesKey key_of(const MemberPosterior& member) {
  return margin_key(member.dimension, member.name);
}

// Of the total or a member.
std::optional<double> realised(const ScenarioResult& result, Target target, const SeriesKey& key, std::size_t week) {
  if (!result.realised) return std::nullopt;
  Series series;
  series.target = target;
  series.key = key;
  return result.realised(series, static_cast<int>(week));
}

// Smallest number of members that reaches the level.
std::int64_t count_quantile(const std::vector<double>& probability, double level) {
  double sum = 0.0;
  for (std::size_t count = 0; count + 1 < probability.size(); ++count) {
    sum += probability[count];
    if (sum >= level) return static_cast<std::int64_t>(count);
  }
  return static_cast<std::int64_t>(probability.size()) - 1;
}

constexpr std::array kBreadthLevels = {0.05, 0.25, 0.50, 0.75, 0.95};

std::string level_name(double level) {
  const int percent = static_cast<int>(std::lround(100.0 * level));
  return format("q{}{}", percent < 10 ? "0" : "", percent);
}

// Published flows of the members in one week: how many there are, and how many of them above zero.
std::pair<std::int64_t, std::int64_t> came_in(const ScenarioResult& result, const BreadthLaw& breadth,
                                              std::size_t week) {
  std::int64_t known = 0, inflows = 0;
  for (const std::size_t member : breadth.members) {
    const auto flow = realised(result, Target::net_flow, key_of(member_of(result, member)), week);
    if (!flow) continue;
    ++known;
    if (*flow > 0.0) ++inflows;
  }
  return {known, inflows};
}

bool any_week_came(const ScenarioResult& result, std::size_t week) {
  return realised(result, Target::net_flow, {}, week).has_value();
}

// The realised flow of a member over the window, or of all others together.
std::optional<double> realised_flow(const ScenarioResult& result, Target target, std::size_t week,
                                    std::optional<std::size_t> member, std::optional<std::size_t> other) {
  const auto of = [&](const SeriesKey& key) { return realised(result, target, key, week); };
  if (member) return of(key_of(member_of(result, *member)));
  const auto total = of({}), one = of(key_of(member_of(result, *other)));
  return total && one ? std::optional(*total - *one) : std::nullopt;
}

}  // namespace

Table breadth_table(const std::vector<ScenarioResult>& results) {
  std::vector<Column> columns = week_columns();
  columns.push_back({"dimension", ColumnType::text, "", "asset, region or issuer."});
  columns.push_back({"members", ColumnType::integer, "", "Named members that are simulated; residual ones are not."});
  add_estimate_columns("mean", "", "Mean number of members with an inflow.", columns);
  for (const double level : kBreadthLevels) {
    columns.push_back({level_name(level), ColumnType::integer, "",
                       format("{} % quantile: the smallest number that reaches it.", number_text(100.0 * level))});
  }
  add_estimate_columns("none", "", "Probability that no member has an inflow, 0 to 1.", columns);
  add_estimate_columns("most", "", "Probability that more than half of them have one, 0 to 1.", columns);
  add_estimate_columns("all", "", "Probability that every member has one, 0 to 1.", columns);
  columns.push_back(
      {"realised_known", ColumnType::integer, "", "Members whose flow is published; empty until the total's is."});
  columns.push_back({"realised_inflows", ColumnType::integer, "", "Those of them with an inflow."});
  Table table("breadth", "How many members take money in", std::move(columns));
  for (const ScenarioResult& result : results) {
    for (const BreadthLaw& breadth : result.simulation.members.breadth) {
      for (std::size_t w = 0; w < breadth.weeks.size(); ++w) {
        const BreadthWeek& week = breadth.weeks[w];
        std::vector<Cell> row = week_cells(result, static_cast<int>(w));
        row.emplace_back(std::string(dimension_text(breadth.dimension)));
        row.emplace_back(static_cast<std::int64_t>(breadth.members.size()));
        append(week.mean, row);
        for (const double level : kBreadthLevels) row.emplace_back(count_quantile(week.probability, level));
        for (const Estimate* each : {&week.none, &week.most, &week.all}) append(*each, row);
        if (any_week_came(result, w)) {
          const auto [known, inflows] = came_in(result, breadth, w);
          row.insert(row.end(), {known, inflows});
        } else {
          row.insert(row.end(), {std::monostate{}, std::monostate{}});
        }
        table.append(std::move(row));
      }
    }
  }
  return table;
}

Table rotation_table(const std::vector<ScenarioResult>& results) {
  std::vector<Column> columns = week_columns();
  columns.push_back({"target", ColumnType::text, "", "net_flow of week 1, or cumulative_net_flow of all weeks."});
  columns.push_back({"dimension", ColumnType::text, "", "asset, region or issuer."});
  columns.push_back({"loses", ColumnType::text, "", "Member with an outflow; empty: all others together."});
  columns.push_back({"gains", ColumnType::text, "", "Member with an inflow; empty: all others together."});
  add_estimate_columns("probability", "", "Share of paths on which both happen, 0 to 1.", columns);
  columns.push_back({"status", ColumnType::text, "", "inferred where one of the two was never published before."});
  columns.push_back({"realised", ColumnType::text, "", "yes or no where both flows are published; empty until known."});
  Table table("rotation", "One member loses what another gains", std::move(columns));
  for (const ScenarioResult& result : results) {
    const MemberStatistics& members = result.simulation.members;
    const auto add = [&](const std::vector<Rotation>& rotations, Target target, int week) {
      const auto w = static_cast<std::size_t>(week);
      for (const Rotation& rotation : rotations) {
        std::vector<Cell> row = week_cells(result, week);
        row.emplace_back(std::string(target_text(target)));
        const std::size_t named = rotation.loses ? *rotation.loses : *rotation.gains;
        row.emplace_back(std::string(dimension_text(member_of(result, named).dimension)));
        bool seen = true;
        for (const auto& member : {rotation.loses, rotation.gains}) {
          row.push_back(member ? Cell(member_of(result, *member).name) : Cell(std::monostate{}));
          seen = seen && (!member || member_of(result, *member).seen);
        }
        append(rotation.probability, row);
        row.emplace_back(std::string(seen ? "seen" : "inferred"));
        const auto lost = realised_flow(result, target, w, rotation.loses, rotation.gains);
        const auto gained = realised_flow(result, target, w, rotation.gains, rotation.loses);
        row.push_back(lost && gained ? Cell(std::string(*lost < 0.0 && *gained > 0.0 ? "yes" : "no"))
                                     : Cell(std::monostate{}));
        table.append(std::move(row));
      }
    };
    add(members.first_week, Target::net_flow, 0);
    add(members.whole_horizon, Target::cumulative_net_flow, result.scenario.horizon_weeks - 1);
  }
  return table;
}

Table records_table(const std::vector<ScenarioResult>& results) {
  constexpr std::array<std::size_t, 3> kShown = {1, 4, 7};  // 5, 50, 95 %, of kQuantileLevels
  std::vector<Column> columns = week_columns();
  for (Column& column : member_columns()) columns.push_back(std::move(column));
  columns.push_back({"known_weeks", ColumnType::integer, "", "Weeks before as_of whose flow is published."});
  columns.push_back({"first_known", ColumnType::date, "", "The first of them."});
  columns.push_back({"lowest", ColumnType::number, "musd", "The lowest flow among them."});
  add_estimate_columns("below_lowest", "", "Probability of a lower flow than all of them, 0 to 1.", columns);
  columns.push_back({"highest", ColumnType::number, "musd", "The highest flow among them."});
  add_estimate_columns("above_highest", "", "Probability of a higher flow than all of them, 0 to 1.", columns);
  for (const std::size_t q : kShown) {
    const std::string name = level_name(kQuantileLevels[q]);
    columns.push_back(
        {name, ColumnType::number, "musd", format("{} % quantile.", number_text(100.0 * kQuantileLevels[q]))});
    columns.push_back({name + "_since", ColumnType::date, "",
                       format("Last known week with a flow as large as {}, on its side of zero; empty: none.", name)});
    columns.push_back({name + "_since_flow", ColumnType::number, "musd", "Its flow."});
  }
  Table table("records", "Since when no known week was as large", std::move(columns));
  for_each_series_week(results, [&](const ScenarioResult& result, std::size_t, const SeriesResult& series, int w) {
    const SeriesWeek& week = series.weeks[static_cast<std::size_t>(w)];
    if (!week.record) return;
    const std::vector<KnownFlow>& known = result.known_flows->at(series.series.key);
    const auto [lowest, highest] = std::minmax_element(
        known.begin(), known.end(), [](const KnownFlow& a, const KnownFlow& b) { return a.musd < b.musd; });
    std::vector<Cell> row = week_cells(result, w);
    append_member(series.series.key, row);
    row.insert(row.end(), {static_cast<std::int64_t>(known.size()), known.front().week_end, lowest->musd});
    append(week.record->lowest, row);
    row.emplace_back(highest->musd);
    append(week.record->highest, row);
    for (const std::size_t q : kShown) {
      const double flow = week.summary.quantiles[q].value;
      const auto record = flow_record(known, add_weeks(result.model.calibration->week_one, w), flow);
      const bool since = record && record->since;
      row.insert(row.end(), {flow, since ? Cell(*record->since) : Cell(std::monostate{}),
                             since ? Cell(record->since_musd) : Cell(std::monostate{})});
    }
    table.append(std::move(row));
  });
  return table;
}

Table market_shares_table(const std::vector<ScenarioResult>& results) {
  std::vector<Column> columns = week_columns();
  for (Column& column : member_columns()) columns.push_back(std::move(column));
  columns.push_back({"opening", ColumnType::number, "%", "Share of all AUM at the opening of week 1."});
  add_estimate_columns("mean", "%", "Mean share at the end of the week.", columns);
  add_estimate_columns("sd", "%", "Standard deviation over paths.", columns);
  for (const double level : kQuantileLevels)
    add_estimate_columns(level_name(level), "%", format("{} % quantile.", number_text(100.0 * level)), columns);
  columns.push_back({"status", ColumnType::text, "", "inferred where the member's AUM rests on declared shares."});
  columns.push_back({"realised", ColumnType::number, "%", "What came, where both AUM are published."});
  columns.push_back({"percentile", ColumnType::number, "%", "Share of paths below it, ties counted half."});
  Table table("market_shares", "Shares of all AUM", std::move(columns));
  for (const ScenarioResult& result : results) {
    for (const MarketShare& share : result.simulation.members.market_shares) {
      const MemberPosterior& member = member_of(result, share.member);
      std::vector<Cell> row = week_cells(result, share.week);
      append_member(key_of(member), row);
      row.emplace_back(share.opening);
      append(share.summary.mean, row);
      append(share.summary.standard_deviation, row);
      for (const Estimate& quantile : share.summary.quantiles) append(quantile, row);
      row.emplace_back(std::string(member.aum_status == AumStatus::inferred || !member.seen ? "inferred" : "seen"));
      row.push_back(value_or_unknown(share.realised));
      row.push_back(value_or_unknown(share.realised ? std::optional(share.percentile) : std::nullopt));
      table.append(std::move(row));
    }
  }
  return table;
}

}  // namespace ebbtide
