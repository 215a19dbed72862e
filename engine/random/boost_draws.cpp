#include "random/boost_draws.h"

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/version.hpp>

#include "core/contract.h"

namespace ebbtide {

double uniform_open01_draw(PlaceEngine& engine) {
  // Boost's interval is [0, 1).
  for (;;) {
    const double value = boost::random::uniform_01<double>()(engine);
    if (value > 0.0) return value;
  }
}

double normal_draw(PlaceEngine& engine) {
  return boost::random::normal_distribution<double>()(engine);
}

double gamma_draw(PlaceEngine& engine, double shape) {
  EBBTIDE_REQUIRE(shape > 0.0);
  return boost::random::gamma_distribution<double>(shape)(engine);
}

double inverse_gamma_draw(PlaceEngine& engine, double shape, double scale) {
  EBBTIDE_REQUIRE(scale > 0.0);
  return scale / gamma_draw(engine, shape);
}

std::string boost_random_version() {
  return std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000) + "." +
         std::to_string(BOOST_VERSION % 100);
}

}  // namespace ebbtide
