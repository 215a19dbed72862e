#include "model/condition_response.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace ebbtide {
namespace {

// The mean path as an affine function of the rows' values, built week after week: column 0 is the mean at the values
// given, column 1 + i its slope by the value of row i.
class AffineMean {
 public:
  AffineMean(const MarketPosterior& posterior, const MarketTheta& theta, int weeks,
             const std::vector<LinearConstraint>& constraints, const FlowSystem& flows)
      : posterior_(posterior),
        theta_(theta),
        constraints_(constraints),
        flows_(flows),
        variables_(theta.constant.size()),
        volatility_(volatility_path(posterior, weeks)),
        columns_(1 + static_cast<Eigen::Index>(constraints.size()) + flows.weights.rows()),
        path_(Matrix::Zero(weeks * variables_, columns_)),
        noise_(Matrix::Zero(flows.noise.cols(), columns_)) {}

  void condition_block(const ConditionBlock& block) {
    propagate(block);
    ConditionRows rows = block.rows;
    add_flows(rows);
    if (rows.pins.rows() + rows.sightings.rows() == 0) return;
    rows.bounds.resize(0, rows.bounds.cols());
    const Conditioning maps = condition(theta_, volatility_.middleRows(block.first_week, block.weeks), rows);
    const Matrix pins = gaps(block.pins, false);
    auto weeks = path_.middleRows(block.first_week * variables_, block.weeks * variables_);
    if (pins.rows() > 0) weeks += maps.pin_gain.transpose() * pins;
    if (rows.sightings.rows() == 0) return;
    const double lambda = mixing_mean(pins.rows(), pins.rows() > 0 ? (maps.pin_root * pins.col(0)).squaredNorm() : 0.0);
    Matrix turned = maps.rotation * sighting_gaps_;
    if (pins.rows() > 0) turned -= maps.of_pins * pins;
    const Vector spread = lambda * maps.strength.array() + 1.0;
    turned = spread.cwiseInverse().asDiagonal() * turned;
    weeks += lambda * (maps.gain.transpose() * turned);
    const Eigen::Index own = static_cast<Eigen::Index>(block.sightings.size());
    if (noise_.rows() > 0) noise_ += maps.noise.rightCols(maps.noise.cols() - own).transpose() * turned;
  }

  ConditionResponse response() const {
    Matrix all(path_.rows() + noise_.rows(), columns_);
    all.topRows(path_.rows()) = path_;
    all.bottomRows(noise_.rows()) = noise_;
    return {all.col(0), all.rightCols(columns_ - 1)};
  }

 private:
  // The block's weeks without their shocks.
  void propagate(const ConditionBlock& block) {
    for (int week = block.first_week; week < block.first_week + block.weeks; ++week) {
      auto now = path_.middleRows(week * variables_, variables_);
      now.col(0) = theta_.constant;
      for (int lag = 1; lag <= static_cast<int>(theta_.lags.size()); ++lag) {
        const Matrix& weights = theta_.lags[static_cast<std::size_t>(lag - 1)];
        if (week >= lag) {
          now += weights * path_.middleRows((week - lag) * variables_, variables_);
        } else {
          now.col(0) += weights * posterior_.last_values.row(lag - week - 1).transpose();
        }
      }
    }
    sighting_gaps_ = gaps(block.sightings, true);
  }

  // Values less the rows at the mean so far, by column; flows below where asked for.
  Matrix gaps(const std::vector<std::size_t>& chosen, bool with_flows) const {
    const auto own = static_cast<Eigen::Index>(chosen.size());
    const Eigen::Index seen = with_flows ? flows_.weights.rows() : 0;
    Matrix result = Matrix::Zero(own + seen, columns_);
    for (Eigen::Index i = 0; i < own; ++i) {
      const std::size_t index = chosen[static_cast<std::size_t>(i)];
      result(i, 0) = constraints_[index].value;
      result(i, 1 + static_cast<Eigen::Index>(index)) = 1.0;
      for (const PathTerm& term : constraints_[index].terms)
        result.row(i) -= term.weight * path_.row(term.week * variables_ + term.variable);
    }
    if (seen == 0) return result;
    result.block(own, 0, seen, 1) = flows_.value;
    result.bottomRightCorner(seen, seen).setIdentity();
    result.bottomRows(seen) -= flows_.weights * path_;
    return result;
  }

  void add_flows(ConditionRows& rows) const {
    const Eigen::Index seen = flows_.weights.rows(), own = rows.sightings.rows();
    if (seen == 0) return;
    EBBTIDE_REQUIRE(flows_.weights.cols() == rows.sightings.cols());
    rows.sightings.conservativeResize(own + seen, Eigen::NoChange);
    rows.sightings.bottomRows(seen) = flows_.weights;
    Matrix noise = Matrix::Zero(own + seen, own + flows_.noise.cols());
    noise.topLeftCorner(own, own) = rows.noise;
    noise.bottomRightCorner(seen, flows_.noise.cols()) = flows_.noise;
    rows.noise = noise;
  }

  double mixing_mean(Eigen::Index pins, double distance) const {
    const double nu = posterior_.tail_index;
    return std::isinf(nu) ? 1.0 : (nu - 2.0 + distance) / (nu + static_cast<double>(pins) - 2.0);
  }

  const MarketPosterior& posterior_;
  const MarketTheta& theta_;
  const std::vector<LinearConstraint>& constraints_;
  const FlowSystem& flows_;
  Eigen::Index variables_;
  Matrix volatility_;
  Eigen::Index columns_;
  Matrix path_;   // path x columns
  Matrix noise_;  // noises x columns
  Matrix sighting_gaps_;
};

}  // namespace

ConditionResponse condition_response(const MarketPosterior& posterior, const MarketTheta& theta, int weeks,
                                     const std::vector<LinearConstraint>& constraints, PathKnowledge knowledge,
                                     const FlowSystem& flows) {
  EBBTIDE_REQUIRE(knowledge == PathKnowledge::full || flows.weights.rows() == 0);
  AffineMean mean(posterior, theta, weeks, constraints, flows);
  for (const ConditionBlock& block :
       condition_blocks(constraints, weeks, static_cast<int>(theta.constant.size()), knowledge)) {
    mean.condition_block(block);
  }
  return mean.response();
}

}  // namespace ebbtide
