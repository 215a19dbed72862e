#include "model/fund_theta.h"

#include <algorithm>
#include <cmath>

#include "math/psd_factor.h"
#include "random/boost_draws.h"
#include "random/place_engine.h"

namespace ebbtide {
FundSampler::FundSampler(const FundPosterior& posterior)
    : flow_(posterior.flow.posterior),
      flow_tail_index_(posterior.flow.tail_index),
      opening_(posterior.flow.opening),
      opening_factor_(psd_factor(posterior.flow.opening_covariance)),
      aum_relative_sd_(posterior.opening_aum_sd_musd / posterior.opening_aum_musd) {
  for (const MemberPosterior& member : posterior.members) {
    members_.emplace_back(member.posterior);
    last_mean_.push_back(member.last_mean);
    last_sd_.push_back(std::sqrt(member.last_variance));
  }
  if (!posterior.cube) return;
  cell_states_ = posterior.cube->cells;
  for (const CellPosterior& cell : cell_states_) cells_.emplace_back(cell.posterior);
}

FundTheta FundSampler::draw(std::uint64_t seed, std::uint64_t group) const {
  FundTheta theta;
  theta.flow = flow_.draw(seed, group, kFlowEquationNumber);
  PlaceEngine opening(seed, DrawPlace{group, 0, Purpose::opening, 0});
  Vector normals(2);
  for (double& value : normals) value = normal_draw(opening);
  const Vector before = opening_ + opening_factor_ * normals;
  theta.opening_flow = before(0);
  theta.opening_average = before(1);
  // A relative error of this size is far from -1; the bound only guards hand-written files.
  theta.aum_factor = std::max(0.01, 1.0 + aum_relative_sd_ * normal_draw(opening));
  for (std::size_t m = 0; m < members_.size(); ++m) {
    theta.members.push_back(members_[m].draw(seed, group, member_equation_number(m)));
    PlaceEngine last(seed, DrawPlace{group, 1 + static_cast<std::uint32_t>(m), Purpose::opening, 0});
    theta.opening_members.push_back(last_sd_[m] > 0.0 ? last_mean_[m] + last_sd_[m] * normal_draw(last)
                                                      : last_mean_[m]);
  }
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const CellPosterior& state = cell_states_[c];
    theta.cells.push_back(cells_[c].draw(seed, group, cell_equation_number(c)));
    PlaceEngine last(seed, DrawPlace{group, cell_equation_number(c), Purpose::opening, 0});
    theta.opening_cells.push_back(state.last_variance > 0.0
                                      ? state.last_mean + std::sqrt(state.last_variance) * normal_draw(last)
                                      : state.last_mean);
    PlaceEngine quiet(seed, DrawPlace{group, cell_quiet_number(c), Purpose::parameter, 0});
    const double weeks = state.quiet_weeks > 0.0 ? gamma_draw(quiet, state.quiet_weeks) : 0.0;
    theta.quiet.push_back(weeks > 0.0 ? weeks / (weeks + gamma_draw(quiet, state.trading_weeks)) : 0.0);
  }
  return theta;
}

FundTheta FundSampler::mean() const {
  FundTheta theta;
  theta.flow = flow_.mean();
  if (std::isfinite(flow_tail_index_)) theta.flow.sigma *= std::sqrt(flow_tail_index_ / (flow_tail_index_ - 2.0));
  for (const RegressionSampler& member : members_) theta.members.push_back(member.mean());
  theta.opening_flow = opening_(0);
  theta.opening_average = opening_(1);
  theta.opening_members = last_mean_;
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const CellPosterior& state = cell_states_[c];
    theta.cells.push_back(cells_[c].mean());
    theta.opening_cells.push_back(state.last_mean);
    theta.quiet.push_back(state.quiet_weeks / (state.quiet_weeks + state.trading_weeks));
  }
  return theta;
}

}  // namespace ebbtide
