// A quantity that a condition, view or event reads off every path: one series over some weeks.
#pragma once

#include "simulation/series.h"

namespace ebbtide {

struct PathReading {
  Series series;
  EventStatistic statistic = EventStatistic::value;
  WeekRange weeks;

  void on(const Model& model, const GroupPaths& group, Lanes& values) const;
};

// The series must be one that the model simulates (InternalError).
PathReading reading_of(const Model& model, const Event& quantity);

// Whether an event happens at a value of its reading.
inline bool happens(const Event& event, double value) {
  return event.below ? value < event.level.value : value > event.level.value;
}

}  // namespace ebbtide
