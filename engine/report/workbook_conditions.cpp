// The sheet Conditions: what was asked and got, how plausible it is, and the past weeks most like it.
#include <algorithm>

#include "core/format.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

constexpr double kWordsWidth = 46.0;
constexpr double kSentenceWidth = 62.0;

const std::vector<SheetColumn> kConditionColumns = {{"Scenario", 24, false},
                                                    {"Condition", kWordsWidth, false},
                                                    {"Kind", 11, false},
                                                    {"Asked", 12},
                                                    {"\u00b1 asked", 12},
                                                    {"At least", 12},
                                                    {"At most", 12},
                                                    {"Got", 12},
                                                    {"\u00b1 got", 12},
                                                    {"Unit", 12, false},
                                                    {"What the kind means", kSentenceWidth, false}};

const std::vector<SheetColumn> kPlausibilityColumns = {{"Scenario", 24, false},
                                                       {"In words", kWordsWidth, false},
                                                       {"Conditions", 11},
                                                       {"q", 12},
                                                       {"p-value", 12},
                                                       {"Share of paths as far out", 12},
                                                       {"\u00b1 s.e.", 12},
                                                       {"Bounds hold with probability", 12},
                                                       {"Past windows", 12},
                                                       {"of them nearer to the mean", 12},
                                                       {"Earlier weeks moved", kSentenceWidth, false}};

const std::vector<SheetColumn> kSimilarColumns = {{"Scenario", 24, false},
                                                  {"What happened then", kWordsWidth, false},
                                                  {"Rank", 11},
                                                  {"First week ending", 12, false},
                                                  {"Last week ending", 12, false},
                                                  {"Distance", 12},
                                                  {"Flow then, % of AUM", 12},
                                                  {"Four weeks after, % of AUM", 12},
                                                  {"", 12},
                                                  {"", 12},
                                                  {"Where these flows come from", kSentenceWidth, false}};

std::optional<double> number_at(const Table& table, std::size_t row, const char* column) {
  return number_of(table.at(row, table.column_index(column)));
}
std::string text_at(const Table& table, std::size_t row, const char* column) {
  return text_of(table.at(row, table.column_index(column)));
}

// A free row, the table's name and its header.
void begin_table(SheetWriter& sheet, const std::string& title, const std::vector<SheetColumn>& columns) {
  sheet.next_row();
  sheet.text(0, title, sheet.formats().title);
  sheet.next_row(24.0);
  sheet.header_row(columns, 46.0);
}

void write_condition(const ScenarioView& scenario, const ConditionRow& condition, SheetWriter& sheet) {
  const Formats& formats = sheet.formats();
  lxw_format* number = condition.unit == "musd" ? formats.flow
                       : condition.unit == "%"  ? formats.real
                                                : formats.two_decimals;
  sheet.text(0, scenario.name, formats.text);
  sheet.text(1, condition.condition, formats.wrapped_middle);
  sheet.text(2, condition.kind, formats.name);
  const std::optional<double> values[] = {condition.asked, condition.asked_sd, condition.lower,
                                          condition.upper, condition.got_mean, condition.got_sd};
  for (int i = 0; i < 6; ++i) sheet.number(3 + i, values[i], number);
  sheet.text(9, condition.unit, formats.text);
  sheet.text(10, condition.meaning, formats.wrapped_middle);
  sheet.next_row(
      std::max(wrapped_points(condition.condition, kWordsWidth), wrapped_points(condition.meaning, kSentenceWidth)));
}

// Published values fill many rows and ask for nothing: one row counts them.
void write_known(const ScenarioView& scenario, SheetWriter& sheet) {
  const auto known = std::count_if(scenario.conditions.begin(), scenario.conditions.end(),
                                   [](const ConditionRow& row) { return row.kind == "known"; });
  if (known == 0) return;
  const Formats& formats = sheet.formats();
  sheet.text(0, scenario.name, formats.text);
  sheet.text(1,
             format("{} already published; conditions.csv lists them",
                    known == 1 ? std::string("1 market value") : format("{} market values", known)),
             formats.muted);
  sheet.text(2, "known", formats.muted);
  sheet.fill(3, 9, formats.text);
  sheet.text(10, "published by as_of: holds on every path", formats.muted);
  sheet.next_row();
}

// The author's responses in place of the data's; asked and got have no meaning for them.
void write_assumptions(const ScenarioView& scenario, SheetWriter& sheet) {
  const Formats& formats = sheet.formats();
  for (const AssumptionRow& assumption : scenario.assumptions) {
    const std::string why = "Why: " + assumption.why;
    sheet.text(0, scenario.name, formats.text);
    sheet.text(1, why, formats.wrapped_middle);
    sheet.text(2, "assumed", formats.name);
    sheet.fill(3, 9, formats.text);
    sheet.text(10, assumption.sentence, formats.wrapped_middle);
    sheet.next_row(std::max(wrapped_points(why, kWordsWidth), wrapped_points(assumption.sentence, kSentenceWidth)));
  }
}

void write_conditions(const PageContext& context, SheetWriter& sheet) {
  for (const ScenarioView& scenario : context.view.scenarios) {
    for (const ConditionRow& condition : scenario.conditions) {
      if (condition.kind != "known") write_condition(scenario, condition, sheet);
    }
    write_assumptions(scenario, sheet);
    write_known(scenario, sheet);
  }
  if (sheet.row() > sheet.first_data_row()) {
    sheet.autofilter(sheet.row() - 1, 10);
    return;
  }
  sheet.text(0, "No scenario sets a condition or assumes a response.", sheet.formats().text);
  sheet.next_row();
}

void write_plausibility(const Table& table, SheetWriter& sheet) {
  const auto is_measured = [&](std::size_t row) { return !text_at(table, row, "summary").empty(); };
  const Formats& formats = sheet.formats();
  bool begun = false;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (!is_measured(row)) continue;
    if (!begun) begin_table(sheet, "How plausible the market conditions are", kPlausibilityColumns);
    begun = true;
    const std::string words = text_at(table, row, "summary"), moved = text_at(table, row, "earlier_weeks");
    sheet.text(0, text_at(table, row, "scenario"), formats.text);
    sheet.text(1, words, formats.wrapped_middle);
    sheet.number(2, number_at(table, row, "conditions"), formats.whole);
    sheet.number(3, number_at(table, row, "q"), formats.two_decimals);
    sheet.number(4, number_at(table, row, "p_value"), formats.real);
    sheet.number(5, number_at(table, row, "simulated_share"), formats.real);
    sheet.number(6, number_at(table, row, "simulated_share_mc_se"), formats.real);
    sheet.number(7, number_at(table, row, "bounds_probability"), formats.real);
    sheet.number(8, number_at(table, row, "past_windows"), formats.whole);
    sheet.number(9, from_percent(number_at(table, row, "historical_percentile")), formats.percent);
    sheet.text(10, moved, formats.wrapped_middle);
    sheet.next_row(std::max(wrapped_points(words, kWordsWidth), wrapped_points(moved, kSentenceWidth)));
  }
}

std::string flow_words(const Table& table, std::size_t row) {
  const std::string then = text_at(table, row, "flow_status"), after = text_at(table, row, "flow_after_status");
  if (then.empty() && after.empty()) return "before the history of the universe's flows";
  std::string words = then == "smoothed" || after == "smoothed" ? "some weeks filled by the model's own smoother"
                                                                : "every week was published";
  if (then.empty()) words += "; the window lies before the history";
  if (after.empty()) words += "; the weeks after were not all public";
  return words;
}

// "bitcoin, week 1: -3.65 %": the condition's quantity with its value in the window.
std::string value_words(const Table& table, std::size_t row) {
  const std::string condition = text_at(table, row, "condition");
  const double value = number_at(table, row, "value").value_or(0.0);
  return format("{}: {}{} {}", condition.substr(0, condition.find(": ")), value > 0.0 ? "+" : "", fixed_text(value, 2),
                text_at(table, row, "unit"));
}

// A row per window; its conditions lie in consecutive rows of the table.
void write_similar_weeks(const Table& table, SheetWriter& sheet) {
  if (table.row_count() == 0) return;
  const Formats& formats = sheet.formats();
  begin_table(sheet, "Past weeks most like the market conditions", kSimilarColumns);
  const auto same_window = [&](std::size_t a, std::size_t b) {
    return text_at(table, a, "scenario") == text_at(table, b, "scenario") &&
           number_at(table, a, "rank") == number_at(table, b, "rank");
  };
  for (std::size_t row = 0; row < table.row_count();) {
    const std::size_t first = row;
    std::string values;
    for (; row < table.row_count() && same_window(first, row); ++row)
      values += (values.empty() ? "" : "; ") + value_words(table, row);
    const std::string flows = flow_words(table, first);
    sheet.text(0, text_at(table, first, "scenario"), formats.text);
    sheet.text(1, values, formats.wrapped_middle);
    sheet.number(2, number_at(table, first, "rank"), formats.whole);
    sheet.cell(3, table.at(first, table.column_index("first_week")));
    sheet.cell(4, table.at(first, table.column_index("last_week")));
    sheet.number(5, number_at(table, first, "distance"), formats.two_decimals);
    sheet.number(6, from_percent(number_at(table, first, "flow_pct_aum")), formats.fine_percent);
    sheet.number(7, from_percent(number_at(table, first, "flow_after_pct_aum")), formats.fine_percent);
    sheet.fill(8, 9, formats.text);
    sheet.text(10, flows, formats.wrapped_middle);
    sheet.next_row(std::max(wrapped_points(values, kWordsWidth), wrapped_points(flows, kSentenceWidth)));
  }
}

}  // namespace

void write_conditions_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(
      context.view.title + ": conditions",
      "What each scenario asked and what its paths got (mean \u00b1 standard deviation); \"assumed\": a response of "
      "the author's own in place of the data's. Below, how "
      "far that is from the model's own law, and the past weeks most like it with what flows did then.",
      kConditionColumns, 1);
  // The first table's header belongs to it alone: the tables below have their own.
  worksheet_freeze_panes(sheet.sheet(), 2, 1);
  worksheet_repeat_rows(sheet.sheet(), 0, 1);
  write_conditions(context, sheet);
  write_plausibility(context.run.plausibility, sheet);
  write_similar_weeks(context.run.similar_weeks, sheet);
}

}  // namespace ebbtide
