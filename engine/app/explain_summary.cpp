#include "app/explain_summary.h"

#include <algorithm>
#include <array>

#include "backtest/explanation_text.h"
#include "core/format.h"
#include "core/utf8.h"

namespace ebbtide {
namespace {

constexpr int kFewestBetween = 3;  // known weeks, from which on "largest since" is said of a member

std::string amount(std::optional<double> value, int decimals = 1) {
  return value ? fixed_text(*value, decimals, true) : "-";
}

std::string left(const std::string& text, std::size_t width) {
  const auto length = static_cast<std::size_t>(utf8_count(text));
  return text + std::string(width - std::min(width, length), ' ');
}

std::string in_bold(const std::string& text, bool color) {
  return color ? "\x1b[1m" + text + "\x1b[0m" : text;
}

std::string flow_line(const ExplainedFlow& flow, std::size_t name_width) {
  std::string line = format("  {:<7} {}", flow.level, left(flow.member, name_width));
  const std::array<std::optional<double>, 5> amounts = {flow.expected(), flow.macro.value, flow.prices.value,
                                                        flow.unexplained(), flow.realised_musd};
  for (const auto& each : amounts) line += format("{:>12}", amount(each));
  for (const FlowLaw& law : flow.law) line += format("{:>6}", amount(law.percentile, 0));
  return line;
}

std::string bridge_line(const std::string& name, const AumBridge& bridge) {
  std::string line = "  " + left(name, 16);
  for (const double each : {bridge.opening, bridge.flow, bridge.market, bridge.closing})
    line += format("{:>12}", amount(each / 1000.0, 2));
  return line + "  " + bridge.basis + "\n";
}

}  // namespace

std::string explanation_summary(const Explanation& explanation, bool color) {
  std::string text = explanation_paragraph(explanation) + "\n\n";
  std::size_t name_width = 6;
  for (const ExplainedFlow& flow : explanation.flows)
    if (flow.realised_musd) name_width = std::max(name_width, static_cast<std::size_t>(utf8_count(flow.member)));
  text += in_bold(format("  {:<7} {}{:>12}{:>12}{:>12}{:>12}{:>12}{:>6}{:>6}{:>6}", "musd", left("", name_width),
                         "expected", "macro", "prices", "unexplained", "came", "%U", "%M", "%MP"),
                  color) +
          "\n";
  std::size_t left_out = 0;
  for (const ExplainedFlow& flow : explanation.flows) {
    if (!flow.realised_musd) {
      ++left_out;
      continue;
    }
    text += flow_line(flow, name_width);
    const std::string record =
        flow.record && &flow != &explanation.total() ? record_text(*flow.record, kFewestBetween) : "";
    if (!record.empty()) text += "  " + record;
    if (!flow.seen) text += "  (inferred)";
    text += "\n";
  }
  if (left_out == 1) text += "  1 member without a published figure; --format csv has it\n";
  if (left_out > 1) text += format("  {} members without a published figure; --format csv has them\n", left_out);
  text +=
      "\n" +
      in_bold(format("  {}{:>12}{:>12}{:>12}{:>12}", left("AUM, USD bn", 16), "opening", "flow", "market", "closing"),
              color) +
      "\n";
  const std::array names = {"expected (U)", "macro (M)", "and prices (MP)"};
  for (std::size_t i = 0; i < names.size(); ++i) text += bridge_line(names[i], explanation.expected_bridge[i]);
  if (const auto& bridge = explanation.total().bridge) text += bridge_line("came", *bridge);
  return text;
}

std::string weeks_summary(const std::vector<Explanation>& explanations, bool color) {
  std::size_t width = 8;
  for (const Explanation& each : explanations) width = std::max(width, each.universe.size());
  std::string text =
      in_bold(format("  {}  {:<10}{:>10}{:>9}{:>9}{:>9}{:>9}{:>12}{:>6}{:>6}{:>6}  {}", left("universe", width), "week",
                     "came", "expected", "macro", "prices", "unexpl.", "came, %", "%U", "%M", "%MP", "title"),
              color) +
      "\n";
  for (const Explanation& each : explanations) {
    const ExplainedFlow& total = each.total();
    const double unit = 100.0 / each.opening_aum_musd;
    text +=
        format("  {}  {}{:>10}", left(each.universe, width), date_text(each.week_end), amount(*total.realised_musd, 0));
    for (const double value : {total.expected(), total.macro.value, total.prices.value, *total.unexplained()})
      text += format("{:>9}", amount(value * unit, 2));
    text += format("{:>12}", amount(*total.realised_musd * unit, 2));
    for (const FlowLaw& law : total.law) text += format("{:>6}", amount(law.percentile, 0));
    text += "  " + each.title + "\n";
  }
  return text +
         "came in musd; then % of the AUM the week opened with: expected + macro + prices + unexplained = came\n";
}

}  // namespace ebbtide
