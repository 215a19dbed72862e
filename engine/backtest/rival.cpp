#include "backtest/rival.h"

#include <functional>
#include <utility>

#include "backtest/past_rivals.h"
#include "backtest/regression_rivals.h"
#include "core/contract.h"

namespace ebbtide {
namespace {

using Maker = std::function<std::unique_ptr<Rival>()>;

const std::vector<std::pair<std::string, Maker>>& makers() {
  static const std::vector<std::pair<std::string, Maker>> kMakers = {
      {"climatology", [] { return std::make_unique<Climatology>(0, RivalStream::climatology); }},
      {"climatology_52", [] { return std::make_unique<Climatology>(52, RivalStream::climatology_52); }},
      {"ar1_t", [] { return std::make_unique<AutoregressionT>(false); }},
      {"ar1_t_return", [] { return std::make_unique<AutoregressionT>(true); }},
  };
  return kMakers;
}

}  // namespace

std::vector<std::string> rival_names() {
  std::vector<std::string> names;
  for (const auto& [name, make] : makers()) names.push_back(name);
  return names;
}

std::unique_ptr<Rival> make_rival(std::string_view name) {
  for (const auto& [known, make] : makers()) {
    if (known == name) return make();
  }
  throw InternalError("no rival of this name: " + std::string(name));
}

PlaceEngine rival_draws(const ForecastTask& task, RivalStream stream) {
  DrawPlace place;
  place.path = static_cast<std::uint64_t>(stream) << 32 | static_cast<std::uint64_t>(task.weeks);
  place.purpose = Purpose::rival;
  return PlaceEngine(task.origin.seed, place);
}

}  // namespace ebbtide
