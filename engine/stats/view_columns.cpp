#include "stats/view_columns.h"

#include <cmath>

#include "core/contract.h"

namespace ebbtide {
namespace {

template <typename Inside>
std::vector<float> column_of(std::span<const float> values, Inside inside) {
  std::vector<float> column(values.size());
  for (std::size_t path = 0; path < values.size(); ++path) {
    column[path] = inside(static_cast<double>(values[path])) ? 1.0f : 0.0f;
  }
  return column;
}

}  // namespace

std::vector<float> indicator_column(std::span<const float> values, Region region, double level) {
  switch (region) {
    case Region::below:
      return column_of(values, [level](double value) { return value < level; });
    case Region::at_or_below:
      return column_of(values, [level](double value) { return value <= level; });
    case Region::above:
      return column_of(values, [level](double value) { return value > level; });
    case Region::at_or_above:
      return column_of(values, [level](double value) { return value >= level; });
  }
  contract_failed("a region", __FILE__, __LINE__);
}

std::vector<IndicatorView> quantile_views(std::span<const float> values, double probability, double at_least,
                                          double at_most) {
  EBBTIDE_REQUIRE(probability > 0.0 && probability < 1.0 && at_least <= at_most);
  std::vector<IndicatorView> views;
  if (std::isfinite(at_least)) {
    views.emplace_back();
    views.back().column = indicator_column(values, Region::below, at_least);
    views.back().at_most = probability;
  }
  if (std::isfinite(at_most)) {
    views.emplace_back();
    views.back().column = indicator_column(values, Region::at_or_below, at_most);
    views.back().at_least = probability;
  }
  return views;
}

}  // namespace ebbtide
