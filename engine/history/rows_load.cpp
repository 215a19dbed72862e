#include "history/rows_load.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/format.h"
#include "history/finding_codes.h"
#include "text/csv.h"
#include "text/scalar.h"

namespace ebbtide {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

// Typed fields of one row; what does not parse is reported.
class RowReader {
 public:
  RowReader(const CsvFile& csv, const CsvRow& row, Findings& findings) : csv_(csv), row_(row), findings_(findings) {}

  const std::string& text(std::size_t field) const { return row_.fields[field].text; }

  std::optional<Date> date(std::size_t field) {
    const auto parsed = parse_date(text(field));
    if (!parsed) error(field, code::kInvalidDate, format("'{}' is no date", text(field)), "a date like 2026-01-23", "");
    return parsed;
  }

  std::optional<double> number(std::size_t field) {
    const auto parsed = parse_number(text(field));
    if (!parsed)
      error(field, code::kInvalidNumber, format("'{}' is no number", text(field)), "a number like -1730.5", "");
    return parsed;
  }

  void error(std::size_t field, const std::string& finding_code, const std::string& problem,
             const std::string& expected, const std::string& suggestion) {
    csv_error(csv_, row_, static_cast<int>(field), finding_code, problem, expected, suggestion, findings_);
  }

  void missing_level(std::size_t field) {
    Finding finding;
    finding.code = code::kMissingLevel;
    finding.severity = Severity::warning;
    finding.where = {csv_.file, row_.line, row_.fields[field].column};
    finding.source_line = csv_.lines[static_cast<std::size_t>(row_.line - 1)];
    finding.problem = format("'{}' has no level after its series began", csv_.header[field]);
    finding.expected = "a level in every week; two weekly changes are unknown without it";
    findings_.add(std::move(finding));
  }

 private:
  const CsvFile& csv_;
  const CsvRow& row_;
  Findings& findings_;
};

std::optional<Observation> read_observation(RowReader& reader, int line) {
  const auto week_end = reader.date(0);
  const auto published = reader.date(1);
  const auto value = reader.number(5);
  const auto rounding = reader.number(6);
  if (!week_end || !published || !value || !rounding) return std::nullopt;
  Observation row;
  row.week_end = *week_end;
  row.published = *published;
  row.key = {reader.text(2), reader.text(3), reader.text(4)};
  row.value_musd = *value;
  row.rounding_musd = *rounding;
  row.source = reader.text(7);
  row.confidence = reader.text(8);
  row.line = line;
  return row;
}

void no_rows(const std::string& file, Findings& findings) {
  Finding finding;
  finding.code = code::kNoRows;
  finding.where = {file, 1, 0};
  finding.problem = "the file has a header and no rows";
  finding.expected = "at least one row";
  findings.add(std::move(finding));
}

std::vector<std::string> level_columns(const MarketSpec* market) {
  std::vector<std::string> columns;
  if (!market) return columns;
  columns.emplace_back("week_end");
  for (const MarketSeries& series : market->series) columns.push_back(series.name);
  return columns;
}

// Series whose logarithm is taken: their levels must be positive.
std::vector<bool> logged_series(const MarketSpec* market, std::size_t count) {
  std::vector<bool> logged(count, false);
  if (!market) return logged;
  for (const MarketVariable& variable : market->variables) {
    if (variable.transform == Transform::log_change) logged[market->series_index(variable.series).value_or(0)] = true;
  }
  return logged;
}

// `began` says which series had a level in an earlier week; an empty field after that is a warning.
std::vector<double> read_levels(RowReader& reader, const std::vector<bool>& logged, std::vector<bool>& began) {
  std::vector<double> levels(logged.size(), kAbsent);
  for (std::size_t series = 0; series < logged.size(); ++series) {
    const std::size_t field = series + 1;
    if (reader.text(field).empty()) {
      if (began[series]) reader.missing_level(field);
      continue;
    }
    began[series] = true;
    const auto value = reader.number(field);
    if (value && logged[series] && !(*value > 0.0)) {
      reader.error(field, code::kInvalidLevel, format("the level is {}", reader.text(field)),
                   "a positive number: its log change is taken", "leave the field empty where there is no level");
    }
    levels[series] = value.value_or(kAbsent);
  }
  return levels;
}

// Weeks are Fridays, each seven days after the one before.
void check_week(RowReader& reader, Date week_end, const std::optional<Date>& before) {
  if (!is_friday(week_end)) {
    reader.error(0, code::kNotAFriday, format("{} is a {}", date_text(week_end), weekday_text(week_end)), "a Friday",
                 format("the week of that day ends on {}", date_text(week_end_of(week_end))));
  } else if (before && week_end != add_weeks(*before, 1)) {
    reader.error(0, code::kWeekGap, format("{} follows {}", date_text(week_end), date_text(*before)),
                 format("{}: one row for every week", date_text(add_weeks(*before, 1))), "");
  }
}

}  // namespace

std::optional<std::vector<Observation>> load_observations(const std::string& file, Measure measure,
                                                          const Universe* universe, Findings& findings) {
  Findings own;
  const std::vector<std::string>& columns = observation_columns(measure);
  const auto csv = load_csv(file, columns, own);
  std::vector<Observation> rows;
  if (csv) {
    if (csv->rows.empty()) no_rows(file, own);
    std::map<std::pair<Date, SeriesKey>, int> seen;
    for (const CsvRow& csv_row : csv->rows) {
      RowReader reader(*csv, csv_row, own);
      const auto row = read_observation(reader, csv_row.line);
      if (!row) continue;
      std::vector<RowProblem> problems = row_problems(*row, measure, universe);
      const auto [first, is_new] = seen.try_emplace({row->week_end, row->key}, row->line);
      if (!is_new) problems.push_back(duplicate_problem(*row, first->second));
      for (const RowProblem& problem : problems) {
        const auto column = std::find(columns.begin(), columns.end(), problem.column) - columns.begin();
        reader.error(static_cast<std::size_t>(column), problem.code, problem.problem, problem.expected,
                     problem.suggestion);
      }
      rows.push_back(*row);
    }
  }
  findings.append(own);
  if (!csv || own.has_errors()) return std::nullopt;
  return rows;
}

std::optional<Levels> load_levels(const std::string& file, const MarketSpec* market, Findings& findings) {
  Findings own;
  const auto csv = load_csv(file, level_columns(market), own);
  Levels levels;
  if (csv) {
    if (csv->rows.empty()) no_rows(file, own);
    const std::vector<bool> logged = logged_series(market, csv->header.size() - 1);
    std::vector<bool> began(logged.size(), false);
    std::optional<Date> before;
    for (const CsvRow& csv_row : csv->rows) {
      RowReader reader(*csv, csv_row, own);
      const auto week_end = reader.date(0);
      if (week_end) {
        check_week(reader, *week_end, before);
        if (!before) levels.first_week = *week_end;
        before = week_end_of(*week_end);
      }
      levels.values.push_back(read_levels(reader, logged, began));
    }
  }
  findings.append(own);
  if (!csv || own.has_errors()) return std::nullopt;
  return levels;
}

}  // namespace ebbtide
