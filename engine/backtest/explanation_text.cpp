#include "backtest/explanation_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr int kRecordWeeks = 3;     // known weeks between, from which on "largest since" is worth a sentence
constexpr double kLargeMove = 1.0;  // root mean squares of the year before

constexpr std::string_view kDollars = " USD";

std::string signed_text(double value, int decimals) {
  const std::string text = fixed_text(value, decimals, true);
  const bool positive = value > 0.0 && text.find_first_not_of("0.") != std::string::npos;
  return positive ? "+" + text : text;
}

std::string billions(double musd) {
  return fixed_text(musd / 1000.0, 1, true);
}

// "-1.79bn to +4.45bn USD".
std::string range_text(const FlowLaw& law) {
  std::string low = money_text(law.q05);
  low.resize(low.size() - kDollars.size());
  return format("{} to {}", low, money_text(law.q95));
}

// What came, as a percentile of a law's draws.
std::string percentile_text(const FlowLaw& law) {
  const double percentile = law.percentile.value_or(50.0);
  if (percentile < 0.5) return "below 99.5 % of its draws";
  if (percentile > 99.5) return "above 99.5 % of its draws";
  return format("at percentile {} of it", fixed_text(percentile, percentile < 10.0 || percentile > 90.0 ? 1 : 0));
}

std::string expected_sentence(const Explanation& explanation) {
  const FlowLaw& law = explanation.total().law[0];
  return format("As of {} the model expected {} (90 % interval {}); what came lies {}.", date_text(explanation.origin),
                money_text(law.mean), range_text(law), percentile_text(law));
}

std::string split_sentence(const ExplainedFlow& total) {
  const FlowLaw& law = total.law[2];
  return format(
      "Of the difference of {}, the week's macro factors account for {} and prices for {}; {} remain unexplained: "
      "given "
      "both, the model says {} (90 % interval {}), and what came lies {}.",
      money_text(*total.realised_musd - total.expected()), money_text(total.macro.value),
      money_text(total.prices.value), money_text(*total.unexplained()), money_text(law.mean), range_text(law),
      percentile_text(law));
}

std::string breadth_sentence(const Explanation& explanation) {
  std::vector<std::string> parts;
  for (const Breadth& own : explanation.breadth) {
    std::vector<std::string> ends;
    if (own.inflows > 0) ends.push_back(format("most {}, {}", own.largest_inflow, money_text(own.largest_inflow_musd)));
    if (own.outflows > 0)
      ends.push_back(format("least {}, {}", own.largest_outflow, money_text(own.largest_outflow_musd)));
    parts.push_back(format("{} of {} {}s{}", own.inflows, own.known, own.level,
                           ends.empty() ? "" : format(" ({})", fmt::join(ends, "; "))));
  }
  if (parts.empty()) return "";
  return format("Money went into {}, of those with a published figure.", fmt::join(parts, ", "));
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

// All macro factors, and of the prices that the universe holds the first one with those that moved much.
std::string market_sentence(const Explanation& explanation) {
  std::vector<std::string> macro, prices;
  for (const MarketMove& move : explanation.market) {
    if (!move.value) continue;
    if (!move.is_price) macro.push_back(move_text(move));
    const bool large = move.sds && std::abs(*move.sds) >= kLargeMove && prices.size() < 4;
    if (move.held && (prices.empty() || large)) prices.push_back(move_text(move));
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
  if (!record.since) {
    return format("the largest {} of the {} known weeks from {} on", side, record.known_between + 1,
                  date_text(record.first_known));
  }
  std::string text =
      format("the largest {} since the week to {} ({})", side, date_text(*record.since), money_text(record.since_musd));
  if (record.missing_between > 0) text += format(" among known weeks ({} between are not)", record.missing_between);
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
