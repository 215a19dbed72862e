#include "backtest/rival.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "backtest/analogues.h"
#include "backtest/past_rivals.h"
#include "backtest/regression_rivals.h"
#include "core/contract.h"
#include "random/boost_draws.h"

namespace ebbtide {
namespace {

using Maker = std::function<std::unique_ptr<Rival>()>;

const std::vector<std::pair<std::string, Maker>>& makers() {
  static const std::vector<std::pair<std::string, Maker>> kMakers = {
      {"climatology", [] { return std::make_unique<Climatology>(0, RivalStream::climatology); }},
      {"climatology_52", [] { return std::make_unique<Climatology>(52, RivalStream::climatology_52); }},
      {"zero_flow", [] { return std::make_unique<ZeroFlow>(); }},
      {"last_flow", [] { return std::make_unique<LastFlow>(); }},
      {"ar1_t", [] { return std::make_unique<AutoregressionT>(false); }},
      {"ar1_t_return", [] { return std::make_unique<AutoregressionT>(true); }},
      {"ewma_t", [] { return std::make_unique<MovingAverageT>(); }},
      {"exponential_smoothing", [] { return std::make_unique<ExponentialSmoothing>(); }},
      {"block_bootstrap", [] { return std::make_unique<BlockBootstrap>(); }},
      {"analogues", [] { return std::make_unique<Analogues>(); }},
      {"aum_random_walk", [] { return std::make_unique<AumRandomWalk>(); }},
      {"aum_shares", [] { return std::make_unique<AumShares>(); }},
      {"recent_shares", [] { return std::make_unique<RecentShares>(); }},
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

std::size_t uniform_index_draw(PlaceEngine& draws, std::size_t count) {
  return std::min(count - 1, static_cast<std::size_t>(uniform_open01_draw(draws) * static_cast<double>(count)));
}

}  // namespace ebbtide
