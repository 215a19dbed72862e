#include "history/market_spec.h"

#include <algorithm>

namespace ebbtide {
namespace {

template <typename Item>
std::optional<std::size_t> position(const std::vector<Item>& items, std::string_view name) {
  const auto found = std::find_if(items.begin(), items.end(), [name](const Item& item) { return item.name == name; });
  if (found == items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items.begin());
}

}  // namespace

const MarketVariable* MarketSpec::find(std::string_view name) const {
  const auto index = index_of(name);
  return index ? &variables[*index] : nullptr;
}

std::optional<std::size_t> MarketSpec::index_of(std::string_view name) const {
  return position(variables, name);
}

std::optional<std::size_t> MarketSpec::series_index(std::string_view name) const {
  return position(series, name);
}

Date MarketSpec::published(std::size_t series_position, Date week_end) const {
  return calendar.add_business_days(week_end, series[series_position].lag_business_days);
}

}  // namespace ebbtide
