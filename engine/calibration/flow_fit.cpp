#include "calibration/flow_fit.h"

#include <algorithm>
#include <cmath>

#include "calibration/autoregression_fit.h"
#include "calibration/dollar_disappointment.h"
#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "core/unit.h"

namespace ebbtide {
namespace {

constexpr int kFewestFlowWeeks = 12;
// Flows and AUM determine each other (x = flow / AUM, AUM grows by flows): alternate until the smoothed AUM settles.
constexpr int kFillPasses = 4;

// Known columns stand before the average in a gappy regression: the disappointment is moved behind it afterwards.
GappyModel flow_model(bool with_disappointment) {
  GappyModel model;
  model.prior.residual_sd = 0.9;
  model.prior.degrees_of_freedom = 6.0;
  model.prior.coefficients = {{"level", 0.2, 0.5},        {"own lag", 0.25, 0.15},  {"return", 0.12, 0.05},
                              {"return lag", 0.02, 0.03}, {"drawdown", 0.0, 0.015}, {"average", 0.2, 0.2}};
  if (with_disappointment)
    model.prior.coefficients.insert(model.prior.coefficients.end() - 1, {"disappointment", 0.0, 0.02});
  model.uses_average = true;
  model.history_mean = 0.3;
  model.history_sd = 1.0;
  return model;
}

// 100 log(close / highest close of the window) after a week, from public closes.
class Drawdown {
 public:
  Drawdown(const HistoryView& view, int variable, int window) : view_(view), variable_(variable), window_(window) {}

  // Log-percent closes up to a week, oldest first, relative to the oldest.
  std::vector<double> closes(Date last) const {
    std::vector<double> moves;
    for (Date week = last; static_cast<int>(moves.size()) < window_ - 1; week = add_weeks(week, -1)) {
      const auto move = view_.displayed(static_cast<std::size_t>(variable_), week);
      if (!move) break;
      moves.push_back(log_percent(*move));
    }
    std::vector<double> result{0.0};
    for (std::size_t i = moves.size(); i-- > 0;) result.push_back(result.back() + moves[i]);
    return result;
  }

  double after(Date week) const {
    const std::vector<double> path = closes(week);
    return path.back() - *std::max_element(path.begin(), path.end());
  }

 private:
  const HistoryView& view_;
  int variable_;
  int window_;
};

void move_average_before_disappointment(RegressionPosterior& posterior) {
  constexpr int kLast = FlowPosterior::kDisappointment;
  std::swap(posterior.regressors[kLast - 1], posterior.regressors[kLast]);
  std::swap(posterior.mean(kLast - 1), posterior.mean(kLast));
  posterior.unit_covariance.row(kLast - 1).swap(posterior.unit_covariance.row(kLast));
  posterior.unit_covariance.col(kLast - 1).swap(posterior.unit_covariance.col(kLast));
}

// Of every week of the history; empty where the market declares no such term.
std::vector<double> disappointments(const HistoryView& view, const FundHistory& history,
                                    const std::optional<DisappointmentHistory>& past) {
  std::vector<double> values;
  for (std::size_t t = 0; past && t < history.weeks.size(); ++t) {
    const bool fitted = history.week_end(t) >= view.universe().first_flow_week;
    values.push_back(fitted ? past->in_week(history.week_end(t)) : 0.0);
  }
  return values;
}

std::vector<GappyPoint> flow_points(const HistoryView& view, const FundHistory& history, const Drawdown& drawdown,
                                    const std::vector<double>& disappointment) {
  std::vector<GappyPoint> points;
  for (std::size_t t = 1; t < history.weeks.size(); ++t) {
    const FundWeek& week = history.weeks[t];
    const double opening = history.weeks[t - 1].aum.mean_musd;
    GappyPoint point;
    if (week.flow && opening > 0.0) {
      point.observed = 100.0 * week.flow->value_musd / opening;
      point.variance = std::pow(100.0 * week.flow->rounding_musd / opening, 2) / 12.0;
    }
    if (history.week_end(t) >= view.universe().first_flow_week) {
      point.known = {week.return_percent, history.weeks[t - 1].return_percent, drawdown.after(history.week_end(t - 1))};
      if (!disappointment.empty()) point.known.push_back(disappointment[t]);
    }
    points.push_back(std::move(point));
  }
  return points;
}

// The price that a universe's money watches: that of its first asset, of a basket the first part.
std::size_t leading_price(const HistoryView& view) {
  const std::vector<Member>& assets = view.universe().of(Dimension::asset);
  EBBTIDE_REQUIRE(!assets.empty() && !assets.front().prices.empty());
  const auto variable = view.market().index_of(assets.front().prices.front().return_name);
  EBBTIDE_REQUIRE(variable.has_value());
  return *variable;
}

[[noreturn]] void too_few_flows(const HistoryView& view, int weeks) {
  Findings findings;
  Finding finding;
  finding.code = "short-history";
  finding.problem = format("only {} weeks of total flow with AUM are public as of {}", weeks, date_text(view.as_of()));
  finding.expected =
      format("at least {} weeks from {} on", kFewestFlowWeeks, date_text(view.universe().first_flow_week));
  findings.add(std::move(finding));
  throw InputError(findings);
}

// Of the weeks from first_flow_week on, missing ones as the regression fills them.
void take_autoregression(const HistoryView& view, const FundHistory& history, const std::vector<double>& flow_percent,
                         FlowPosterior& posterior) {
  std::vector<double> flows, returns;
  for (std::size_t t = 1; t < history.weeks.size(); ++t) {
    if (history.week_end(t) < view.universe().first_flow_week) continue;
    flows.push_back(flow_percent[t - 1]);
    returns.push_back(history.weeks[t].return_percent);
  }
  const AutoregressionFit fit = fit_autoregression(flows, returns);
  posterior.model = FlowModel::ar1_t;
  posterior.tail_index = fit.degrees_of_freedom;
  posterior.posterior = in_flow_order(fit.posterior, posterior.coefficient_count());
}

}  // namespace

FlowFit fit_flow(const HistoryView& view, FundHistory& history, Date market_last, const CalibrationSettings& settings) {
  FlowFit result;
  result.posterior.drawdown_variable = static_cast<int>(leading_price(view));
  const Drawdown drawdown(view, result.posterior.drawdown_variable, result.posterior.drawdown_window);
  std::optional<DisappointmentHistory> past;
  if (const auto& dollar = view.market().disappointment_dollar) {
    const auto variable = view.market().index_of(*dollar);
    EBBTIDE_REQUIRE(variable.has_value());
    past.emplace(view, leading_price(view), *variable);
    result.posterior.disappointment = past->trailing(market_last);
  }
  const std::vector<double> disappointment = disappointments(view, history, past);
  const GappyModel model = flow_model(past.has_value());
  GappyFit fit;
  for (int pass = 0; pass < kFillPasses; ++pass) {
    const std::vector<GappyPoint> points = flow_points(view, history, drawdown, disappointment);
    const auto usable = std::count_if(points.begin(), points.end(), [](const GappyPoint& point) {
      return point.observed.has_value() && !point.known.empty();
    });
    if (usable < kFewestFlowWeeks) too_few_flows(view, static_cast<int>(usable));
    fit = fit_gappy_regression(model, points, {settings.imputation_draws, settings.imputation_burn_in, 0});
    if (!fit.imputed) break;
    std::vector<std::pair<double, double>> filled{{0.0, 0.0}};
    for (std::size_t t = 1; t < history.weeks.size(); ++t) {
      const double scale = 0.01 * history.weeks[t - 1].aum.mean_musd;
      filled.emplace_back(scale * fit.mean[t - 1], std::pow(scale * fit.sd[t - 1], 2));
    }
    refill_aum(view, filled, history);
  }
  FlowPosterior& posterior = result.posterior;
  posterior.posterior = fit.posterior;
  if (past) move_average_before_disappointment(posterior.posterior);
  if (settings.flow_model == FlowModel::ar1_t) take_autoregression(view, history, fit.mean, posterior);
  posterior.posterior.first_week = std::max(view.universe().first_flow_week, history.week_end(1));
  posterior.posterior.last_week = history.week_end(history.weeks.size() - 1);
  posterior.average_decay = model.average_decay;
  posterior.average_weight = fit.average_weight;
  posterior.recent_log_closes = drawdown.closes(market_last);
  posterior.last_return = history.weeks.back().return_percent;
  posterior.opening = fit.last;
  posterior.opening_covariance = fit.last_covariance;
  result.flow_percent = {0.0};
  result.flow_percent_sd = {0.0};
  result.flow_percent.insert(result.flow_percent.end(), fit.mean.begin(), fit.mean.end());
  result.flow_percent_sd.insert(result.flow_percent_sd.end(), fit.sd.begin(), fit.sd.end());
  return result;
}

}  // namespace ebbtide
