#include "history/rows_load.h"

#include <algorithm>
#include <array>
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

// What a spreadsheet may have made of a number.
std::string number_hint(const std::string& text) {
  if (text.empty()) return "leave out the row of a figure that is not known; 0 only when it is 0";
  if (text.find(',') != std::string::npos) return "the decimal point is '.', and thousands are not separated";
  if (text.find("\xE2\x88\x92") != std::string::npos) return "the minus sign is U+2212; write '-'";
  if (text.front() == '(' && text.back() == ')') return "a figure below zero begins with '-'";
  return "";
}

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
    if (!parsed) {
      error(field, code::kInvalidNumber, format("'{}' is no number", text(field)), "a number like -1730.5",
            number_hint(text(field)));
    }
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

constexpr std::size_t kNoField = static_cast<std::size_t>(-1);

// Where the columns of flows.csv or aum.csv stand in a file that may leave some out.
struct Fields {
  std::size_t week_end, published, asset, region, issuer, value, rounding, source, confidence;

  Fields(const std::vector<std::string>& header, Measure measure) {
    const std::array<std::size_t*, 9> places = {&week_end, &published, &asset,  &region,    &issuer,
                                                &value,    &rounding,  &source, &confidence};
    const std::vector<std::string>& columns = observation_columns(measure);
    for (std::size_t i = 0; i < places.size(); ++i) *places[i] = place(header, columns[i]);
  }

  static std::size_t place(const std::vector<std::string>& header, const std::string& column) {
    const auto found = std::find(header.begin(), header.end(), column);
    return found == header.end() ? kNoField : static_cast<std::size_t>(found - header.begin());
  }
};

// 0.01 for "-12.30", 1 for "120", 100 for "1.2e3".
double unit_of_last_digit(const std::string& number) {
  const std::size_t exponent = std::min(number.find_first_of("eE"), number.size());
  const std::size_t point = std::min(number.find('.'), exponent);
  const auto decimals = static_cast<double>(point == exponent ? 0 : exponent - point - 1);
  const double power = exponent == number.size() ? 0.0 : parse_number(number.substr(exponent + 1)).value_or(0.0);
  return std::pow(10.0, power - decimals);
}

std::optional<Observation> read_observation(RowReader& reader, const Fields& fields, const PublicationRule& rule,
                                            int line) {
  const auto text = [&reader](std::size_t field) { return field == kNoField ? std::string() : reader.text(field); };
  const auto week_end = reader.date(fields.week_end);
  const auto published = fields.published == kNoField ? week_end : reader.date(fields.published);
  const auto value = reader.number(fields.value);
  const auto rounding = fields.rounding == kNoField ? value : reader.number(fields.rounding);
  if (!week_end || !published || !value || !rounding) return std::nullopt;
  Observation row;
  row.week_end = *week_end;
  row.published =
      fields.published == kNoField ? rule.calendar.add_business_days(*week_end, rule.lag_business_days) : *published;
  row.key = {reader.text(fields.asset), reader.text(fields.region), reader.text(fields.issuer)};
  row.value_musd = *value;
  row.rounding_musd = fields.rounding == kNoField ? unit_of_last_digit(reader.text(fields.value)) : *rounding;
  row.source = text(fields.source);
  row.confidence = text(fields.confidence);
  row.line = line;
  return row;
}

// Problems of rows in the order of the file. Names that the universe does not know, and figures in another unit, tend
// to stand in every row: they are told once, with how often.
class RowProblems {
 public:
  void add(const CsvRow& row, std::size_t field, RowProblem problem) {
    const bool is_name = problem.code == code::kUnknownMember;
    if (is_name || problem.code == code::kAbsurdValue) {
      const auto [first, is_new] =
          first_.try_emplace({field, is_name ? row.fields[field].text : std::string()}, kept_.size());
      if (!is_new) {
        ++kept_[first->second].more_rows;
        return;
      }
    }
    kept_.push_back({&row, field, std::move(problem), 0});
  }

  void report(const CsvFile& csv, Findings& findings) const {
    for (const Kept& each : kept_) {
      const std::string more = each.more_rows == 0   ? ""
                               : each.more_rows == 1 ? "; 1 more row like it"
                                                     : format("; {} more rows like it", each.more_rows);
      csv_error(csv, *each.row, static_cast<int>(each.field), each.problem.code, each.problem.problem + more,
                each.problem.expected, each.problem.suggestion, findings);
    }
  }

 private:
  struct Kept {
    const CsvRow* row;
    std::size_t field;
    RowProblem problem;
    int more_rows;
  };
  std::vector<Kept> kept_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> first_;
};

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
                                                          const Universe* universe, const PublicationRule& rule,
                                                          Findings& findings) {
  Findings own;
  const auto csv = load_csv(file, observation_columns(measure), optional_observation_columns(), own);
  std::vector<Observation> rows;
  if (csv) {
    if (csv->rows.empty()) no_rows(file, own);
    const Fields fields(csv->header, measure);
    RowProblems problems;
    std::map<std::pair<Date, SeriesKey>, int> seen;
    for (const CsvRow& csv_row : csv->rows) {
      RowReader reader(*csv, csv_row, own);
      const auto row = read_observation(reader, fields, rule, csv_row.line);
      if (!row) continue;
      std::vector<RowProblem> found = row_problems(*row, measure, universe);
      const auto [first, is_new] = seen.try_emplace({row->week_end, row->key}, row->line);
      if (!is_new) found.push_back(duplicate_problem(*row, first->second));
      for (RowProblem& problem : found) {
        const std::size_t field = Fields::place(csv->header, problem.column);
        problems.add(csv_row, field, std::move(problem));
      }
      rows.push_back(*row);
    }
    problems.report(*csv, own);
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
