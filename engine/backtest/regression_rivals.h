// Rivals that forecast the weekly flow in % of AUM by a small equation of its own past. Weeks nobody published stand at
// the calibration's mean. They know no market, but where a track knows the prices AUM is carried along with them.
#pragma once

#include <vector>

#include "backtest/rival.h"

namespace ebbtide {

// x_t = c + a x_{t-1} (+ b r_t) + e_t with Student t residuals, by maximum likelihood. With the return it needs the
// prices of the weeks it forecasts: r_t is the return of the assets held at the origin.
class AutoregressionT : public Rival {
 public:
  explicit AutoregressionT(bool with_return) : with_return_(with_return) {}
  std::string_view name() const override { return with_return_ ? "ar1_t_return" : "ar1_t"; }
  bool differs_by_track() const override { return true; }
  bool competes_in(Track track) const override { return !with_return_ || track == Track::macro_and_prices; }
  Forecast forecast(const ForecastTask& task) const override;

 private:
  bool with_return_;
};

// x_t ~ t around the exponentially weighted mean of past flows (decay 0.9), with the scale of exponentially weighted
// squared deviations from it (decay 0.94), held over the horizon; degrees of freedom by maximum likelihood.
class MovingAverageT : public Rival {
 public:
  std::string_view name() const override { return "ewma_t"; }
  bool differs_by_track() const override { return true; }
  Forecast forecast(const ForecastTask& task) const override;
};

// Simple exponential smoothing, ETS(A,N,N): x_t = l_{t-1} + e_t, l_t = l_{t-1} + alpha e_t. alpha has the least sum of
// squared errors on a grid, the first level is the mean of the first 8 weeks; e_t are its past errors, resampled.
class ExponentialSmoothing : public Rival {
 public:
  std::string_view name() const override { return "exponential_smoothing"; }
  bool differs_by_track() const override { return true; }
  Forecast forecast(const ForecastTask& task) const override;
};

// A draw of Student t; infinity gives the normal.
double student_t_draw(PlaceEngine& draws, double degrees_of_freedom);

// Level after the last value, errors of every value, and their sum of squares.
struct SmoothedSeries {
  double level = 0.0;
  std::vector<double> errors;
  double squares = 0.0;
};
SmoothedSeries smooth(const std::vector<double>& values, double alpha);

}  // namespace ebbtide
