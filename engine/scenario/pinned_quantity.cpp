#include "scenario/pinned_quantity.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr double kTolerance = 1e-9;

// Sum over the weeks of a combination whose first variable in alphabetical order has weight 1; log percent or bp.
struct Pin {
  std::vector<MarketTerm> terms;
  WeekRange weeks;
  double sum = 0.0;
};

Pin pin_of(const MarketCondition& condition) {
  Pin pin{.terms = condition.terms, .weeks = condition.weeks, .sum = condition.value.value};
  if (condition.value.unit == Unit::percent) pin.sum = log_percent(pin.sum);
  if (condition.aggregation == Aggregation::average) pin.sum *= pin.weeks.last - pin.weeks.first + 1;
  std::sort(pin.terms.begin(), pin.terms.end(),
            [](const MarketTerm& a, const MarketTerm& b) { return a.variable < b.variable; });
  const double scale = pin.terms.front().weight;
  for (MarketTerm& term : pin.terms) term.weight /= scale;
  pin.sum /= scale;
  return pin;
}

bool same_number(double a, double b) {
  return std::abs(a - b) <= kTolerance * std::max({1.0, std::abs(a), std::abs(b)});
}

bool same_quantity(const Pin& a, const Pin& b) {
  return a.weeks == b.weeks && std::equal(a.terms.begin(), a.terms.end(), b.terms.begin(), b.terms.end(),
                                          [](const MarketTerm& x, const MarketTerm& y) {
                                            return x.variable == y.variable && same_number(x.weight, y.weight);
                                          });
}

}  // namespace

void report_repeated_pins(const std::vector<MarketCondition>& conditions, Reporter& reporter) {
  std::vector<Pin> pins;
  std::vector<const MarketCondition*> firsts;  // the condition of each pin
  for (const MarketCondition& condition : conditions) {
    const Pin pin = pin_of(condition);
    const auto earlier =
        std::find_if(pins.begin(), pins.end(), [&](const Pin& candidate) { return same_quantity(candidate, pin); });
    if (earlier == pins.end()) {
      pins.push_back(pin);
      firsts.push_back(&condition);
      continue;
    }
    const MarketCondition& first = *firsts[static_cast<std::size_t>(earlier - pins.begin())];
    const bool same = same_number(earlier->sum, pin.sum);
    reporter.error(condition.where, same ? "redundant-condition" : "contradictory-condition",
                   format("'{}' pins what '{}' (line {}) pins already{}", condition.text, first.text, first.where.line,
                          same ? "" : ", to another value"),
                   "each quantity pinned once");
  }
}

}  // namespace ebbtide
