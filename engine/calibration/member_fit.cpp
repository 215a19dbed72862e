#include "calibration/member_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "calibration/gappy_regression.h"

namespace ebbtide {
namespace {

constexpr int kOwnScaleFrom = 8;         // figures
constexpr std::size_t kSettleWeeks = 4;  // weeks after opening that say nothing about later flows
constexpr double kSmallestAum = 1.0;     // million USD
constexpr int kFirstFitPart = 4;         // of the draws

class MemberFit {
 public:
  MemberFit(const HistoryView& view, const FundHistory& history, const FlowFit& flow, const MemberHistory& member,
            std::size_t members_in_dimension)
      : view_(view), history_(history), flow_(flow), member_(member), count_(members_in_dimension) {
    points_ = points();
  }

  int figures() const {
    return static_cast<int>(std::count_if(points_.begin(), points_.end(), [](const GappyPoint& point) {
      return point.observed.has_value() && !point.known.empty();
    }));
  }

  // Standard deviation of the member's flow around the total's (both in %).
  double own_spread() const {
    double sum = 0.0;
    for (const GappyPoint& point : points_) {
      if (point.observed && !point.known.empty()) sum += std::pow(*point.observed - parent_mean() * point.known[0], 2);
    }
    return std::sqrt(sum / std::max(1, figures()));
  }

  MemberPosterior fit(double residual_sd, const CalibrationSettings& settings, std::uint32_t stream) const {
    MemberPosterior result;
    result.name = member_.member.name;
    result.dimension = member_.member.dimension;
    result.residual = member_.member.residual;
    result.seen =
        std::any_of(member_.flow.begin(), member_.flow.end(), [](const auto& flow) { return flow.has_value(); });
    result.aum_status = member_.aum_status;
    if (has_aum()) result.opening_aum_musd = member_.aum_musd.back();
    for (const auto& [variable, weight] : member_.exposures)
      result.exposures.emplace_back(static_cast<int>(variable), weight);
    GappyModel model;
    model.prior.residual_sd = residual_sd;
    model.prior.degrees_of_freedom = 6.0;
    const double share = has_aum() ? 1.0 : 1.0 / static_cast<double>(count_);
    model.prior.coefficients = {{"level", 0.0, 0.15 * share},
                                {"own lag", 0.3, 0.3},
                                {"total", parent_mean(), has_aum() ? 0.5 : share},
                                {"own return", 0.0, 0.05 * share}};
    model.history_sd = residual_sd;
    model.discount = settings.member_discount;
    if (figures() == 0) {
      result.posterior = fit_regression(model.prior, Matrix(0, MemberPosterior::kCount), Vector(0));
      result.last_mean = parent_mean() * flow_.flow_percent.back();
      result.last_variance = residual_sd * residual_sd;
      return result;
    }
    // The spread around the total overstates the residual of a member that departs by its coefficients; a first fit
    // finds the scale.
    const GappyFit first = fit_gappy_regression(
        model, points_, {std::max(1, settings.imputation_draws / kFirstFitPart), settings.imputation_burn_in, stream});
    model.prior.residual_sd = std::sqrt(first.posterior.residual_variance);
    const GappyFit fit =
        fit_gappy_regression(model, points_, {settings.imputation_draws, settings.imputation_burn_in, stream});
    result.posterior = fit.posterior;
    result.posterior.first_week = history_.week_end(first_ + 1);
    result.posterior.last_week = history_.week_end(history_.weeks.size() - 1);
    result.last_mean = fit.last(0);
    result.last_variance = fit.last_covariance(0, 0);
    return result;
  }

 private:
  bool has_aum() const { return member_.aum_status != AumStatus::none; }
  double parent_mean() const { return has_aum() ? 1.0 : 1.0 / static_cast<double>(count_); }
  double opening(std::size_t t) const {
    return has_aum() ? member_.aum_musd[t - 1] : history_.weeks[t - 1].aum.mean_musd;
  }

  std::vector<GappyPoint> points() {
    first_ = 1;
    while (first_ < history_.weeks.size() && opening(first_) < kSmallestAum) ++first_;
    if (first_ > 1) first_ += kSettleWeeks;
    std::vector<GappyPoint> result;
    for (std::size_t t = first_; t < history_.weeks.size(); ++t) {
      GappyPoint point;
      const double held = opening(t);
      if (member_.flow[t] && held >= kSmallestAum) {
        point.observed = 100.0 * member_.flow[t]->value_musd / held;
        point.variance = std::pow(100.0 * member_.flow[t]->rounding_musd / held, 2) / 12.0;
      }
      if (history_.week_end(t) >= view_.universe().first_flow_week && held >= kSmallestAum) {
        point.known = {flow_.flow_percent[t], member_.return_percent[t] - history_.weeks[t].return_percent};
      }
      result.push_back(std::move(point));
    }
    return result;
  }

  const HistoryView& view_;
  const FundHistory& history_;
  const FlowFit& flow_;
  const MemberHistory& member_;
  std::size_t count_;
  std::size_t first_ = 1;
  std::vector<GappyPoint> points_;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

std::vector<MemberPosterior> fit_members(const HistoryView& view, const FundHistory& history, const FlowFit& flow,
                                         const CalibrationSettings& settings) {
  std::vector<MemberPosterior> result;
  std::uint32_t stream = 1;
  for (const Dimension dimension : kDimensions) {
    std::vector<const MemberHistory*> members;
    for (const MemberHistory& member : history.members) {
      if (member.member.dimension == dimension) members.push_back(&member);
    }
    std::vector<MemberFit> fits;
    std::vector<double> spreads;
    for (const MemberHistory* member : members) {
      fits.emplace_back(view, history, flow, *member, members.size());
      if (fits.back().figures() >= kOwnScaleFrom) spreads.push_back(fits.back().own_spread());
    }
    // Where no member of the dimension has enough figures: twice the total's own spread, small funds being livelier.
    const double pooled =
        spreads.empty() ? 2.0 * std::sqrt(flow.posterior.posterior.residual_variance) : median(spreads);
    for (const MemberFit& fit : fits) {
      const double own = fit.figures() >= kOwnScaleFrom ? std::max(fit.own_spread(), 1e-3) : pooled;
      result.push_back(fit.fit(own, settings, stream++));
    }
  }
  return result;
}

}  // namespace ebbtide
