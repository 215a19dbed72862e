#include "evaluation/comparison_tables.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "core/contract.h"
#include "core/format.h"
#include "evaluation/series_rows.h"

namespace ebbtide {
namespace {

const std::string kSummary = "summary";

Cell date_or_unknown(const std::string& text) {
  const std::optional<Date> date = parse_date(text);
  return date ? Cell(*date) : Cell();
}

std::string numbers_text(std::size_t count) {
  return format("{} number{}", fixed_text(static_cast<double>(count), 0, true), count == 1 ? "" : "s");
}

// The columns of a key but for the table's name.
std::vector<Column> key_columns() {
  return {{"scenario", ColumnType::text, "", "Scenario; of a backtest the universe."},
          {"week_end", ColumnType::date, "", "Friday that ends the week."},
          {"target", ColumnType::text, "", "What the number is about."},
          {"series", ColumnType::text, "", "Factor, price or score."},
          {"asset", ColumnType::text, "", "Asset; empty means all."},
          {"region", ColumnType::text, "", "Region; empty means all."},
          {"issuer", ColumnType::text, "", "Issuer; empty means all."},
          {"item", ColumnType::text, "", "Event, driver, condition or view; model, track, horizon of a score."},
          {"unit", ColumnType::text, "", "Unit of the numbers."}};
}

std::vector<Cell> key_cells(const RowKey& key) {
  return {text_or_unknown(key.scenario), date_or_unknown(key.week_end), text_or_unknown(key.target),
          text_or_unknown(key.series),   text_or_unknown(key.asset),    text_or_unknown(key.region),
          text_or_unknown(key.issuer),   text_or_unknown(key.item),     text_or_unknown(key.unit)};
}

bool is_listed(const ComparedTable& table, const ComparedValue& value) {
  if (value.agreement == Agreement::within_noise) return table.name != kSummary;
  return value.agreement > Agreement::within_tolerance;
}

std::string of_member(const RowKey& key) {
  std::string text;
  for (const std::string* name : {&key.series, &key.asset, &key.region, &key.issuer}) {
    if (!name->empty()) text += (text.empty() ? "" : " / ") + *name;
  }
  return text;
}

}  // namespace

Table differences_table(const Comparison& comparison) {
  std::vector<Column> columns = {{"table", ColumnType::text, "", "Table that holds the number in both runs."}};
  for (const Column& column : key_columns()) columns.push_back(column);
  for (const Column& column : std::initializer_list<Column>{
           {"statistic", ColumnType::text, "", "Column of the table."},
           {"first", ColumnType::number, "", "Number in the first run; empty where it has none."},
           {"first_se", ColumnType::number, "", "Its Monte Carlo standard error."},
           {"second", ColumnType::number, "", "Number in the second run."},
           {"second_se", ColumnType::number, "", "Its Monte Carlo standard error."},
           {"difference", ColumnType::number, "", "Second less first."},
           {"noise", ColumnType::number, "",
            "Standard error of the difference of independent runs; of a backtest, of the mean paired difference."},
           {"z", ColumnType::number, "", "Difference over noise; empty where there is none."},
           {"agreement", ColumnType::text, "", "within noise, beyond noise, without error, in one run only."}}) {
    columns.push_back(column);
  }
  Table table("differences", "Numbers that differ by more than the tolerance", std::move(columns));
  for (const ComparedTable& each : comparison.tables) {
    for (const ComparedRow& row : each.rows) {
      for (std::size_t i = 0; i < row.values.size(); ++i) {
        const ComparedValue& value = row.values[i];
        if (!is_listed(each, value)) continue;
        std::vector<Cell> cells = {each.name};
        for (Cell& cell : key_cells(row.key)) cells.push_back(std::move(cell));
        cells.emplace_back(each.columns[i]);
        for (const std::optional<double>& number :
             {value.first.value, value.first.standard_error, value.second.value, value.second.standard_error,
              value.difference(), value.noise, value.z()}) {
          cells.push_back(value_or_unknown(number));
        }
        cells.emplace_back(agreement_text(value.agreement));
        table.append(std::move(cells));
      }
    }
  }
  return table;
}

std::array<std::size_t, kSideBySide.size()> side_by_side_places(const ComparedTable& summary) {
  std::array<std::size_t, kSideBySide.size()> places{};
  for (std::size_t i = 0; i < kSideBySide.size(); ++i) {
    const auto found = std::find(summary.columns.begin(), summary.columns.end(), kSideBySide[i]);
    EBBTIDE_REQUIRE(found != summary.columns.end());
    places[i] = static_cast<std::size_t>(found - summary.columns.begin());
  }
  return places;
}

std::string names_beyond_noise(const ComparedTable& summary, const ComparedRow& row) {
  std::string names;
  for (const std::size_t place : side_by_side_places(summary)) {
    if (row.values[place].agreement >= Agreement::beyond_noise)
      names += (names.empty() ? "" : ", ") + summary.columns[place];
  }
  return names;
}

Table side_by_side_table(const Comparison& comparison) {
  std::vector<Column> columns = key_columns();
  for (const char* name : kSideBySide) {
    columns.push_back({format("{}_first", name), ColumnType::number, "", "In the first run."});
    columns.push_back({format("{}_second", name), ColumnType::number, "", "In the second run."});
    columns.push_back({format("{}_difference", name), ColumnType::number, "", "Second less first."});
  }
  columns.push_back({"beyond_noise", ColumnType::text, "", "Statistics of the row that are beyond noise."});
  Table table("side_by_side", "Both runs side by side", std::move(columns));
  for (const ComparedTable& each : comparison.tables) {
    if (each.name != kSummary) continue;
    const auto places = side_by_side_places(each);
    for (const ComparedRow& row : each.rows) {
      std::vector<Cell> cells = key_cells(row.key);
      for (const std::size_t place : places) {
        const ComparedValue& value = row.values[place];
        cells.push_back(value_or_unknown(value.first.value));
        cells.push_back(value_or_unknown(value.second.value));
        cells.push_back(value_or_unknown(value.difference()));
      }
      cells.push_back(text_or_unknown(names_beyond_noise(each, row)));
      table.append(std::move(cells));
    }
  }
  return table;
}

Table input_changes_table(const Comparison& comparison) {
  Table table("inputs", "What decided the numbers, where it differs",
              {{"group", ColumnType::text, "", "scenario, data, draws, program, scenario file or words."},
               {"where", ColumnType::text, "", "Scenario or file."},
               {"what", ColumnType::text, "", "Key of the value, or sha256 of a file."},
               {"first", ColumnType::text, "", "In the first run; empty where it has none."},
               {"second", ColumnType::text, "", "In the second run."}});
  for (const InputChange& change : comparison.inputs) {
    table.append({group_text(change.group), text_or_unknown(change.where), text_or_unknown(change.what),
                  text_or_unknown(change.first), text_or_unknown(change.second)});
  }
  return table;
}

Table agreement_table(const Comparison& comparison) {
  Table table("agreement", "Numbers by agreement",
              {{"table", ColumnType::text, "", "Table that holds the numbers."},
               {"agreement", ColumnType::text, "", "How the numbers of the two runs agree."},
               {"numbers", ColumnType::integer, "", "How many."}});
  for (const ComparedTable& each : comparison.tables) {
    for (std::size_t i = 0; i < kAgreements; ++i) {
      if (each.counts[i] == 0) continue;
      table.append({each.name, agreement_text(static_cast<Agreement>(i)), static_cast<std::int64_t>(each.counts[i])});
    }
  }
  return table;
}

std::string number_in_words(const RowKey& key, const std::string& column) {
  std::string text = key.scenario;
  const auto add = [&text](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  };
  const std::string member = of_member(key);
  add(key.target.empty() ? member : key.target + (member.empty() ? "" : " of " + member));
  add(key.item);
  if (!key.week_end.empty()) add("week ending " + key.week_end);
  add(column);
  return text;
}

std::string verdict_sentence(const Comparison& comparison) {
  const std::size_t beyond = count_of(comparison, Agreement::beyond_noise);
  const std::size_t single = count_of(comparison, Agreement::one_run_only);
  const std::string counts = format("{} beyond noise ({} standard errors){}", numbers_text(beyond),
                                    number_text(comparison.settings.noise_factor),
                                    single == 0 ? std::string() : format(", {} in one run only", numbers_text(single)));
  switch (comparison.verdict) {
    case Verdict::same:
      return "Same: every number is the same.";
    case Verdict::within_tolerance:
      return format("Within tolerance: every number agrees to {} of its size.",
                    number_text(comparison.settings.relative_tolerance));
    case Verdict::within_noise:
      return format("Within noise: no number differs by more than {} standard errors.",
                    number_text(comparison.settings.noise_factor));
    case Verdict::beyond_noise:
      return format("Beyond noise: {}.", counts);
    case Verdict::different_inputs:
      return format("Different inputs: the runs do not ask the same; {}.", counts);
  }
  return {};
}

std::string paired_hint(const Comparison& comparison) {
  const bool numbers_differ = comparison.verdict != Verdict::same && comparison.verdict != Verdict::within_tolerance;
  if (!numbers_differ || !share_draws(comparison.inputs)) return {};
  if (comparison.inputs.empty())
    return "Nothing that decides the numbers differs, so they should be the same: a file was changed, or the program "
           "is at fault.";
  return "Both runs share seed and paths, so their draws are paired: the noise of differences is smaller than stated, "
         "and what lies within it need not be noise.";
}

}  // namespace ebbtide
