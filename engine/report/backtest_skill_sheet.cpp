// The sheets Scores and Tests.
#include <algorithm>

#include "core/format.h"
#include "core/table_reader.h"
#include "report/backtest_pages.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

// "total_flow_u_1w": letters of a defined name.
std::string defined_name(const ForecastPlace& place) {
  std::string track = place.track;
  for (char& letter : track) letter = static_cast<char>(letter - 'A' + 'a');
  return format("{}_{}_{}_{}w", place.level, place.target == "aum" ? "aum" : "flow", track, place.weeks);
}

std::vector<SheetColumn> place_columns() {
  return {{"What is forecast", 18.0, false}, {"Track", 7.0, false}, {"Weeks", 7.0}, {"Forecasts", 10.0}};
}
constexpr int kPlaceColumns = 4;

void write_place(SheetWriter& sheet, const ForecastQuantity& quantity, const ForecastPlace& place,
                 std::optional<double> forecasts) {
  sheet.text(0, quantity.name, sheet.formats().name);
  sheet.text(1, place.track, sheet.formats().text);
  sheet.number(2, place.weeks, sheet.formats().whole);
  sheet.number(3, forecasts, sheet.formats().whole);
}

// Calls visit(quantity, place) for everything that was compared with some rival.
template <typename Visit>
void for_each_place(const BacktestView& view, const Visit& visit) {
  for (const ForecastQuantity& quantity : view.quantities()) {
    for (const std::string& track : view.tracks()) {
      for (const int weeks : view.horizons()) {
        const ForecastPlace place = place_of(quantity, track, weeks);
        if (!view.best_rival(place).empty()) visit(quantity, place);
      }
    }
  }
}

std::vector<SheetColumn> with_rivals(std::vector<SheetColumn> columns, const BacktestView& view) {
  for (const std::string& rival : view.rivals()) columns.push_back({rival, 16.0});
  return columns;
}

template <typename Value>
void write_skills(const BacktestPage& page, SheetWriter& sheet, bool with_means, const Value& value) {
  const BacktestView& view = page.view;
  for_each_place(view, [&](const ForecastQuantity& quantity, const ForecastPlace& place) {
    const SkillNumber* any = view.skill(place, view.best_rival(place));
    write_place(sheet, quantity, place, any->forecasts);
    int column = kPlaceColumns;
    if (with_means) {
      sheet.number(column, from_percent(any->own_mean), sheet.formats().fine_percent);
      page.book.define_name("score_" + defined_name(place), sheet.reference(column));
    }
    ++column;
    for (const std::string& rival : view.rivals()) {
      const SkillNumber* skill = view.skill(place, rival);
      sheet.number(column++, skill ? from_percent(value(*skill)) : std::nullopt, sheet.formats().percent);
    }
    sheet.next_row(15.0);
  });
}

void write_misses(const BacktestPage& page, SheetWriter& sheet) {
  const TableReader misses(page.results.misses), pits(page.results.pit);
  sheet.next_row();
  sheet.header_row({{"Do misses come as they should?", 18.0, false},
                    {"Track", 7.0, false},
                    {"Weeks", 7.0},
                    {"Forecasts apart", 10.0},
                    {"Miss", 0.0, false},
                    {"Misses"},
                    {"Expected"},
                    {"Kupiec p"},
                    {"Independence p"},
                    {"Both p"}});
  const Formats& formats = sheet.formats();
  for (std::size_t row = 0; row < misses.rows(); ++row) {
    if (misses.text(row, "model") != kEngineName) continue;
    sheet.text(0, quantity_name(misses.text(row, "level"), misses.text(row, "target")), formats.name);
    sheet.text(1, misses.text(row, "track"), formats.text);
    sheet.number(2, misses.number(row, "horizon"), formats.whole);
    sheet.number(3, misses.number(row, "forecasts"), formats.whole);
    sheet.text(4, misses.text(row, "miss") == "below_05" ? "below the 5 % quantile" : "outside the 90 % interval",
               formats.text);
    sheet.number(5, misses.number(row, "misses"), formats.whole);
    sheet.number(6, misses.number(row, "expected"), formats.two_decimals);
    int column = 7;
    for (const char* test : {"kupiec_p", "independence_p", "both_p"})
      sheet.number(column++, misses.number(row, test), formats.real);
    sheet.next_row(15.0);
  }
}

}  // namespace

void write_skill_page(const BacktestPage& page, SheetWriter& sheet) {
  std::vector<SheetColumn> columns = place_columns();
  columns.push_back({"Mean score, % of AUM", 12.0});
  columns = with_rivals(columns, page.view);
  sheet.begin(
      page.results.title + ": scores",
      "Mean score in % of the AUM at the origin (CRPS of the total, energy score of members together), and skill "
      "over each rival: by how much the mean lies below the rival's. Negative: worse.",
      columns, kPlaceColumns, 44.0);
  write_skills(page, sheet, true, [](const SkillNumber& skill) { return skill.skill; });
  sheet.next_row();
  std::vector<SheetColumn> errors = place_columns();
  errors.front().header = "One standard error of the skill";
  errors.push_back({""});
  sheet.header_row(with_rivals(errors, page.view), 44.0);
  write_skills(page, sheet, false, [](const SkillNumber& skill) { return skill.error; });
}

void write_tests_page(const BacktestPage& page, SheetWriter& sheet) {
  const BacktestView& view = page.view;
  std::vector<SheetColumn> columns = place_columns();
  columns.push_back({"Cannot be separated from the best", 60.0, false});
  sheet.begin(page.results.title + ": tests",
              "Model confidence set at 10 %, and p values of Diebold and Mariano's test that ebbtide and a rival are "
              "equally good. Not separable is not the same as as good: few weeks separate few models.",
              with_rivals(columns, view), kPlaceColumns, 44.0);
  const Formats& formats = sheet.formats();
  for_each_place(view, [&](const ForecastQuantity& quantity, const ForecastPlace& place) {
    write_place(sheet, quantity, place, view.skill(place, view.best_rival(place))->forecasts);
    std::vector<std::string> models = {kEngineName};
    models.insert(models.end(), view.rivals().begin(), view.rivals().end());
    std::string not_separable;
    for (const std::string& model : models) {
      const TestNumber* test = view.test(place, model);
      if (test && !test->separable) not_separable += (not_separable.empty() ? "" : ", ") + model;
    }
    sheet.text(kPlaceColumns, not_separable, formats.wrapped_middle);
    int column = kPlaceColumns + 1;
    for (const std::string& rival : view.rivals()) {
      const TestNumber* test = view.test(place, rival);
      sheet.number(column++, test ? test->p_value : std::nullopt, formats.real);
    }
    sheet.next_row(wrapped_points(not_separable, 60.0));
  });
  write_misses(page, sheet);
}

}  // namespace ebbtide
