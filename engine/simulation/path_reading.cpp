#include "simulation/path_reading.h"

#include "core/contract.h"

namespace ebbtide {

void PathReading::on(const Model& model, const GroupPaths& group, Lanes& values) const {
  evaluate_series(model, series, weeks.first - 1, group, values);
  Lanes other;
  for (int week = weeks.first + 1; week <= weeks.last; ++week) {
    evaluate_series(model, series, week - 1, group, other);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      values[lane] = fold(statistic, values[lane], other[lane]);
    }
  }
}

Event quantity_of(const FlowCondition& condition) {
  Event quantity;
  quantity.target = condition.target;
  quantity.member = condition.member;
  quantity.weeks = {condition.week, condition.week};
  return quantity;
}

PathReading reading_of(const Model& model, const Event& quantity) {
  const std::vector<Series> series = series_of(model);
  const auto found =
      std::find_if(series.begin(), series.end(), [&](const Series& each) { return event_watches(quantity, each); });
  EBBTIDE_REQUIRE(found != series.end());
  return {*found, quantity.statistic, quantity.weeks};
}

}  // namespace ebbtide
