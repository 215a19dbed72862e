#include "calibration/series_law.h"

#include <cmath>

#include "core/contract.h"

namespace ebbtide {

DecayedAverage::DecayedAverage(double decay, int weeks) : weight_(weeks) {
  double weight = 0.0;
  for (double& each : weight_) {
    weight = decay * weight + 1.0;
    each = weight;
  }
}

Vector DecayedAverage::of(const Vector& series) const {
  EBBTIDE_REQUIRE(series.size() == weight_.size());
  Vector averages(series.size());
  double average = 0.0;
  for (int t = 0; t < weeks(); ++t) {
    average = (carried(t) * average + series(t)) / weight(t);
    averages(t) = average;
  }
  return averages;
}

SeriesLaw::SeriesLaw(int weeks, const DecayedAverage* average) : average_(average), weeks_(weeks), state_(weeks) {
  EBBTIDE_REQUIRE(average == nullptr || average->weeks() == weeks);
}

void SeriesLaw::add_residual(int week, double own_lag, double average, double constant, double precision) {
  EBBTIDE_REQUIRE(week >= 1 && (average_ != nullptr || average == 0.0));
  const double root = std::sqrt(precision);
  const double now = root * scale(week);
  const double before = -root * (carried(week) + own_lag * scale(week - 1) + average);
  if (week == 1) {
    state_.add(0, {before, now, 0.0}, root * constant);
  } else {
    state_.add(week - 2, {root * own_lag * carried(week - 1), before, now}, root * constant);
  }
}

void SeriesLaw::add_value(int week, double value, double precision) {
  const double root = std::sqrt(precision);
  if (week == 0) {
    state_.add(0, {root * scale(0), 0.0, 0.0}, root * value);
  } else {
    state_.add(week - 1, {-root * carried(week), root * scale(week), 0.0}, root * value);
  }
}

Vector SeriesLaw::draw(const Vector& normals) const {
  Vector series = state_.draw(normals);
  for (int week = weeks_; average_ != nullptr && week-- > 1;) {
    series(week) = scale(week) * series(week) - carried(week) * series(week - 1);
  }
  return series;
}

}  // namespace ebbtide
