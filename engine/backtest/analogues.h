// The rival that looks for weeks like these: windows of the past whose market was nearest.
#pragma once

#include "backtest/rival.h"

namespace ebbtide {

// The 15 nearest past windows are its draws (windows_forecast). Where the track knows a variable in every week that is
// forecast, windows are compared by its sum over them; where it knows none, by the week before the window and the week
// before week 1. Distance: squared differences in standard deviations over all windows, summed over the variables but
// those that only follow another. As displayed: bp, simple percent.
class Analogues : public Rival {
 public:
  std::string_view name() const override { return "analogues"; }
  bool differs_by_track() const override { return true; }
  Forecast forecast(const ForecastTask& task) const override;
};

}  // namespace ebbtide
