#include "model/parameter_draw.h"

#include <cmath>

#include "math/psd_factor.h"
#include "random/boost_draws.h"
#include "random/place_engine.h"

namespace ebbtide {

double RegressionPosterior::mean_variance() const {
  if (std::isinf(degrees_of_freedom)) return residual_variance;
  if (degrees_of_freedom <= 2.0) return std::numeric_limits<double>::infinity();
  return residual_variance * degrees_of_freedom / (degrees_of_freedom - 2.0);
}

double RegressionPosterior::coefficient_sd(int index) const {
  const double unit = unit_covariance(index, index);
  return unit == 0.0 ? 0.0 : std::sqrt(mean_variance() * unit);
}

std::size_t theta_group_size(std::uint64_t paths) {
  std::size_t size = kLargestThetaGroup;
  while (size > 1 && paths < 1000 * size) size /= 2;
  return size;
}

RegressionSampler::RegressionSampler(RegressionPosterior posterior) : posterior_(std::move(posterior)) {
  if (posterior_.unit_covariance.isZero(0.0)) return;
  factor_ = psd_factor(posterior_.unit_covariance);
}

RegressionDraw RegressionSampler::draw(std::uint64_t seed, std::uint64_t group, std::uint32_t equation) const {
  PlaceEngine engine(seed, DrawPlace{group, equation, Purpose::parameter, 0});
  double variance = posterior_.residual_variance;
  if (!std::isinf(posterior_.degrees_of_freedom)) {
    const double half = posterior_.degrees_of_freedom / 2.0;
    variance *= half / gamma_draw(engine, half);
  }
  RegressionDraw draw{posterior_.mean, std::sqrt(variance)};
  if (factor_.size() == 0) return draw;
  Vector normals(factor_.cols());
  for (double& value : normals) value = normal_draw(engine);
  draw.coefficients += draw.sigma * (factor_ * normals);
  return draw;
}

RegressionDraw RegressionSampler::mean() const {
  return {posterior_.mean, std::sqrt(posterior_.residual_variance)};
}

}  // namespace ebbtide
