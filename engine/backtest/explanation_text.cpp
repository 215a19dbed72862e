#include "backtest/explanation_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr int kRecordWeeks = 3;   // known weeks between, from which on "largest since" is worth a sentence
constexpr double kLargeMove = 1.0;  // root mean squares of the year before

std::string signed_text(double value, int decimals) {
  const std::string text = fixed_text(value, decimals, true);
  const bool positive = value > 0.0 && text.find_first_not_of("0.") != std::string::npos;
  return positive ? "+" + text : text;
}

std::string billions(double musd) {
  return fixed_text(musd / 1000.0, 1, true);
}

// Which side of a law what came is on, in words that hold at both ends.
std::string percentile_text(double percentile) {
  if (percentile < 0.5) return "below 99.5 % of its draws";
  if (percentile > 99.5) return "above 99.5 % of its draws";
  return format("at its {} % point", fixed_text(percentile, percentile < 10.0 || percentile > 90.0 ? 1 : 0));
}

std::string expected_sentence(const Explanation& explanation) {
  const ExplainedFlow& total = explanation.total();
  const FlowLaw& law = total.law[0];
  return format("As of {} the model expected {} (90 % interval {} to {}); what came lies {}.",
                date_text(explanation.origin), money_text(law.mean), money_text(law.q05), money_text(law.q95),
                percentile_text(law.percentile.value_or(50.0)));
}

std::string split_sentence(const ExplainedFlow& total) {
  return format(
      "Of the miss of {}, the macro factors of the week account for {}, prices for {}, and {} remain unexplained: given "
      "macro and prices the model says {} (90 % interval {} to {}), and what came lies {}.",
      money_text(*total.realised_musd - total.expected()), money_text(total.macro.value),
      money_text(total.prices.value), money_text(*total.unexplained()), money_text(total.law[2].mean),
      money_text(total.law[2].q05), money_text(total.law[2].q95), percentile_text(total.law[2].percentile.value_or(50.0)));
}

std::string plural_of(const std::string& level) {
  return level + "s";
}

std::string breadth_sentence(const Explanation& explanation) {
  std::vector<std::string> parts;
  for (const Breadth& own : explanation.breadth) {
    std::string part = format("{} of {} {}", own.inflows, own.known, plural_of(own.level));
    std::vector<std::string> ends;
    if (own.outflows > 0)
      ends.push_back(format("{} {}", own.largest_outflow, money_text(own.largest_outflow_musd)));
    if (own.inflows > 0) ends.push_back(format("{} {}", own.largest_inflow, money_text(own.largest_inflow_musd)));
    if (!ends.empty()) part += format(" ({})", fmt::join(ends, ", "));
    parts.push_back(std::move(part));
  }
  if (parts.empty()) return "";
  return format("Among published figures {} took money in.", fmt::join(parts, "; "));
}

std::string bridge_sentence(const ExplainedFlow& total) {
  if (!total.bridge) return "";
  const AumBridge& bridge = *total.bridge;
  return format("AUM went from {}bn to {}bn USD ({}): flow {}bn, market {}bn.", billions(bridge.opening),
                billions(bridge.closing), bridge.basis, signed_text(bridge.flow / 1000.0, 1),
                signed_text(bridge.market / 1000.0, 1));
}

std::string move_text(const MarketMove& move) {
  const int decimals = move.unit == "bp" ? 0 : 1;
  return format("{} {} {}", move.title.empty() ? move.name : move.title, signed_text(*move.value, decimals), move.unit);
}

// All macro factors, and the first price with those that moved much.
std::string market_sentence(const Explanation& explanation) {
  std::vector<std::string> macro, prices;
  for (const MarketMove& move : explanation.market) {
    if (!move.value) continue;
    if (!move.is_price) macro.push_back(move_text(move));
    const bool large = move.sds && std::abs(*move.sds) >= kLargeMove && prices.size() < 4;
    if (move.is_price && (prices.empty() || large)) prices.push_back(move_text(move));
  }
  if (macro.empty() && prices.empty()) return "";
  macro.insert(macro.end(), prices.begin(), prices.end());
  return format("The week: {}.", fmt::join(macro, ", "));
}

}  // namespace

std::string money_text(double musd) {
  if (std::abs(musd) >= 999.5) return signed_text(musd / 1000.0, 2) + "bn USD";
  return signed_text(musd, std::abs(musd) >= 99.95 ? 0 : 1) + "m USD";
}

std::string record_text(const FlowRecord& record, int least_between) {
  if (record.known_between < least_between) return "";
  const std::string side = record.outflow ? "outflow" : "inflow";
  std::string text = record.since ? format("the largest {} since the week to {} ({})", side, date_text(*record.since),
                                           money_text(record.since_musd))
                                  : format("the largest {} of all known weeks from {} on", side,
                                           date_text(record.first_known));
  if (record.missing_between > 0) text += format("; {} weeks between were never published", record.missing_between);
  return text;
}

std::string explanation_paragraph(const Explanation& explanation) {
  const ExplainedFlow& total = explanation.total();
  std::string text = format("{}, week to {}: net flow {}, {} % of AUM", explanation.universe_title,
                            date_text(explanation.week_end), money_text(*total.realised_musd),
                            signed_text(100.0 * *total.realised_musd / explanation.opening_aum_musd, 2));
  const std::string record = total.record ? record_text(*total.record, kRecordWeeks) : "";
  text += record.empty() ? "." : format(", {}.", record);
  for (const std::string& sentence :
       {expected_sentence(explanation), split_sentence(total), breadth_sentence(explanation), bridge_sentence(total),
        market_sentence(explanation)}) {
    if (!sentence.empty()) text += " " + sentence;
  }
  return text;
}

}  // namespace ebbtide
