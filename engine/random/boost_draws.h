// Draws outside the hot loop (parameters, data augmentation), through Boost.Random's distributions. Each takes as many
// words of the engine as its algorithm wants, and keeps nothing between calls. Boost may change its algorithms between
// releases, so the version belongs to a run's identity: boost_random_version().
#pragma once

#include <string>

#include "random/place_engine.h"

namespace ebbtide {

// Uniform on the open interval (0, 1).
double uniform_open01_draw(PlaceEngine& engine);
double normal_draw(PlaceEngine& engine);
// Gamma(shape, scale 1); shape > 0.
double gamma_draw(PlaceEngine& engine, double shape);
// Inverse gamma: scale / Gamma(shape, 1); mean scale / (shape - 1).
double inverse_gamma_draw(PlaceEngine& engine, double shape, double scale);

// "1.74.0"
std::string boost_random_version();

}  // namespace ebbtide
