#include "calibration/sibling_sightings.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "calibration/fund_history.h"
#include "core/error.h"
#include "core/format.h"

namespace ebbtide {
namespace {

constexpr int kFewestWeeks = 12;
constexpr double kLargestCorrelation = 0.95;
constexpr double kLeastCover = 0.9;  // share of a member's AUM that the sibling's funds hold

// Both figures of a key by week, where both are public.
struct CommonWeek {
  double own = 0.0, sibling = 0.0;
};
std::map<Date, CommonWeek> common_weeks(const HistoryView& view, const SeriesKey& key) {
  std::map<Date, CommonWeek> weeks;
  if (!view.sibling() || !view.last_flow_week()) return weeks;
  for (Date week = view.universe().first_flow_week; week <= *view.last_flow_week(); week = add_weeks(week, 1)) {
    const auto own = view.flow(key, week);
    const auto sibling = view.sibling()->flow(key, week);
    if (own && sibling) weeks[week] = {own->value_musd, sibling->value_musd};
  }
  return weeks;
}

// Correlation of the residuals of two fits on the weeks that both know.
double residual_correlation(const HistoryView& view, const SiblingFit& fit, const SiblingFit& total) {
  const std::map<Date, CommonWeek> own = common_weeks(view, fit.key), all = common_weeks(view, total.key);
  const auto residual = [](const SiblingFit& of, const CommonWeek& week) {
    return week.sibling - of.constant - of.slope * week.own;
  };
  double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;
  for (const auto& [date, week] : own) {
    const auto found = all.find(date);
    if (found == all.end()) continue;
    // Sums about the running means.
    n += 1.0;
    const double dx = residual(fit, week) - x, dy = residual(total, found->second) - y;
    x += dx / n;
    y += dy / n;
    xx += dx * (residual(fit, week) - x);
    xy += dx * (residual(total, found->second) - y);
    yy += dy * (residual(total, found->second) - y);
  }
  if (n < kFewestWeeks || xx <= 0.0 || yy <= 0.0) return 0.0;
  return std::clamp(xy / std::sqrt(xx * yy), -kLargestCorrelation, kLargestCorrelation);
}

// The error of all the sibling's funds together: of the fit of the one member that they all belong to, or of the total.
struct WholeError {
  double sd = 0.0;          // musd, of this universe's flow
  double with_total = 1.0;  // its correlation with that of the total
};
WholeError whole_error(const HistoryView& view, const SiblingFit& total, double sighted_musd) {
  for (const Dimension dimension : kDimensions) {
    for (const Member& member : view.universe().of(dimension)) {
      const SeriesKey key = margin_key(dimension, member.name);
      const auto figure = view.sibling()->flow(key, view.week_one());
      if (!figure || figure->value_musd != sighted_musd) continue;
      if (const auto fit = fit_sibling(view, key)) return {fit->own_sd_musd(), fit->with_total};
    }
  }
  return {total.own_sd_musd(), 1.0};
}

// Empty where too little is public for it, which is no fault of a sibling.
std::optional<FundHistory> funds_if_known(const HistoryView& view) {
  try {
    return build_fund_history(view);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

// AUM on both sides at the end of the week before week 1; zero where it is not known.
class HeldAum {
 public:
  explicit HeldAum(const HistoryView& view)
      : week_(add_weeks(view.week_one(), -1)), own_(funds_if_known(view)), sibling_(funds_if_known(*view.sibling())) {}

  double own(const Member& member) const { return of(own_, member); }
  double sibling(const Member& member) const { return of(sibling_, member); }
  double all_of_sibling() const {
    const auto week = place(sibling_);
    return week ? sibling_->weeks[*week].aum.mean_musd : 0.0;
  }

 private:
  std::optional<std::size_t> place(const std::optional<FundHistory>& funds) const {
    if (!funds) return std::nullopt;
    const int week = weeks_between(funds->first_week, week_);
    const bool inside = week >= 0 && week < static_cast<int>(funds->weeks.size());
    return inside ? std::optional(static_cast<std::size_t>(week)) : std::nullopt;
  }
  double of(const std::optional<FundHistory>& funds, const Member& member) const {
    const auto week = place(funds);
    if (!week) return 0.0;
    const auto found = std::find_if(funds->members.begin(), funds->members.end(), [&](const MemberHistory& each) {
      return each.member.dimension == member.dimension && each.member.name == member.name;
    });
    return found != funds->members.end() && !found->aum_musd.empty() ? found->aum_musd[*week] : 0.0;
  }

  Date week_;
  std::optional<FundHistory> own_, sibling_;
};

// A member seen through its AUM alone; see above.
std::optional<SiblingFit> fit_by_aum(const HeldAum& held, const Member& member, const WholeError& whole) {
  const double seen = held.sibling(member), all = held.all_of_sibling(), own = held.own(member);
  if (!(own > 0.0) || !(seen >= kLeastCover * own)) return std::nullopt;
  const double share = seen / all;
  SiblingFit fit;
  fit.key = margin_key(member.dimension, member.name);
  fit.residual_sd = whole.sd * std::sqrt(share);
  fit.with_total = std::min(whole.with_total * std::sqrt(share), kLargestCorrelation);
  return fit;
}

FlowCondition evidence_of(const HistoryView& view, const SiblingFit& fit, double sighted_musd) {
  FlowCondition condition;
  condition.member = fit.key;
  condition.kind = ConditionKind::evidence;
  condition.value = {fit.own_musd(sighted_musd), Unit::million_usd};
  condition.sd = fit.own_sd_musd();
  condition.with_total = fit.with_total;
  condition.text =
      format("net flow of {}, week 1: {} m USD, evidence, sd {} m USD, from {} m USD in {}",
             fit.key.is_total() ? "the total" : key_text(fit.key), fixed_text(condition.value.value, 0, true),
             fixed_text(condition.sd, 0, true), fixed_text(sighted_musd, 0, true), view.universe().sibling);
  return condition;
}

}  // namespace

std::optional<SiblingFit> fit_sibling(const HistoryView& view, const SeriesKey& key) {
  int weeks = 0;
  double x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;
  for (const auto& [date, week] : common_weeks(view, key)) {
    // Sums about the running means.
    ++weeks;
    const double dx = week.own - x;
    const double dy = week.sibling - y;
    x += dx / weeks;
    y += dy / weeks;
    xx += dx * (week.own - x);
    xy += dx * (week.sibling - y);
    yy += dy * (week.sibling - y);
  }
  if (weeks < kFewestWeeks || xx <= 0.0 || xy <= 0.0) return std::nullopt;
  SiblingFit fit;
  fit.key = key;
  fit.weeks = weeks;
  fit.slope = xy / xx;
  fit.constant = y - fit.slope * x;
  fit.residual_sd = std::sqrt(std::max(0.0, yy - fit.slope * xy) / (weeks - 2));
  if (key.is_total()) return fit;
  if (const auto total = fit_sibling(view, {})) fit.with_total = residual_correlation(view, fit, *total);
  return fit;
}

std::vector<FlowCondition> sibling_evidence(const HistoryView& view, const Scenario& scenario) {
  std::vector<FlowCondition> evidence;
  if (!view.sibling() || scenario.path == PathKnowledge::sequential || scenario.price_impact) return evidence;
  const auto stated = [&](const SeriesKey& key) {
    return std::any_of(scenario.flow_conditions.begin(), scenario.flow_conditions.end(),
                       [&](const FlowCondition& condition) { return condition.member == key && condition.week == 1; });
  };
  const Date week = view.week_one();
  const auto sighted = view.sibling()->flow({}, week);
  const auto total = fit_sibling(view, {});
  if (stated({}) || !sighted || !total) return evidence;
  evidence.push_back(evidence_of(view, *total, sighted->value_musd));
  const WholeError whole = whole_error(view, *total, sighted->value_musd);
  const HeldAum held(view);
  for (const Dimension dimension : kDimensions) {
    for (const Member& member : view.universe().of(dimension)) {
      const SeriesKey key = margin_key(dimension, member.name);
      const auto figure = view.sibling()->flow(key, week);
      if (member.residual || !figure || stated(key)) continue;
      auto fit = fit_sibling(view, key);
      if (!fit && common_weeks(view, key).size() < kFewestWeeks) fit = fit_by_aum(held, member, whole);
      if (fit) evidence.push_back(evidence_of(view, *fit, figure->value_musd));
    }
  }
  return evidence;
}

}  // namespace ebbtide
