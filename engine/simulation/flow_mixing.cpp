#include "simulation/flow_mixing.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "math/psd_factor.h"
#include "random/boost_draws.h"
#include "random/place_engine.h"

namespace ebbtide {
namespace {

constexpr std::uint32_t kPinnedWeek = 65535;  // of the random-number law: no week of a horizon

Vector normal_vector(PlaceEngine& draws, Eigen::Index size) {
  Vector values(size);
  for (double& value : values) value = normal_draw(draws);
  return values;
}

// A factor of S with a column per independent direction.
Matrix full_rank_factor(const Matrix& covariance) {
  const Matrix factor = psd_factor(covariance);
  Matrix kept(factor.rows(), factor.cols());
  Eigen::Index count = 0;
  for (Eigen::Index column = 0; column < factor.cols(); ++column) {
    if (factor.col(column).squaredNorm() > 0.0) kept.col(count++) = factor.col(column);
  }
  return kept.leftCols(count);
}

}  // namespace

std::vector<double> draw_flow_mixing(double degrees_of_freedom, std::uint64_t seed, std::uint64_t group, int weeks) {
  std::vector<double> roots;
  if (std::isinf(degrees_of_freedom)) return roots;
  const double half = 0.5 * degrees_of_freedom;
  for (int week = 0; week < weeks; ++week) {
    PlaceEngine draws(seed, DrawPlace{group, static_cast<std::uint32_t>(week), Purpose::flow_mixing, 0});
    roots.push_back(std::sqrt(inverse_gamma_draw(draws, half, half)));
  }
  return roots;
}

std::vector<double> draw_pinned_mixing(const PinnedFlowLaw& law, double degrees_of_freedom, std::vector<double> roots,
                                       std::uint64_t seed, std::uint64_t group) {
  EBBTIDE_REQUIRE(law.residual.cols() <= static_cast<Eigen::Index>(roots.size()));
  PlaceEngine draws(seed, DrawPlace{group, kPinnedWeek, Purpose::flow_mixing, 0});
  const Matrix market = full_rank_factor(law.spread);
  const Matrix fixed = law.other * law.other.transpose();
  Vector root = Eigen::Map<const Vector>(roots.data(), law.residual.cols());
  const bool mixes_market = std::isfinite(law.market_shape);
  double lambda = mixes_market ? inverse_gamma_draw(draws, law.market_shape, law.market_rate) : 1.0;
  for (int sweep = 0; sweep < kFlowMixingSweeps; ++sweep) {
    const Matrix of_market = std::sqrt(lambda) * market, of_residual = law.residual * root.asDiagonal();
    const Matrix covariance = of_market * of_market.transpose() + of_residual * of_residual.transpose() + fixed;
    // Matheron's update of a draw without the pins.
    Vector u = normal_vector(draws, market.cols()), n = normal_vector(draws, root.size());
    const Vector m = normal_vector(draws, law.other.cols());
    const Vector drawn = of_market * u + of_residual * n + law.other * m;
    const Vector move = covariance.ldlt().solve(law.gap - drawn);
    u += of_market.transpose() * move;
    n += of_residual.transpose() * move;
    for (Eigen::Index week = 0; week < root.size(); ++week) {
      const double residual = root(week) * n(week);
      root(week) = std::sqrt(inverse_gamma_draw(draws, 0.5 * (degrees_of_freedom + 1.0),
                                                0.5 * (degrees_of_freedom + residual * residual)));
    }
    if (!mixes_market) continue;
    lambda = inverse_gamma_draw(draws, law.market_shape + 0.5 * static_cast<double>(u.size()),
                                law.market_rate + 0.5 * lambda * u.squaredNorm());
  }
  std::copy(root.begin(), root.end(), roots.begin());
  return roots;
}

}  // namespace ebbtide
