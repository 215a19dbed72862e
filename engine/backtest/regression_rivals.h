// Rivals that forecast the weekly flow in % of AUM by a small equation of its own past, with Student t residuals.
#pragma once

#include "backtest/rival.h"

namespace ebbtide {

// x_t = c + a x_{t-1} (+ b r_t) + e_t, fitted by maximum likelihood to all weeks of the flow sample, those nobody
// published at the calibration's mean. With the return it needs the prices of the weeks it forecasts: r_t is the return
// of the assets held at the origin.
class AutoregressionT : public Rival {
 public:
  explicit AutoregressionT(bool with_return) : with_return_(with_return) {}
  std::string_view name() const override { return with_return_ ? "ar1_t_return" : "ar1_t"; }
  bool reads_market() const override { return with_return_; }
  bool competes_in(Track track) const override { return !with_return_ || track == Track::macro_and_prices; }
  Forecast forecast(const ForecastTask& task) const override;

 private:
  bool with_return_;
};

// The total's simple return in % by horizon week if it kept the assets it holds at the origin; empty where a price it
// needs is unknown.
std::vector<double> held_returns(const ForecastTask& task);

// A draw of Student t; infinity gives the normal.
double student_t_draw(PlaceEngine& draws, double degrees_of_freedom);

}  // namespace ebbtide
