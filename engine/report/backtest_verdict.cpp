// The sheet README: the verdict in words.
#include <algorithm>
#include <functional>
#include <sstream>
#include <utility>

#include "core/format.h"
#include "core/table_reader.h"
#include "report/backtest_pages.h"

namespace ebbtide {
namespace {

constexpr double kHorizonWidth = 36.0;
constexpr int kFirstHorizon = 2;

struct Verdict {
  std::string words;
  bool is_clear = false;  // shown bold
};

using Judge = std::function<Verdict(const ForecastPlace& place)>;

// One row for every quantity and track, one column for every horizon.
void write_block(const BacktestPage& page, SheetWriter& sheet, const std::string& title, const Judge& judge) {
  const Formats& formats = sheet.formats();
  sheet.next_row(8.0);
  sheet.text(0, title, formats.header);
  sheet.text(1, "Known of the weeks ahead", formats.header);
  int column = kFirstHorizon;
  for (const int weeks : page.view.horizons()) sheet.text(column++, weeks_text(weeks) + " ahead", formats.header);
  sheet.next_row(20.0);
  for (const ForecastQuantity& quantity : page.view.quantities()) {
    for (const std::string& track : page.view.tracks()) {
      sheet.text(0, quantity.name, formats.name);
      sheet.text(1, format("{} ({})", known_text(track), track), formats.text);
      column = kFirstHorizon;
      for (const int weeks : page.view.horizons()) {
        const Verdict verdict = judge(place_of(quantity, track, weeks));
        sheet.text(column++, verdict.words, verdict.is_clear ? formats.name : formats.text);
      }
      sheet.next_row();
    }
  }
}

Verdict against(const SkillNumber* skill, const std::string& rival) {
  if (!skill) return {"not compared"};
  const std::string words = skill_words(*skill);
  return {format("{} {} {}", words, skill_text(*skill), rival), words != "even"};
}

Verdict of_intervals(const CoverageNumber* coverage) {
  if (!coverage) return {"not known"};
  const bool held = coverage->verdict == "held";
  return {format("{}: {} % of {}", held ? "held" : "intervals " + coverage->verdict, fixed_text(coverage->inside, 0),
                 coverage->outcomes),
          !held};
}

// The usual yardstick where it was asked for, else the first rival.
std::string yardstick(const BacktestView& view) {
  for (const std::string& rival : view.rivals()) {
    if (rival == "climatology_52") return rival;
  }
  return view.rivals().empty() ? "" : view.rivals().front();
}

void write_verdicts(const BacktestPage& page, SheetWriter& sheet) {
  const BacktestView& view = page.view;
  const std::string rival = yardstick(view);
  if (rival.empty()) {
    sheet.text(0, "No rival was compared.", sheet.formats().text);
    sheet.next_row();
    return;
  }
  const std::string words = rival == "climatology_52" ? "the last 52 weeks" : rival;
  write_block(page, sheet, "Against " + words,
              [&](const ForecastPlace& place) { return against(view.skill(place, rival), ""); });
  write_block(page, sheet, "Against the best rival", [&](const ForecastPlace& place) {
    const std::string best = view.best_rival(place);
    return best.empty() ? Verdict{"not compared"} : against(view.skill(place, best), "(" + best + ")");
  });
  write_block(page, sheet, "Intervals of 90 %",
              [&](const ForecastPlace& place) { return of_intervals(view.coverage(place, 90)); });
}

// Words of at most so many letters a line, one row each: a text may run over the empty cells to its right.
void write_words(SheetWriter& sheet, const std::string& label, const std::string& words, std::size_t width) {
  std::istringstream stream(words);
  std::string word, line, name = label;
  const auto end_line = [&] {
    sheet.text(0, std::exchange(name, ""), sheet.formats().name);
    sheet.text(1, std::exchange(line, ""), sheet.formats().text);
    sheet.next_row(15.0);
  };
  while (stream >> word) {
    if (line.size() + 1 + word.size() > width) end_line();
    line += (line.empty() ? "" : " ") + word;
  }
  end_line();
}

void section(const BacktestPage& page, SheetWriter& sheet, const std::string& name) {
  sheet.next_row(8.0);
  sheet.text(0, name, sheet.formats().header);
  sheet.fill(1, 1 + static_cast<int>(page.view.horizons().size()), sheet.formats().header);
  sheet.next_row();
}

void write_help(const BacktestPage& page, SheetWriter& sheet, std::size_t width) {
  const auto paragraph = [&](const std::string& label, const std::string& words) {
    write_words(sheet, label, words, width);
  };
  section(page, sheet, "How to read it");
  paragraph("better, even, worse",
            "By how much the mean score lies below the rival's, in %, with one standard error; even: by "
            "less than two of them. Of the total the CRPS, of members together the energy score.");
  paragraph("best rival", "The one of all rivals whose mean score is least, chosen with hindsight: a hard test.");
  paragraph("held",
            "The share of outcomes inside the central intervals lies where a right forecast keeps it with 99 % "
            "probability; too narrow: outcomes fell outside too often.");
  paragraph("forecast or not",
            "Only what knows nothing of the weeks ahead (U) is a forecast. M and MP say how well flows "
            "are explained, given what came of macro factors and prices.");
  paragraph("standard errors",
            "From runs of origins drawn again, both models together. With some sixty weeks, and fewer "
            "that do not overlap, they are wide: read them as a warning, not as a test.");
}

}  // namespace

void write_verdict_page(const BacktestPage& page, SheetWriter& sheet) {
  const BacktestResults& results = page.results;
  const TableReader origins(results.origins);
  std::vector<SheetColumn> columns = {{"Where it is good and where not", 30.0, false}, {"", 28.0, false}};
  double width = 28.0;  // digits, of which a letter takes less
  for (std::size_t h = 0; h < page.view.horizons().size(); ++h) {
    columns.push_back({"", kHorizonWidth, false});
    width += kHorizonWidth;
  }
  std::string subtitle = results.universe + ", forecasts of past weeks made again from what was public then";
  if (origins.rows() > 0)
    subtitle += format(", {} to {}", date_text(*origins.date(0, "origin")),
                       date_text(*origins.date(origins.rows() - 1, "origin")));
  sheet.begin(results.title, subtitle, columns, 0, 18.0);
  write_verdicts(page, sheet);
  const auto letters = static_cast<std::size_t>(std::max(width, 100.0));
  write_help(page, sheet, letters);
  if (!results.about.empty()) {
    section(page, sheet, "What to keep in mind");
    write_words(sheet, "About", results.about, letters);
  }
  section(page, sheet, "Sheets");
  for (const BacktestSheetPlan& plan : backtest_sheet_plans()) {
    sheet.link(0, plan.name, plan.name);
    sheet.text(1, plan.purpose, sheet.formats().text);
    sheet.next_row();
  }
}

}  // namespace ebbtide
