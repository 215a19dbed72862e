#include "evaluation/high_weights.h"

#include <algorithm>
#include <cmath>

#include "simulation/market_sample.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kSeed = 1;

// Weights of the paths, largest 1: those of bounds.
std::vector<double> path_weights(const MarketSample& sample) {
  std::vector<double> weights(sample.paths);
  const double most = *std::max_element(sample.log_weight.begin(), sample.log_weight.end());
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = std::isfinite(most) ? std::exp(sample.log_weight[i] - most) : 1.0;
  return weights;
}

}  // namespace

Matrix high_weights(const Model& model, const std::vector<LinearConstraint>& constraints, const Executor& executor) {
  Model market = model;
  market.constraints = constraints;
  market.flow_conditions.clear();
  market.flow_pins.clear();
  market.views.clear();
  const MarketSample sample = draw_market(market, kSeed, kHighPaths, executor);
  const std::vector<double> weights = path_weights(sample);
  const FlowPosterior& flow = model.calibration->funds->flow;
  const std::vector<PathTerm> terms = displayed_terms(model.calibration->market.variables, flow.drawdown_variable, 0);
  const std::size_t known = flow.recent_log_closes.size();
  const auto weeks = static_cast<std::size_t>(model.market_weeks()), lead = static_cast<std::size_t>(model.lead_weeks);
  Matrix shares = Matrix::Zero(model.horizon_weeks, static_cast<Eigen::Index>(known + weeks));
  std::vector<double> closes = flow.recent_log_closes;
  closes.resize(known + weeks);
  for (std::size_t path = 0; path < sample.paths; ++path) {
    for (std::size_t week = 0; week < weeks; ++week) {
      double& close = closes[known + week];
      close = known + week == 0 ? 0.0 : closes[known + week - 1];
      for (const PathTerm& term : terms)
        close += static_cast<double>(sample.column(static_cast<int>(week), term.variable)[path]);
    }
    for (std::size_t week = 0; week < static_cast<std::size_t>(model.horizon_weeks); ++week) {
      const std::size_t end = known + lead + week;  // one past last week's close
      const std::size_t window = std::min(end, static_cast<std::size_t>(flow.drawdown_window));
      if (window == 0) continue;
      const auto last = closes.begin() + static_cast<std::ptrdiff_t>(end);
      const auto high = std::max_element(last - static_cast<std::ptrdiff_t>(window), last);
      shares(static_cast<Eigen::Index>(week), high - closes.begin()) += weights[path];
    }
  }
  for (Eigen::Index week = 0; week < shares.rows(); ++week) {
    const double sum = shares.row(week).sum();
    if (sum > 0.0) shares.row(week) /= sum;
  }
  return shares;
}

}  // namespace ebbtide
