#include "backtest/explanation.h"

#include <algorithm>
#include <cmath>

#include "backtest/engine_forecast.h"
#include "backtest/explained_weeks.h"
#include "backtest/realised_weeks.h"
#include "calibration/fund_history.h"
#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "stats/sample_quantile.h"

namespace ebbtide {
namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

FlowLaw law_of(std::vector<double> draws, std::optional<double> realised) {
  FlowLaw law;
  law.mean = mean_of(draws);
  std::sort(draws.begin(), draws.end());
  law.q05 = sample_quantile(draws, 0.05);
  law.q50 = sample_quantile(draws, 0.50);
  law.q95 = sample_quantile(draws, 0.95);
  if (realised) {
    const auto [first, last] = std::equal_range(draws.begin(), draws.end(), *realised);
    const auto below = static_cast<double>(first - draws.begin()), same = static_cast<double>(last - first);
    law.percentile = 100.0 * (below + 0.5 * same) / static_cast<double>(draws.size());
  }
  return law;
}

std::vector<double> group_sums(const std::vector<double>& draws, std::size_t group_size) {
  std::vector<double> sums((draws.size() + group_size - 1) / group_size);
  for (std::size_t i = 0; i < draws.size(); ++i) sums[i / group_size] += draws[i];
  return sums;
}

// Mean of the first less that of the second, on the same parameters and shocks.
Estimate mean_difference(const std::vector<double>& first, const std::vector<double>& second, std::size_t group_size) {
  return grouped_mean_difference(group_sums(first, group_size), group_sums(second, group_size), first.size(),
                                 group_size);
}

// What AUM did in a week, from what was known when its flow came out.
class AumWeeks {
 public:
  AumWeeks(const HistoryView& view, Date week_end)
      : view_(view),
        week_end_(week_end),
        funds_(build_fund_history(view)),
        week_(static_cast<std::size_t>(weeks_between(funds_.first_week, week_end))) {
    EBBTIDE_REQUIRE(week_ >= 1 && week_ < funds_.weeks.size());
  }

  AumBridge total(double flow) const {
    const auto before = view_.aum({}, add_weeks(week_end_, -1)), after = view_.aum({}, week_end_);
    return between(before ? before->value_musd : funds_.weeks[week_ - 1].aum.mean_musd, flow,
                   after ? after->value_musd : funds_.weeks[week_].aum.mean_musd,
                   before && after ? "published" : "reconstructed");
  }

  std::optional<AumBridge> member(const MemberPosterior& posterior, double flow) const {
    const auto found = std::find_if(funds_.members.begin(), funds_.members.end(), [&](const MemberHistory& each) {
      return each.member.dimension == posterior.dimension && each.member.name == posterior.name;
    });
    if (found == funds_.members.end() || found->aum_status == AumStatus::none) return std::nullopt;
    const double opening = found->aum_musd[week_ - 1];
    if (found->aum_status == AumStatus::seen) return between(opening, flow, found->aum_musd[week_], "reconstructed");
    const double market = 0.01 * opening * found->return_percent[week_];
    return AumBridge{opening, flow, market, opening + flow + market, "implied"};
  }

 private:
  static AumBridge between(double opening, double flow, double closing, std::string basis) {
    return {opening, flow, closing - opening - flow, closing, std::move(basis)};
  }

  const HistoryView& view_;
  Date week_end_;
  FundHistory funds_;
  std::size_t week_;
};

bool is_held(const Universe& universe, const std::string& price) {
  for (const Member& asset : universe.of(Dimension::asset)) {
    for (const PriceExposure& exposure : asset.prices) {
      if (exposure.return_name == price) return true;
    }
  }
  return false;
}

std::vector<MarketMove> market_moves(const Origin& origin, const HistoryView& later) {
  constexpr int kWeeks = 52;
  std::vector<MarketMove> moves;
  for (const MarketVariable& variable : origin.calibration->market.variables) {
    const auto index = later.market().index_of(variable.name);
    MarketMove move;
    move.name = variable.name;
    move.title = variable.title;
    move.unit = unit_text(variable.unit);
    move.is_price = variable.is_return;
    move.held = is_held(later.universe(), variable.name);
    move.public_before = index && origin.view.displayed(*index, origin.week_one).has_value();
    if (index) move.value = later.displayed(*index, origin.week_one);
    double squares = 0.0;
    int known = 0;
    for (int back = 1; index && back <= kWeeks; ++back) {
      const auto past = origin.view.displayed(*index, add_weeks(origin.week_one, -back));
      if (!past) continue;
      squares += *past * *past;
      ++known;
    }
    if (move.value && squares > 0.0) move.sds = *move.value / std::sqrt(squares / known);
    moves.push_back(std::move(move));
  }
  return moves;
}

// Draws of one series in the three tracks.
using Draws = std::array<const std::vector<double>*, 3>;

void split(const Draws& draws, std::size_t group_size, ExplainedFlow& flow) {
  for (std::size_t track = 0; track < draws.size(); ++track)
    flow.law[track] = law_of(*draws[track], flow.realised_musd);
  flow.macro = mean_difference(*draws[1], *draws[0], group_size);
  flow.prices = mean_difference(*draws[2], *draws[1], group_size);
}

double share_above_zero(const std::vector<double>& draws) {
  const auto above = std::count_if(draws.begin(), draws.end(), [](double value) { return value > 0.0; });
  return static_cast<double>(above) / static_cast<double>(draws.size());
}

void count_member(const ExplainedFlow& flow, const std::vector<double>& expected, Breadth& breadth) {
  const double realised = *flow.realised_musd;
  ++breadth.known;
  breadth.expected_inflows += share_above_zero(expected);
  if (realised > 0.0) ++breadth.inflows;
  if (realised < 0.0) ++breadth.outflows;
  if (realised > breadth.largest_inflow_musd) {
    breadth.largest_inflow = flow.member;
    breadth.largest_inflow_musd = realised;
  }
  if (realised < breadth.largest_outflow_musd) {
    breadth.largest_outflow = flow.member;
    breadth.largest_outflow_musd = realised;
  }
}

// The findings, each with the first week that has enough history before it; their places are left open.
[[noreturn]] void refuse(const History& history, const InputError& error, const CalibrationSettings& settings) {
  Findings findings;
  for (Finding finding : error.findings().sorted()) {
    if (const auto first = first_calibrated_week(history, settings))
      finding.suggestion =
          format("the first week of {} that can be explained is {}", history.universe().name, date_text(*first));
    findings.add(std::move(finding));
  }
  throw InputError(findings);
}

Origin calibrated_origin(const History& history, Date as_of, const ExplainOptions& options) {
  try {
    return make_origin(history, as_of, options.seed, options.settings);
  } catch (const InputError& error) {
    refuse(history, error, options.settings);
  }
}

class WeekExplainer {
 public:
  WeekExplainer(const Origin& origin, const History& history, const ExplainOptions& options)
      : origin_(origin),
        week_end_(origin.week_one),
        realised_(history, origin.week_one, origin.week_one),
        came_(*realised_.find(origin.week_one)),
        then_(history.as_of(came_.published)),
        aum_(then_, origin.week_one) {
    const HistoryView later = history.complete();
    for (std::size_t track = 0; track < forecasts_.size(); ++track)
      forecasts_[track] = std::move(
          engine_forecasts(origin, known_market(origin, later, kAllTracks[track], 1), {1}, options.paths).front());
    market_ = market_moves(origin, later);
  }

  Explanation explanation(const ExplainOptions& options) {
    Explanation result;
    result.universe = then_.universe().name;
    result.universe_title = then_.universe().title;
    result.week_end = week_end_;
    result.origin = origin_.as_of;
    result.published = came_.published;
    result.paths = options.paths;
    result.opening_aum_musd = origin_.opening_aum_musd();
    result.flows.push_back(total());
    for (std::size_t track = 0; track < forecasts_.size(); ++track) {
      const double flow = result.total().law[track].mean, closing = mean_of(forecasts_[track].aum_musd);
      result.expected_bridge[track] = {result.opening_aum_musd, flow, closing - flow - result.opening_aum_musd, closing,
                                       "expected"};
    }
    add_members(result);
    result.market = std::move(market_);
    return result;
  }

 private:
  void describe(const SeriesKey& key, ExplainedFlow& flow) const {
    flow.key = key;
    if (flow.realised_musd) flow.record = flow_record(known_flows(then_, key), week_end_, *flow.realised_musd);
  }

  ExplainedFlow total() const {
    ExplainedFlow flow;
    flow.level = flow.member = "total";
    flow.realised_musd = came_.flow_musd;
    describe({}, flow);
    flow.bridge = aum_.total(came_.flow_musd);
    split({&forecasts_[0].flow_musd, &forecasts_[1].flow_musd, &forecasts_[2].flow_musd}, forecasts_[0].group_size,
          flow);
    return flow;
  }

  ExplainedFlow member(std::size_t m) const {
    const MemberPosterior& posterior = origin_.funds().members[m];
    ExplainedFlow flow;
    flow.level = std::string(dimension_text(posterior.dimension));
    flow.member = posterior.name;
    flow.seen = posterior.seen;
    const SeriesKey key = margin_key(posterior.dimension, posterior.name);
    const auto found = came_.member_flow_musd.find(key);
    if (found != came_.member_flow_musd.end() && !posterior.residual) flow.realised_musd = found->second;
    describe(key, flow);
    if (flow.realised_musd) flow.bridge = aum_.member(posterior, *flow.realised_musd);
    split({&forecasts_[0].member_flow_musd[m], &forecasts_[1].member_flow_musd[m], &forecasts_[2].member_flow_musd[m]},
          forecasts_[0].group_size, flow);
    return flow;
  }

  void add_members(Explanation& result) const {
    std::array<Breadth, 3> breadth;
    for (std::size_t m = 0; m < origin_.funds().members.size(); ++m) {
      result.flows.push_back(member(m));
      const ExplainedFlow& flow = result.flows.back();
      Breadth& own = breadth[static_cast<std::size_t>(origin_.funds().members[m].dimension)];
      own.level = flow.level;
      if (flow.realised_musd) count_member(flow, forecasts_[0].member_flow_musd[m], own);
    }
    for (Breadth& each : breadth) {
      if (each.known >= 2) result.breadth.push_back(std::move(each));
    }
  }

  const Origin& origin_;
  Date week_end_;
  RealisedWeeks realised_;
  const RealisedWeek& came_;
  HistoryView then_;  // on the day the week's flow came out
  AumWeeks aum_;
  std::array<Forecast, 3> forecasts_;  // U, M, MP
  std::vector<MarketMove> market_;
};

}  // namespace

Explanation explain_week(const History& history, Date week_end, const ExplainOptions& options) {
  const std::optional<Date> as_of = explained_from(history, week_end);
  EBBTIDE_REQUIRE(as_of.has_value());
  const Origin origin = calibrated_origin(history, *as_of, options);
  return WeekExplainer(origin, history, options).explanation(options);
}

}  // namespace ebbtide
