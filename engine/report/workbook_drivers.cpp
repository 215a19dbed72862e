// The sheet Drivers: what moved each scenario away from its baseline by the end of its horizon.
#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "report/waterfall_chart.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

enum Column { kScenario, kKind, kDriver, kFlow, kFlowError, kAum, kAumError, kGap, kColumns };

constexpr std::size_t kMostSteps = 6;      // conditions in a chart; smaller ones are shown as one
constexpr std::size_t kLongestLabel = 40;  // characters under a bar
constexpr std::uint32_t kChartRows = 12;   // of each of the two charts
constexpr const char* kFlowTarget = "cumulative_net_flow";
constexpr const char* kAumTarget = "aum";

// One line of the table: the same part for flow and AUM.
struct Line {
  std::string kind, driver;
  std::optional<double> flow, flow_error, aum, aum_error;  // musd
};

bool is_cause(const std::string& kind) {
  return kind == "condition" || kind == "assumption";
}

// The parts of a target by the end of the horizon, in the table's order.
std::vector<const DriverRow*> parts_of(const ScenarioView& scenario, const std::string& target) {
  std::vector<const DriverRow*> rows;
  for (const DriverRow& row : scenario.drivers) {
    if (row.target == target && row.horizon == scenario.horizon) rows.push_back(&row);
  }
  return rows;
}

struct Levels {
  std::optional<double> baseline, scenario;
};

Levels levels_of(const ScenarioView& scenario, const std::string& target) {
  const Law* law = scenario.total(target, scenario.horizon);
  Levels levels;
  if (law != nullptr) levels.scenario = law->mean;
  for (const DriverRow* row : parts_of(scenario, target)) {
    if (row->kind == "total" && levels.scenario && row->contribution)
      levels.baseline = *levels.scenario - *row->contribution;
  }
  return levels;
}

// Baseline, causes, remainder, scenario; then the channels of the flow.
std::vector<Line> lines_of(const ScenarioView& scenario) {
  const Levels flow = levels_of(scenario, kFlowTarget), aum = levels_of(scenario, kAumTarget);
  std::vector<Line> lines = {{"baseline", scenario.baseline, flow.baseline, {}, aum.baseline, {}}};
  std::vector<Line> channels;
  const std::vector<const DriverRow*> of_aum = parts_of(scenario, kAumTarget);
  for (const DriverRow* row : parts_of(scenario, kFlowTarget)) {
    if (row->kind == "total") continue;
    Line line{row->kind, row->driver, row->contribution, row->mc_se, {}, {}};
    if (row->kind == "channel") {
      channels.push_back(line);
      continue;
    }
    // Causes stand in the same order for every target.
    const auto index = static_cast<std::ptrdiff_t>(lines.size()) - 1;
    const auto same = is_cause(row->kind) ? of_aum.begin() + index
                                          : std::find_if(of_aum.begin(), of_aum.end(), [](const DriverRow* other) {
                                              return other->kind == "remainder";
                                            });
    if (same < of_aum.end()) {
      line.aum = (*same)->contribution;
      line.aum_error = (*same)->mc_se;
    }
    if (row->kind == "remainder") line.driver = "what curvature, spread and weights add";
    lines.push_back(line);
  }
  lines.push_back({"scenario", scenario.name, flow.scenario, {}, aum.scenario, {}});
  lines.insert(lines.end(), channels.begin(), channels.end());
  return lines;
}

void write_line(SheetWriter& sheet, const ScenarioView& scenario, const Line& line) {
  const Formats& formats = sheet.formats();
  const bool level = line.kind == "baseline" || line.kind == "scenario";
  sheet.text(kScenario, scenario.name, level ? formats.total_text : formats.text);
  sheet.text(kKind, line.kind, level ? formats.total_text : formats.text);
  sheet.text(kDriver, line.driver, level ? formats.total_text : formats.wrapped_middle);
  if (level) sheet.fill(kFlow, kAumError, formats.total_text);
  sheet.number(kFlow, line.flow, level ? formats.total_billion : formats.billion);
  sheet.number(kAum, in_billions(line.aum), level ? formats.total_billion : formats.billion);
  if (!level) {
    sheet.number(kFlowError, line.flow_error, formats.billion);
    sheet.number(kAumError, in_billions(line.aum_error), formats.billion);
  }
  sheet.next_row(std::max(kRowPoints, wrapped_points(line.driver, 46.0)));
}

std::string label_text(const std::string& text) {
  if (text.size() <= kLongestLabel) return text;
  std::size_t end = kLongestLabel - 1;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  return text.substr(0, end) + "\u2026";
}

// From baseline to scenario; the smallest causes as one step where there are many.
std::vector<WaterfallStep> steps_of(const std::vector<Line>& lines, std::optional<double> Line::*value, double scale) {
  std::vector<double> sizes;
  for (const Line& line : lines) {
    if (is_cause(line.kind)) sizes.push_back(std::abs((line.*value).value_or(0.0)));
  }
  double least = 0.0;
  if (sizes.size() > kMostSteps) {
    std::sort(sizes.begin(), sizes.end(), std::greater<>());
    least = sizes[kMostSteps - 2];
  }
  std::vector<WaterfallStep> steps;
  double others = 0.0;
  const auto add_others = [&] {
    if (least > 0.0) steps.push_back({"others", scale * others, false});
  };
  for (const Line& line : lines) {
    const double part = (line.*value).value_or(0.0);
    if (is_cause(line.kind)) {
      if (std::abs(part) < least) {
        others += part;
      } else {
        steps.push_back({label_text(line.driver), scale * part, false});
      }
    } else if (line.kind == "remainder") {
      add_others();
      steps.push_back({"remainder", scale * part, false});
    } else if (line.kind != "channel") {
      steps.push_back({line.kind, scale * part, true});
    }
  }
  return steps;
}

// Small moves of AUM need a second digit.
std::string number_format_of(const std::vector<WaterfallStep>& steps) {
  const bool small = std::all_of(steps.begin(), steps.end(),
                                 [](const WaterfallStep& step) { return step.is_level || std::abs(step.value) < 1.0; });
  return small ? "#,##0.00" : "#,##0.0";
}

void insert_waterfall(const PageContext& context, SheetWriter& sheet, const ScenarioView& scenario,
                      const std::string& what, const std::string& number_format,
                      const std::vector<WaterfallStep>& steps, CellPlace place) {
  lxw_chart* chart =
      waterfall_chart(context.book, context.charts, format("Drivers: {}, {}", scenario.name, what),
                      format("{} against {}: {}", scenario.name, scenario.baseline, what), number_format, steps);
  const int decimals = what.find("bn") == std::string::npos ? 0 : 1;
  std::string words = format("Waterfall of {} from {} to {}:", what, scenario.baseline, scenario.name);
  for (const WaterfallStep& step : steps)
    words += format(" {} {},", step.label, fixed_text(step.value, decimals, true));
  words.back() = '.';
  sheet.insert_chart(chart, place, 760, kRowPixels * static_cast<int>(kChartRows) - 8, words);
}

void write_block(const PageContext& context, SheetWriter& sheet, const ScenarioView& scenario) {
  const std::uint32_t first = sheet.row();
  write_scenario_heading(sheet, scenario, kColumns);
  const std::vector<Line> lines = lines_of(scenario);
  for (const Line& line : lines) write_line(sheet, scenario, line);
  if (lines.front().flow) {
    insert_waterfall(context, sheet, scenario, format("mean net flow over {} weeks, USD m", scenario.horizon), "#,##0",
                     steps_of(lines, &Line::flow, 1.0), {first, kColumns});
  }
  if (lines.front().aum) {
    const std::vector<WaterfallStep> steps = steps_of(lines, &Line::aum, 1e-3);
    insert_waterfall(context, sheet, scenario, format("mean AUM after {} weeks, USD bn", scenario.horizon),
                     number_format_of(steps), steps, {first + kChartRows, kColumns});
  }
  sheet.skip_to(std::max(sheet.row(), first + 2 * kChartRows) + 1);
}

}  // namespace

void write_drivers_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(context.view.title + ": what moved it away from the baseline",
              "Means by the end of the horizon. Conditions share the move without an order; channels are the same flow "
              "by the way it took. The remainder is what the linear account leaves, with the error of the simulation. "
              "Every week and member: drivers.csv.",
              {{"Scenario", 24, false},
               {"Part", 11, false},
               {"Driver", 46, false},
               {"Cumulative flow, USD m", 14},
               {"\u00b1 s.e.", 8},
               {"AUM, USD bn", 11},
               {"\u00b1 s.e.", 8},
               {"", 2, false}},
              1);
  std::vector<std::uint32_t> starts;
  for (const ScenarioView& scenario : context.view.scenarios) {
    if (scenario.drivers.empty()) continue;
    starts.push_back(sheet.row());
    write_block(context, sheet, scenario);
  }
  if (starts.empty()) {
    sheet.text(kScenario, "No scenario with flows is compared with a baseline.", sheet.formats().text);
    return;
  }
  sheet.keep_blocks_whole(starts, 40);
}

}  // namespace ebbtide
