#include "history/observation_rules.h"

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "history/finding_codes.h"

namespace ebbtide {
namespace {

// Far beyond what digital assets are worth together, and what has moved in any week.
constexpr double kLargestAumMusd = 1e7;
constexpr double kLargestFlowMusd = 1e6;

// Names that a row may use for a dimension: members and the parts of the residual.
std::vector<std::string> row_names(const Universe& universe, Dimension dimension) {
  std::vector<std::string> names;
  for (const Member& member : universe.of(dimension)) {
    if (!member.residual) names.push_back(member.name);
    names.insert(names.end(), member.includes.begin(), member.includes.end());
  }
  return names;
}

// Who ends weeks on a Saturday or Sunday means the Friday before.
std::string friday_hint(Date day) {
  const Date next = week_end_of(day);
  const bool weekend = next - day > std::chrono::days(4);
  return weekend ? format("the Friday before is {}", date_text(add_weeks(next, -1)))
                 : format("the week of that day ends on {}", date_text(next));
}

void add_name_problem(const std::string& name, Dimension dimension, const Universe& universe,
                      std::vector<RowProblem>& problems) {
  if (name.empty()) return;
  const std::vector<std::string> names = row_names(universe, dimension);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  const std::string column(dimension_text(dimension));
  const Member* member = universe.find(dimension, name);
  if (member && member->residual) {
    problems.push_back({code::kResidualRow, column, format("'{}' is the residual {}", name, column),
                        "a named member: the residual is the total less those",
                        "name the part and list it under 'includes' in universe.yaml"});
    return;
  }
  problems.push_back({code::kUnknownMember, column, format("no {} is named '{}'", column, name),
                      format("a name that universe.yaml knows: {}", fmt::join(names, ", ")),
                      did_you_mean(name, names)});
}

void add_key_problem(const SeriesKey& key, const Universe& universe, std::vector<RowProblem>& problems) {
  const auto named = std::count_if(kDimensions.begin(), kDimensions.end(),
                                   [&key](Dimension dimension) { return !key.part(dimension).empty(); });
  if (universe.cells_observed && named < 3) {
    problems.push_back({code::kExpectedCell, "asset", format("the row of '{}' is no cell", key_text(key)),
                        "asset, region and issuer: cells_observed is true",
                        "totals and margins are summed from cells"});
  }
  if (!universe.cells_observed && named > 1) {
    problems.push_back({code::kUnexpectedCell, "asset",
                        format("the row of '{}' names {} dimensions", key_text(key), named),
                        "a total or one asset, region or issuer: cells_observed is false", ""});
  }
}

}  // namespace

const std::vector<std::string>& observation_columns(Measure measure) {
  static const std::vector<std::string> kFlows = {"week_end",      "published",     "asset",  "region",    "issuer",
                                                  "net_flow_musd", "rounding_musd", "source", "confidence"};
  static const std::vector<std::string> kAum = {"week_end", "published",     "asset",  "region",    "issuer",
                                                "aum_musd", "rounding_musd", "source", "confidence"};
  return measure == Measure::net_flow ? kFlows : kAum;
}

const std::vector<std::string>& optional_observation_columns() {
  static const std::vector<std::string> kOptional = {"published", "rounding_musd", "source", "confidence"};
  return kOptional;
}

std::vector<RowProblem> row_problems(const Observation& row, Measure measure, const Universe* universe) {
  std::vector<RowProblem> problems;
  if (!is_friday(row.week_end)) {
    problems.push_back({code::kNotAFriday, "week_end",
                        format("{} is a {}", date_text(row.week_end), weekday_text(row.week_end)),
                        "the Friday on which the week ended", friday_hint(row.week_end)});
  }
  if (row.published < row.week_end) {
    problems.push_back(
        {code::kPublishedBeforeWeekEnd, "published",
         format("published on {}, before the week ended on {}", date_text(row.published), date_text(row.week_end)),
         "the first day on which the figure was public", ""});
  }
  if (!(row.rounding_musd > 0.0)) {
    problems.push_back({code::kInvalidRounding, "rounding_musd",
                        format("rounding is {}", number_text(row.rounding_musd)),
                        "a positive number: the unit of the last printed digit, in million USD", ""});
  }
  if (measure == Measure::aum && row.value_musd < 0.0) {
    problems.push_back(
        {code::kNegativeAum, "aum_musd", format("AUM is {}", number_text(row.value_musd)), "zero or more", ""});
  }
  const double largest = measure == Measure::aum ? kLargestAumMusd : kLargestFlowMusd;
  if (std::abs(row.value_musd) > largest) {
    problems.push_back({code::kAbsurdValue, measure == Measure::aum ? "aum_musd" : "net_flow_musd",
                        format("the figure is {} million USD", number_text(row.value_musd)),
                        format("at most {} million USD, more than any funds have seen", fixed_text(largest, 0, true)),
                        "figures are in million USD: 12.3 for 12,300,000 USD"});
  }
  if (universe) {
    for (const Dimension dimension : kDimensions) {
      add_name_problem(row.key.part(dimension), dimension, *universe, problems);
    }
    add_key_problem(row.key, *universe, problems);
  }
  return problems;
}

RowProblem duplicate_problem(const Observation& row, int first_line) {
  return {code::kDuplicateRow, "week_end",
          format("a second row for {}, week ended {}", key_text(row.key), date_text(row.week_end)),
          format("one row per week and series; the first is on line {}", first_line), ""};
}

}  // namespace ebbtide
