#include "model/cell_linearisation.h"

#include <algorithm>
#include <cmath>

namespace ebbtide {

CellLinearisation::CellLinearisation(const FundPosterior& funds, const FundTheta& theta, Eigen::Index inputs,
                                     bool exact)
    : theta_(theta), exact_(exact), inputs_(inputs) {
  const CubePosterior& cube = *funds.cube;
  const auto count = static_cast<Eigen::Index>(cube.cells.size());
  const auto assets = std::count_if(funds.members.begin(), funds.members.end(),
                                    [](const MemberPosterior& member) { return member.dimension == Dimension::asset; });
  assets_ = Matrix::Zero(assets, count);
  common_ = Matrix::Zero(count, static_cast<Eigen::Index>(funds.members.size()));
  held_.setZero(count);
  last_.setZero(count);
  held_slope_.setZero(count, inputs_);
  last_slope_.setZero(count, inputs_);
  for (Eigen::Index c = 0; c < count; ++c) {
    const CellPosterior& cell = cube.cells[static_cast<std::size_t>(c)];
    const std::array<std::size_t, 3> members = members_of(funds, cell);
    asset_of_.push_back(members[0]);
    assets_(static_cast<Eigen::Index>(members[0]), c) = 1.0;
    for (std::size_t d = 0; d < 3; ++d)
      common_(c, static_cast<Eigen::Index>(members[d])) = std::sqrt(cube.common_shares[d]);
    held_(c) = cell.opening_aum_musd * theta.aum_factor;
    last_(c) = theta.opening_cells[static_cast<std::size_t>(c)];
  }
  // A cell that is all of its asset has no part in what others have in common.
  for (Eigen::Index c = 0; c < count; ++c) {
    if (assets_.row(static_cast<Eigen::Index>(asset_of_[static_cast<std::size_t>(c)])).sum() == 1.0)
      common_.row(c).setZero();
  }
  for (const double share : cube.common_shares) own_share_ -= share;
}

Vector CellLinearisation::indicator(const std::vector<std::size_t>& cells) const {
  Vector result = Vector::Zero(held_.size());
  for (const std::size_t c : cells) result(static_cast<Eigen::Index>(c)) = 1.0;
  return result;
}

Linear CellLinearisation::row(const Vector& weights, const Vector& values, const Matrix& slopes) const {
  return {weights.dot(values), slopes.transpose() * weights};
}

void CellLinearisation::move(const Vector& gain, const Linear& gap) {
  flow_ += gain * gap.value;
  flow_slope_.noalias() += gain * gap.slope.transpose();
}

void CellLinearisation::open_week(const std::vector<Linear>& asset_flow, const std::vector<Linear>& asset_held) {
  const Eigen::Index count = held_.size();
  opening_ = held_;
  opening_slope_ = held_slope_;
  flow_.setZero(count);
  for (Matrix* slopes : {&parent_, &persistence_, &opening_aum_, &own_shock_}) slopes->setZero(count, inputs_);
  Vector spread(count);
  for (Eigen::Index c = 0; c < count; ++c) {
    const auto place = static_cast<std::size_t>(c);
    const Linear& usd = asset_flow[asset_of_[place]];
    const Linear& held = asset_held[asset_of_[place]];
    const Vector& b = theta_.cells[place].coefficients;
    const double trades = 1.0 - theta_.quiet[place];
    const double per_usd = held.value > 0.0 ? 100.0 / held.value : 0.0;
    const double percent = per_usd * usd.value;
    Vector percent_slope = per_usd * usd.slope;
    if (exact_) percent_slope -= (0.01 * per_usd * percent) * held.slope;
    const double own =
        b(CellPosterior::kLevel) + b(CellPosterior::kOwnLag) * last_(c) + b(CellPosterior::kParent) * percent;
    const double scale = 0.01 * held_(c) * trades;
    flow_(c) = scale * own;
    parent_.row(c) = scale * b(CellPosterior::kParent) * percent_slope.transpose();
    persistence_.row(c) = scale * b(CellPosterior::kOwnLag) * last_slope_.row(c);
    if (exact_) opening_aum_.row(c) = 0.01 * trades * own * held_slope_.row(c);
    spread(c) = 0.01 * held_(c) * theta_.cells[place].sigma * std::sqrt(trades);
  }
  flow_slope_ = parent_ + persistence_ + opening_aum_;
  const Matrix loadings = spread.asDiagonal() * common_;
  covariance_ = loadings * loadings.transpose();
  covariance_.diagonal() += own_share_ * spread.cwiseAbs2();
  for (Eigen::Index a = 0; a < assets_.rows(); ++a) {
    const Vector h = assets_.row(a).transpose();
    Linear gap = asset_flow[static_cast<std::size_t>(a)];
    gap.add(-1.0, row(h, flow_, flow_slope_));
    const Vector reach = covariance_ * h;
    const double variance = h.dot(reach);
    // Cells known without error take a gap by what they hold.
    const Vector by_aum = h.cwiseProduct(held_);
    const bool known = !(variance > 0.0);
    if (known && !(by_aum.sum() > 0.0)) continue;
    move(known ? Vector(by_aum / by_aum.sum()) : Vector(reach / variance), gap);
    if (!known) covariance_ -= reach * reach.transpose() / variance;
  }
}

CellLinearisation::Pinned CellLinearisation::pin(const std::vector<std::size_t>& cells, double noise, Eigen::Index slot,
                                                 bool at_value, bool percent, double value) {
  const Vector h = indicator(cells);
  const Vector reach = covariance_ * h;
  Pinned result{row(h, flow_, flow_slope_), std::sqrt(std::max(0.0, h.dot(reach))), 0.01 * h.dot(held_),
                row(h, held_, held_slope_)};
  const double mean = result.flow.value;
  result.flow.value += result.sd * noise;
  result.flow.slope(slot) += result.sd;
  if (!(result.sd > 0.0)) return result;
  Linear gap{result.sd * noise, Vector::Zero(inputs_)};
  gap.slope(slot) = result.sd;
  if (at_value) {
    gap.value = (percent ? result.scale * value : value) - mean;
    gap.slope = -row(h, flow_, flow_slope_).slope;
  }
  const Vector gain = reach / (result.sd * result.sd);
  own_shock_ += gain * gap.slope.transpose();
  move(gain, gap);
  covariance_ -= gain * reach.transpose();
  return result;
}

void CellLinearisation::close_week(const std::vector<Linear>& asset_returns) {
  for (Eigen::Index c = 0; c < held_.size(); ++c) {
    const Linear& r = asset_returns[asset_of_[static_cast<std::size_t>(c)]];
    const double held = held_(c);
    last_(c) = held > 0.0 ? 100.0 * flow_(c) / held : 0.0;
    last_slope_.row(c).setZero();
    if (held > 0.0) {
      last_slope_.row(c) = (100.0 / held) * flow_slope_.row(c);
      if (exact_) last_slope_.row(c) -= (last_(c) / held) * held_slope_.row(c);
    }
    held_(c) = std::max(0.0, held * (1.0 + 0.01 * r.value) + flow_(c));
    if (!exact_) continue;
    held_slope_.row(c) =
        (1.0 + 0.01 * r.value) * held_slope_.row(c) + 0.01 * held * r.slope.transpose() + flow_slope_.row(c);
    if (held_(c) <= 0.0) held_slope_.row(c).setZero();
  }
}

CellLinearisation::Parts CellLinearisation::sum(const std::vector<std::size_t>& cells) const {
  const Vector h = indicator(cells);
  return {row(h, flow_, flow_slope_),   row(h, held_, held_slope_), parent_.transpose() * h,
          persistence_.transpose() * h, own_shock_.transpose() * h, opening_aum_.transpose() * h};
}

}  // namespace ebbtide
