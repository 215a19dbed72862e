// Rivals that say: it will be as it was. Their draws are past weeks, or the origin's own state kept as it is.
#pragma once

#include <vector>

#include "backtest/rival.h"

namespace ebbtide {

// Consecutive weeks of the past: first week (index into Origin::past) of every window of `weeks` weeks that lies in the
// last `latest` weeks (0: in all).
std::vector<std::size_t> past_windows_of(const Origin& origin, int weeks, std::size_t latest);

// What these windows brought, scaled to the AUM of the origin: flows in % of the AUM a window opened with, and AUM at
// its end over that at its start. One draw a window. Flows that nobody published are drawn around the calibration's
// mean of the week; members are forecast where all of their flows in all windows are known.
Forecast windows_forecast(const ForecastTask& task, const std::vector<std::size_t>& first_weeks, PlaceEngine& draws);

// Flows that all past windows brought, in million USD, scaled to the AUM of the origin; empty with fewer than 20
// windows.
std::vector<double> past_flows_musd(const Origin& origin, int weeks);

// The one of them that a tenth of all lay below.
std::optional<double> low_flow(const Origin& origin, int weeks);

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

// No flow, surely; AUM moves with prices where they are known.
class ZeroFlow : public Rival {
 public:
  std::string_view name() const override { return "zero_flow"; }
  bool differs_by_track() const override { return true; }
  Forecast forecast(const ForecastTask& task) const override;
};

// The last week's flow in % of AUM every week, surely.
class LastFlow : public Rival {
 public:
  std::string_view name() const override { return "last_flow"; }
  bool differs_by_track() const override { return true; }
  Forecast forecast(const ForecastTask& task) const override;
};

// Stationary bootstrap of past weeks (Politis and Romano 1994): runs of mean length 4, flows, returns and members of a
// week together.
class BlockBootstrap : public Rival {
 public:
  std::string_view name() const override { return "block_bootstrap"; }
  Forecast forecast(const ForecastTask& task) const override;
};

// AUM alone: a random walk of its logarithm without drift, normal, with the exponentially weighted variance of past
// weeks (decay 0.94).
class AumRandomWalk : public Rival {
 public:
  std::string_view name() const override { return "aum_random_walk"; }
  Forecast forecast(const ForecastTask& task) const override;
};

// Members and cells alone: the engine's own draws of the total, given to them by their AUM at the origin.
class AumShares : public Rival {
 public:
  std::string_view name() const override { return "aum_shares"; }
  bool differs_by_track() const override { return true; }
  Forecast forecast(const ForecastTask& task) const override;
};

// The same, given to them by their share of the last four weeks' flow, where it is known.
class RecentShares : public Rival {
 public:
  std::string_view name() const override { return "recent_shares"; }
  bool differs_by_track() const override { return true; }
  Forecast forecast(const ForecastTask& task) const override;
};

}  // namespace ebbtide
