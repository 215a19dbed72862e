// The models a backtest sets beside the engine. Each sees the same view of the past and answers in draws.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backtest/forecast.h"
#include "random/place_engine.h"

namespace ebbtide {

class Rival {
 public:
  virtual ~Rival() = default;
  virtual std::string_view name() const = 0;
  // Whether it reads what a track knows of the market, or the engine's own forecast.
  virtual bool differs_by_track() const { return false; }
  // Whether it can forecast at all with what a track knows.
  virtual bool competes_in(Track) const { return true; }
  // An empty forecast where the past is too short for it.
  virtual Forecast forecast(const ForecastTask& task) const = 0;
};

// All of them, in the order in which tables show them (docs/backtest-format.md says what each is).
std::vector<std::string> rival_names();
// The name must be one of them (InternalError).
std::unique_ptr<Rival> make_rival(std::string_view name);

// Numbers of the rivals' streams of draws: part of a forecast's identity, never changed.
enum class RivalStream : std::uint64_t {
  climatology = 1,
  climatology_52 = 2,
  ar1_t = 3,
  ar1_t_return = 4,
  ewma_t = 5,
  exponential_smoothing = 6,
  block_bootstrap = 7,
  analogues = 8,
  aum_random_walk = 9,
};
PlaceEngine rival_draws(const ForecastTask& task, RivalStream stream);
// 0 .. count - 1, each as likely.
std::size_t uniform_index_draw(PlaceEngine& draws, std::size_t count);

}  // namespace ebbtide
