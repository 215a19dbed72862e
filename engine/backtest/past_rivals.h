// Rivals that say: it will be as it was. Windows of past weeks, as long as the forecast, are its draws.
#pragma once

#include <vector>

#include "backtest/rival.h"

namespace ebbtide {

// Consecutive weeks of the past: first week (index into Origin::past) of every window of `weeks` weeks that lies in the
// last `latest` weeks (0: in all).
std::vector<std::size_t> past_windows_of(const Origin& origin, int weeks, std::size_t latest);

// What these windows brought, scaled to the AUM of the origin: flow in % of the AUM a window opened with, and AUM at
// its end over that at its start. One draw a window. Flows that nobody published are drawn around the calibration's
// mean of the week.
Forecast windows_forecast(const ForecastTask& task, const std::vector<std::size_t>& first_weeks, PlaceEngine& draws);

// The windows of the last `latest` weeks, or of all.
class Climatology : public Rival {
 public:
  Climatology(std::size_t latest, RivalStream stream) : latest_(latest), stream_(stream) {}
  std::string_view name() const override { return latest_ == 0 ? "climatology" : "climatology_52"; }
  Forecast forecast(const ForecastTask& task) const override;

 private:
  std::size_t latest_;
  RivalStream stream_;
};

}  // namespace ebbtide
