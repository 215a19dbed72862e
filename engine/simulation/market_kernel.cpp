#include "simulation/market_kernel.h"

#include <vector>

namespace ebbtide {
namespace {

// One week: value = c + sum_k A_k earlier[k] + P (root_h . root_mixing . noise). Matrices are column-major.
EBBTIDE_VECTOR_WIDTHS
void propagate_week(std::size_t d, std::size_t lag_count, const double* constant, const double* const* lag_matrices,
                    const Lanes* const* earlier, const double* impact, const double* root_volatility,
                    const float* noise, const Lanes& root_mixing, Lanes* scaled, Lanes* out) {
  for (std::size_t j = 0; j < d; ++j) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      scaled[j][lane] = root_volatility[j] * root_mixing[lane] * static_cast<double>(noise[j * kLanes + lane]);
    }
  }
  for (std::size_t i = 0; i < d; ++i) {
    Lanes value;
    for (std::size_t lane = 0; lane < kLanes; ++lane) value[lane] = constant[i];
    for (std::size_t lag = 0; lag < lag_count; ++lag) {
      const double* matrix = lag_matrices[lag];
      for (std::size_t j = 0; j < d; ++j) {
        const double weight = matrix[j * d + i];
        if (weight == 0.0) continue;
        const Lanes& past = earlier[lag][j];
        for (std::size_t lane = 0; lane < kLanes; ++lane) value[lane] += weight * past[lane];
      }
    }
    for (std::size_t j = 0; j <= i; ++j) {
      const double weight = impact[j * d + i];
      if (weight == 0.0) continue;
      for (std::size_t lane = 0; lane < kLanes; ++lane) value[lane] += weight * scaled[j][lane];
    }
    out[i] = value;
  }
}

}  // namespace

void propagate_market(const MarketTheta& theta, const Matrix& volatility, const Matrix& last_values, const float* noise,
                      const Lanes& root_mixing, std::size_t first_week, std::size_t weeks, LaneGrid& paths) {
  const auto d = static_cast<std::size_t>(theta.constant.size());
  const std::size_t lags = theta.lags.size();
  std::vector<Lanes> initial(lags * d);
  for (std::size_t lag = 0; lag < lags; ++lag) {
    for (std::size_t j = 0; j < d; ++j)
      initial[lag * d + j].fill(last_values(static_cast<int>(lag), static_cast<int>(j)));
  }
  std::vector<const double*> matrices(lags);
  for (std::size_t lag = 0; lag < lags; ++lag) matrices[lag] = theta.lags[lag].data();
  std::vector<const Lanes*> earlier(lags);
  std::vector<Lanes> scaled(d);
  for (std::size_t week = first_week; week < first_week + weeks; ++week) {
    for (std::size_t lag = 0; lag < lags; ++lag) {
      earlier[lag] = week > lag ? paths.row(week - lag - 1) : initial.data() + (lag - week) * d;
    }
    const Vector root_volatility = volatility.row(static_cast<int>(week)).transpose();
    propagate_week(d, lags, theta.constant.data(), matrices.data(), earlier.data(), theta.impact.data(),
                   root_volatility.data(), noise + week * d * kLanes, root_mixing, scaled.data(), paths.row(week));
  }
}

}  // namespace ebbtide
