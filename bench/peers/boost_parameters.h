// Draws of the parameters of the calibrated model through Boost.Random.
#pragma once

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace peers {

using Json = nlohmann::json;

struct Words {
  boost::random::mt19937 engine;
  boost::random::normal_distribution<double> normal_law;
  double normal() { return normal_law(engine); }
  double gamma(double shape) { return boost::random::gamma_distribution<double>(shape)(engine); }
};

// Lower triangular F with F F' = covariance, columns of zero where it is singular.
inline std::vector<std::vector<double>> factor_of(const Json& covariance) {
  const std::size_t n = covariance.size();
  std::vector<std::vector<double>> f(n, std::vector<double>(n, 0.0));
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j; i < n; ++i) {
      double value = covariance[i][j];
      for (std::size_t k = 0; k < j; ++k) value -= f[i][k] * f[j][k];
      if (i == j) {
        f[j][j] = value > 1e-14 * covariance[j][j].get<double>() ? std::sqrt(value) : 0.0;
      } else {
        f[i][j] = f[j][j] > 0.0 ? value / f[j][j] : 0.0;
      }
    }
  }
  return f;
}

struct Regression {
  explicit Regression(const Json& json)
      : factor(factor_of(json.at("unit_covariance"))),
        variance(json.at("residual_variance")),
        half(json.at("degrees_of_freedom").get<double>() / 2.0) {
    for (const Json& coefficient : json.at("coefficients")) mean.push_back(coefficient.at("mean"));
    b = mean;
  }
  void draw(Words& words) {
    sigma = std::sqrt(variance * half / words.gamma(half));
    std::vector<double> normals(mean.size());
    for (double& normal : normals) normal = words.normal();
    for (std::size_t i = 0; i < mean.size(); ++i) {
      b[i] = mean[i];
      for (std::size_t j = 0; j <= i; ++j) b[i] += sigma * factor[i][j] * normals[j];
    }
  }

  std::vector<double> mean, b;
  std::vector<std::vector<double>> factor;
  double variance, half, sigma = 1.0;
};

struct Member {
  explicit Member(const Json& json)
      : law(json),
        has_aum(json.at("aum_status") != "none"),
        opening(json.value("opening_aum_musd", 0.0)),
        last_mean(json.value("last_mean", 0.0)),
        last_sd(std::sqrt(json.value("last_variance", 0.0))) {}
  Regression law;
  bool has_aum;
  double opening, last_mean, last_sd;
  std::vector<std::pair<std::size_t, double>> exposures;
  // Of the group, then of the path.
  double group_last = 0.0, last = 0.0, aum = 0.0, simple_return = 0.0, flow = 0.0, scale = 0.0, variance = 0.0;
};

}  // namespace peers
