// Linear maps that condition the Gaussian market path of one parameter draw (docs/methods.md, Conditioning).
//
// With Y = b + sqrt(lambda) M e over a block of weeks and conditions in rows of weeks x variables:
//   pins       C Y = v: hard and known values, targets at their drawn value
//   sightings  s = E Y + F n, n standard normal and independent of Y
//   bounds     the rows Q Y, whose law given pins and sightings is asked for
// Pins move a drawn path by Matheron's update with a gain that does not depend on lambda. Given the pins, sightings are
// rotated so that they are independent of each other with noise of variance one: sighting i then has variance
// lambda strength_i + 1, and moves the path by lambda / (lambda strength_i + 1) times its gap along its gain.
//
// Where pins name the shocks that may deliver them, the gap is made up along those shocks alone; the others keep their
// law (Antolin-Diaz, Petrella and Rubio-Ramirez 2021).
#pragma once

#include <vector>

#include "model/market_theta.h"

namespace ebbtide {

// The rows of a block of `weeks` weeks, each flattened with the variable fastest.
struct ConditionRows {
  Matrix pins;       // C
  Matrix delivery;   // pins x (weeks * variables): 1 where a shock may deliver the pin; empty: every shock may
  Matrix sightings;  // E
  Matrix noise;      // F: sightings x noises
  Matrix bounds;     // Q
};

struct Conditioning {
  Matrix pin_gain;            // pins x path: path += pin_gain' (v - C path)
  Matrix pin_root;            // q = |pin_root (v - C b)|^2, the squared size of the shocks that deliver the pins
  Matrix rotation;            // rotated sightings = rotation * raw ones
  Matrix of_pins;             // rotated sightings x pins: their mean moves by of_pins (v - C b)
  Vector strength;            // of rotated sightings
  Matrix gain;                // rotated sightings x path
  Matrix noise;               // rotated sightings x noises
  Matrix bound_gain;          // bounds x path: covariance of bounds and path given the pins, at lambda = 1
  Matrix bound_covariance;    // of the bounds given the pins, at lambda = 1
  Matrix bound_of_pins;       // bounds x pins
  Matrix bound_of_sightings;  // bounds x rotated sightings: covariance given the pins, at lambda = 1
};

// theta's lags reach from week to week of the block; volatility has the block's weeks. Throws NumericalError when pins
// depend on each other, or cannot be delivered by their shocks.
Conditioning condition(const MarketTheta& theta, const Matrix& volatility, const ConditionRows& rows);

}  // namespace ebbtide
