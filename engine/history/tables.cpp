#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <set>

#include "core/format.h"
#include "history/check.h"

namespace ebbtide {
namespace {

constexpr int kAbsent = -1;

// A name as part of a column name: "United States" gives "united_states".
std::string snake(const std::string& name) {
  std::string text;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    text += upper ? static_cast<char>(c - 'A' + 'a') : word ? c : '_';
  }
  return text;
}

Cell cell_of(const std::optional<double>& value) {
  return value ? Cell(*value) : Cell(std::monostate{});
}

std::optional<double> value_of(const std::optional<Figure>& figure) {
  return figure ? std::optional<double>(figure->value_musd) : std::nullopt;
}

// Total less the members listed in the week; nullopt without a total or without any listed member.
std::optional<double> residual(const HistoryView& view, Dimension dimension, const std::set<std::string>& names,
                               Date week_end) {
  const auto total = view.flow({}, week_end);
  if (!total) return std::nullopt;
  double sum = 0.0;
  bool any = false;
  for (const std::string& name : names) {
    const auto flow = view.flow(margin_key(dimension, name), week_end);
    if (!flow) continue;
    any = true;
    sum += flow->value_musd;
  }
  return any ? std::optional<double>(total->value_musd - sum) : std::nullopt;
}

std::set<std::string> named_members(const Universe& universe, Dimension dimension) {
  std::set<std::string> names;
  for (const Member& member : universe.of(dimension)) {
    if (!member.residual) names.insert(member.name);
  }
  return names;
}

// One line of the coverage table and where its values come from.
struct Series {
  std::string measure;
  std::string dimension;
  std::string member;
  std::function<std::optional<double>(Date)> value;
  Date first;
  Date last;
  bool is_residual = false;
};

int year_of(Date date) {
  return static_cast<int>(std::chrono::year_month_day(date).year());
}

void append_coverage(const Series& series, Table& table) {
  Date week = series.first;
  while (week <= series.last) {
    const int year = year_of(week);
    std::int64_t seen = 0;
    std::int64_t missing = 0;
    std::optional<Date> first;
    std::optional<Date> last;
    double largest = kAbsent;
    for (; week <= series.last && year_of(week) == year; week = add_weeks(week, 1)) {
      const auto value = series.value(week);
      if (!value) {
        ++missing;
        continue;
      }
      ++seen;
      if (!first) first = week;
      last = week;
      largest = std::max(largest, std::abs(*value));
    }
    const auto date_cell = [](const std::optional<Date>& date) { return date ? Cell(*date) : Cell(std::monostate{}); };
    table.append({series.measure, series.dimension, series.member, static_cast<std::int64_t>(year), seen, missing,
                  date_cell(first), date_cell(last),
                  series.is_residual && largest >= 0.0 ? Cell(largest) : Cell(std::monostate{})});
  }
}

std::vector<Series> coverage_series(const HistoryView& view) {
  const Universe& universe = view.universe();
  std::vector<Series> list;
  if (const auto first = view.first_flow_week()) {
    const Date last = *view.last_flow_week();
    const auto add = [&](const std::string& dimension, const std::string& member, const SeriesKey& key) {
      list.push_back({"net_flow", dimension, member, [&view, key](Date week) { return value_of(view.flow(key, week)); },
                      *first, last});
      list.push_back(
          {"aum", dimension, member, [&view, key](Date week) { return value_of(view.aum(key, week)); }, *first, last});
    };
    add("total", "", {});
    for (const Dimension dimension : kDimensions) {
      const std::string text(dimension_text(dimension));
      for (const Member& member : universe.of(dimension)) {
        if (!member.residual) add(text, member.name, margin_key(dimension, member.name));
        for (const std::string& name : member.includes) add(text, name, margin_key(dimension, name));
      }
      const std::set<std::string> names = named_members(universe, dimension);
      list.push_back({"net_flow", text, "(residual)",
                      [&view, dimension, names](Date week) { return residual(view, dimension, names, week); }, *first,
                      last, true});
    }
  }
  for (std::size_t i = 0; i < view.market().series.size(); ++i) {
    list.push_back({"level", "market", view.market().series[i].name,
                    [&view, i](Date week) { return view.level(i, week); }, view.first_market_week(),
                    view.last_market_week()});
  }
  return list;
}

// A column of the weeks table and how to fill it.
struct WeekColumn {
  Column column;
  std::function<std::optional<double>(Date)> value;
};

std::vector<WeekColumn> week_columns(const HistoryView& view) {
  const Universe& universe = view.universe();
  std::vector<WeekColumn> columns;
  const auto flow = [&](const std::string& name, const SeriesKey& key) {
    columns.push_back({{"net_flow_" + name, ColumnType::number, "musd", "Net flow of " + key_text(key)},
                       [&view, key](Date week) { return value_of(view.flow(key, week)); }});
  };
  const auto aum = [&](const std::string& name, const SeriesKey& key) {
    columns.push_back({{"aum_" + name, ColumnType::number, "musd", "AUM of " + key_text(key)},
                       [&view, key](Date week) { return value_of(view.aum(key, week)); }});
  };
  flow("total", {});
  aum("total", {});
  for (const Dimension dimension : kDimensions) {
    const std::string text(dimension_text(dimension));
    for (const Member& member : universe.of(dimension)) {
      if (member.residual) continue;
      const SeriesKey key = margin_key(dimension, member.name);
      flow(text + '_' + snake(member.name), key);
      if (universe.cells_observed) aum(text + '_' + snake(member.name), key);
    }
    const std::set<std::string> names = named_members(universe, dimension);
    columns.push_back({{"residual_" + text, ColumnType::number, "musd", "Total less the members listed that week"},
                       [&view, dimension, names](Date week) { return residual(view, dimension, names, week); }});
  }
  for (std::size_t i = 0; i < view.market().variables.size(); ++i) {
    const MarketVariable& variable = view.market().variables[i];
    columns.push_back({{variable.name, ColumnType::number, std::string(unit_text(variable.unit)), variable.title},
                       [&view, i](Date week) { return view.displayed(i, week); }});
  }
  return columns;
}

}  // namespace

Table coverage_table(const History& history) {
  const HistoryView view = history.complete();
  Table table(
      "coverage", "Weeks with a figure, by series and year",
      {{"measure", ColumnType::text, "", "net_flow, aum or level"},
       {"dimension", ColumnType::text, "", "total, asset, region, issuer or market"},
       {"member", ColumnType::text, "", "Member or market series; (residual) is the total less the members listed"},
       {"year", ColumnType::integer, "", "Calendar year of the week end"},
       {"weeks_seen", ColumnType::integer, "weeks", "Weeks with a figure"},
       {"weeks_missing", ColumnType::integer, "weeks", "Weeks of the history in that year without one"},
       {"first_week", ColumnType::date, "", "First week end with a figure"},
       {"last_week", ColumnType::date, "", "Last week end with a figure"},
       {"largest_residual", ColumnType::number, "musd", "Largest absolute residual of the year"}});
  for (const Series& series : coverage_series(view)) append_coverage(series, table);
  return table;
}

Table weeks_table(const History& history) {
  const HistoryView view = history.complete();
  const std::vector<WeekColumn> values = week_columns(view);
  std::vector<Column> columns = {{"week_end", ColumnType::date, "", "Friday on which the week ended"},
                                 {"status", ColumnType::text, "", "seen or missing: the total flow of the week"}};
  for (const WeekColumn& value : values) columns.push_back(value.column);
  Table table("weeks", "Every week as published", std::move(columns));
  const auto first = view.first_flow_week();
  if (!first) return table;
  const Date last = std::max(*view.last_flow_week(), view.last_market_week());
  for (Date week = *first; week <= last; week = add_weeks(week, 1)) {
    std::vector<Cell> row = {week, std::string(view.flow({}, week) ? "seen" : "missing")};
    for (const WeekColumn& value : values) row.push_back(cell_of(value.value(week)));
    table.append(std::move(row));
  }
  return table;
}

}  // namespace ebbtide
