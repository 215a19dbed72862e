// The sheet README.
#include "core/format.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

constexpr double kTextWidth = 118.0;

void paragraph(SheetWriter& sheet, const std::string& label, const std::string& words) {
  const double points = wrapped_points(words, kTextWidth);
  const bool one_line = points <= kRowPoints;
  sheet.text(0, label, one_line ? sheet.formats().name : sheet.formats().label);
  sheet.text(1, words, one_line ? sheet.formats().wrapped_middle : sheet.formats().wrapped);
  sheet.next_row(points);
}

void section(SheetWriter& sheet, const std::string& name) {
  sheet.next_row(8.0);
  sheet.text(0, name, sheet.formats().header);
  sheet.text(1, "", sheet.formats().header);
  sheet.next_row();
}

std::string date_or_unknown(const std::optional<Date>& date) {
  return date ? date_text(*date) : "unknown";
}

std::string scenario_words(const ScenarioView& scenario) {
  std::string words = scenario.title;
  if (!scenario.why.empty()) words += "\nWhy: " + scenario.why;
  if (!scenario.source.empty()) words += "\nSource: " + scenario.source;
  for (const AssumptionRow& assumption : scenario.assumptions) {
    words += format("\nAssumed by its author, not estimated: {}. Why: {}", assumption.sentence, assumption.why);
  }
  words += format("\nUniverse {}, known as of {}, first week ends {}, {} {}, {} paths, seed {}", scenario.universe,
                  date_or_unknown(scenario.as_of), date_or_unknown(scenario.week_one), scenario.horizon,
                  scenario.horizon == 1 ? "week" : "weeks", text_of(scenario.paths), text_of(scenario.seed));
  words += scenario.baseline.empty() ? "." : format("; changes are measured against {}.", scenario.baseline);
  return words;
}

void write_reading_help(SheetWriter& sheet) {
  section(sheet, "How to read it");
  paragraph(sheet, "Net flow",
            "Creations minus redemptions in the week, millions of US dollars. Negative: money left.");
  paragraph(sheet, "AUM",
            "Assets under management at the week's end, billions of US dollars on the reading sheets, "
            "millions in Data. Opening AUM + net flow + market effect = closing AUM on every simulated path.");
  paragraph(sheet, "P5, median, P95",
            "Quantiles over simulated paths: in one path of twenty the value lies below P5, "
            "in one of twenty above P95. \"Mean of worst 5 %\" is the expected shortfall.");
  paragraph(sheet, "\u00b1 s.e.",
            "Standard error of an estimate: what more paths would still change. It is not the "
            "uncertainty of the forecast, which is the spread between the quantiles.");
  paragraph(sheet, "Came true",
            "What was later published for a past week, with its percentile: the share of paths "
            "below it. Both are read after the simulation and never enter it.");
  paragraph(sheet, "Status",
            "\"inferred\": no history of its own was ever published for this member or value; it "
            "comes from a declared prior. \"seen\": it rests on published history.");
  paragraph(sheet, "Empty cells", "Unknown or not applicable. Nothing unknown is shown as zero.");
  paragraph(sheet, "Precision",
            "Spreadsheets keep 15 significant digits. The exact numbers are in the CSV files beside "
            "this workbook: distribution.csv and summary.csv for statistics, and the others listed in Dictionary.");
  paragraph(sheet, "Defined names",
            "Key cells of Summary have names such as summary_baseline_flow_p50, so that formulas "
            "of your own survive the next run.");
}

}  // namespace

void write_readme_page(const PageContext& context, SheetWriter& sheet) {
  const RunView& view = context.view;
  sheet.begin(view.title, "Scenario simulation of digital-asset fund flows and assets under management",
              {{"About this file", 24.0, false}, {"", kTextWidth, false}}, 0, 18.0);
  paragraph(sheet, "Question",
            "If macro and prices move as a scenario says, what happens to weekly fund flows and to "
            "assets under management, and how sure can one be?");
  paragraph(sheet, "Known up to",
            date_text(context.run.created) +
                " at the latest. Nothing published after a scenario's own date, given below, entered its simulation.");
  paragraph(sheet, "Scenarios",
            std::to_string(view.scenarios.size()) +
                ", simulated on the same random numbers, so "
                "that their differences are far more exact than each of them.");
  if (!view.notes.empty()) {
    section(sheet, "What to keep in mind");
    for (std::size_t i = 0; i < view.notes.size(); ++i) paragraph(sheet, format("Note {}", i + 1), view.notes[i]);
  }
  section(sheet, "Sheets");
  for (const SheetPlan& plan : sheet_plans()) {
    sheet.link(0, plan.name, plan.name);
    sheet.text(1, plan.purpose, sheet.formats().text);
    sheet.next_row();
  }
  write_reading_help(sheet);
  section(sheet, "Scenarios");
  for (const ScenarioView& scenario : view.scenarios) paragraph(sheet, scenario.name, scenario_words(scenario));
}

}  // namespace ebbtide
