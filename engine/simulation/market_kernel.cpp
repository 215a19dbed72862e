#include "simulation/market_kernel.h"

#include <vector>

#include "simulation/lane_product.h"

namespace ebbtide {
namespace {

EBBTIDE_VECTOR_WIDTHS
void scale_shocks(std::size_t d, const double* root_volatility, const float* noise, const Lanes& root_mixing,
                  Lanes* scaled) {
  for (std::size_t j = 0; j < d; ++j) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      scaled[j][lane] = root_volatility[j] * root_mixing[lane] * static_cast<double>(noise[j * kLanes + lane]);
    }
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
  std::vector<Lanes> scaled(d);
  for (std::size_t week = first_week; week < first_week + weeks; ++week) {
    Lanes* values = paths.row(week);
    for (std::size_t i = 0; i < d; ++i) values[i].fill(theta.constant(static_cast<int>(i)));
    for (std::size_t lag = 0; lag < lags; ++lag) {
      const Lanes* earlier = week > lag ? paths.row(week - lag - 1) : initial.data() + (lag - week) * d;
      add_product(theta.lags[lag].data(), d, d, earlier, values);
    }
    const Vector root_volatility = volatility.row(static_cast<int>(week)).transpose();
    scale_shocks(d, root_volatility.data(), noise + week * d * kLanes, root_mixing, scaled.data());
    add_lower_product(theta.impact.data(), d, scaled.data(), values);
  }
}

}  // namespace ebbtide
