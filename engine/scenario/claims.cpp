#include "scenario/claims.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr double kTolerance = 1e-9;

// What is wrong with `guilty`, given another claim.
struct Clash {
  const Claim* guilty = nullptr;
  bool contradictory = false;
  std::string problem;
  std::string_view expected;
};

bool pins(const Claim& claim) {
  return claim.kind == ConditionKind::hard || claim.kind == ConditionKind::target;
}

bool bounds(const Claim& claim) {
  return claim.kind == ConditionKind::inequality;
}

std::string place(const Claim& claim) {
  return claim.where.line == 0 ? claim.where.file : format("line {}", claim.where.line);
}

// a <= b, rounding apart.
bool not_above(double a, double b) {
  return a <= b || (std::isfinite(a) && std::isfinite(b) && same_number(a, b));
}

// Every value within the bounds of `a` lies within those of `b`.
bool implies(const Claim& a, const Claim& b) {
  return not_above(b.low, a.low) && not_above(a.high, b.high);
}

std::optional<Clash> two_pins(const Claim& earlier, const Claim& later) {
  const bool alike =
      earlier.kind == later.kind && same_number(earlier.value, later.value) && same_number(earlier.sd, later.sd);
  const std::string_view how = alike ? "" : earlier.kind != later.kind ? ", in another way" : ", to another value";
  return Clash{
      .guilty = &later,
      .contradictory = !alike,
      .problem = format("'{}' pins what '{}' ({}) pins already{}", later.text, earlier.text, place(earlier), how),
      .expected = "each quantity pinned once"};
}

std::optional<Clash> pin_and_bounds(const Claim& pin, const Claim& bound) {
  if (pin.kind == ConditionKind::target) return std::nullopt;
  const bool within = not_above(bound.low, pin.value) && not_above(pin.value, bound.high);
  return Clash{
      .guilty = &bound,
      .contradictory = !within,
      .problem = format("'{}' {} '{}' ({})", bound.text, within ? "follows from" : "excludes", pin.text, place(pin)),
      .expected = "the value or the bound alone"};
}

std::optional<Clash> two_bounds(const Claim& earlier, const Claim& later) {
  const double low = std::max(earlier.low, later.low);
  const double high = std::min(earlier.high, later.high);
  if (not_above(high, low)) {
    return Clash{.guilty = &later,
                 .contradictory = true,
                 .problem = format("'{}' and '{}' ({}) leave no room", later.text, earlier.text, place(earlier)),
                 .expected = "bounds with values between them"};
  }
  const bool follows = implies(earlier, later);
  if (!follows && !implies(later, earlier)) return std::nullopt;
  const Claim& wider = follows ? later : earlier;
  const Claim& narrower = follows ? earlier : later;
  return Clash{.guilty = &wider,
               .contradictory = false,
               .problem = format("'{}' follows from '{}' ({})", wider.text, narrower.text, place(narrower)),
               .expected = "the narrower bound alone"};
}

std::optional<Clash> clash(const Claim& earlier, const Claim& later) {
  if (pins(earlier) && pins(later)) return two_pins(earlier, later);
  if (bounds(earlier) && bounds(later)) return two_bounds(earlier, later);
  if (!pins(earlier) && !pins(later)) return std::nullopt;
  const Claim& pin = pins(earlier) ? earlier : later;
  const Claim& other = pins(earlier) ? later : earlier;
  if (bounds(other)) return pin_and_bounds(pin, other);
  return Clash{.guilty = &other,
               .contradictory = false,
               .problem = format("'{}' sights what '{}' ({}) pins: a pinned quantity learns nothing from a sighting",
                                 other.text, pin.text, place(pin)),
               .expected = "the pin or the sighting alone"};
}

}  // namespace

bool same_number(double a, double b) {
  return std::abs(a - b) <= kTolerance * std::max({1.0, std::abs(a), std::abs(b)});
}

void report_clashes(const std::vector<Claim>& claims, Reporter& reporter) {
  std::vector<const Claim*> reported;
  for (std::size_t later = 1; later < claims.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const auto found = clash(claims[earlier], claims[later]);
      if (!found || std::find(reported.begin(), reported.end(), found->guilty) != reported.end()) continue;
      reported.push_back(found->guilty);
      reporter.error(found->guilty->where, found->contradictory ? "contradictory-condition" : "redundant-condition",
                     found->problem, std::string(found->expected));
    }
  }
}

}  // namespace ebbtide
