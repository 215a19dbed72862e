// The Gaussian law of a series with gaps given the coefficients of its regression, drawn in time proportional to its
// length. With residuals d'x - c of precision p the law is x ~ N(P^-1 l, P^-1), P = sum p d d', l = sum p c d. A
// residual that holds the decayed average m reaches all the past of x, but x = B m with B lower bidiagonal,
//   x_t = W_t m_t - decay W_{t-1} m_{t-1},   m_t = (x_t + decay x_{t-1} + decay^2 x_{t-2} + ...) / W_t,
// and d'B touches three weeks: B'PB has two diagonals below its own. m ~ N((B'PB)^-1 B'l, (B'PB)^-1) gives x = B m,
// which has the law of x exactly. Without an average B is the identity.
#pragma once

#include "math/band_root.h"

namespace ebbtide {

// Average of all weeks so far, a week's weight being `decay` times that of the week after it.
class DecayedAverage {
 public:
  DecayedAverage(double decay, int weeks);

  int weeks() const { return static_cast<int>(weight_.size()); }
  double weight(int week) const { return weight_(week); }                          // W_t
  double carried(int week) const { return week > 0 ? weight_(week) - 1.0 : 0.0; }  // decay W_{t-1}
  // The average after every week.
  Vector of(const Vector& series) const;

 private:
  Vector weight_;
};

class SeriesLaw {
 public:
  // average: of the series, where residuals hold it; null where none does. Nothing is known of any week yet.
  SeriesLaw(int weeks, const DecayedAverage* average);

  // x_t - own_lag x_{t-1} - average m_{t-1} - constant has mean 0 and this precision; week >= 1, and average 0 where
  // the series has none.
  void add_residual(int week, double own_lag, double average, double constant, double precision);
  // x_t - value has mean 0 and this precision.
  void add_value(int week, double value, double precision);

  // x = mean + S normals with S S' the covariance. Throws NumericalError when a week is left without any precision.
  Vector draw(const Vector& normals) const;

 private:
  double scale(int week) const { return average_ != nullptr ? average_->weight(week) : 1.0; }
  double carried(int week) const { return average_ != nullptr ? average_->carried(week) : 0.0; }

  const DecayedAverage* average_;
  int weeks_;
  BandRoot state_;  // of m or, without an average, of x itself
};

}  // namespace ebbtide
