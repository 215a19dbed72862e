// A quantity that a condition, view or event reads off every path: one series over some weeks.
#pragma once

#include <algorithm>

#include "simulation/series.h"

namespace ebbtide {

struct PathReading {
  Series series;
  EventStatistic statistic = EventStatistic::value;
  WeekRange weeks;

  void on(const Model& model, const GroupPaths& group, Lanes& values) const;
};

// The statistic of weeks so far and one more.
inline double fold(EventStatistic statistic, double sofar, double value) {
  return statistic == EventStatistic::minimum ? std::min(sofar, value) : std::max(sofar, value);
}

// The flow or AUM that a condition is on.
Event quantity_of(const FlowCondition& condition);

// The series must be one that the model simulates (InternalError).
PathReading reading_of(const Model& model, const Event& quantity);

// Whether an event happens at a value of its reading.
inline bool happens(const Event& event, double value) {
  return event.below ? value < event.level.value : value > event.level.value;
}

}  // namespace ebbtide
