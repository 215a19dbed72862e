// Calibration files as a user writes them by hand, as JSON to change and to read.
#pragma once

#include "calibration/calibration_json.h"
#include "text/json.h"

namespace ebbtide::fixture {

// The conditional VAR of methods F.2 with full matrices and no universe.
inline Json reduced_calibration() {
  return Json::parse(R"({
    "schema": "ebbtide-calibration/1", "as_of": "2026-01-19", "week_one": "2026-01-23",
    "market": {
      "last_week": "2026-01-16", "lag_order": 1,
      "variables": [{"name": "y1", "unit": "bp"}, {"name": "y2", "unit": "bp"}],
      "last_values": [[1, -1]],
      "reduced": {"constant": [0.1, -0.2], "lags": [[[0.5, 0.1], [0.2, 0.4]]], "covariance": [[1, 0.3], [0.3, 0.5]]}
    }
  })");
}

// Two variables by equations, with uncertainty, two scales and a tail index; one fund of one asset.
inline Json triangular_calibration() {
  return Json::parse(R"({
    "schema": "ebbtide-calibration/1", "universe": null, "as_of": "2026-01-19", "week_one": "2026-01-23",
    "market": {
      "last_week": "2026-01-16", "lag_order": 2,
      "variables": [{"name": "rate", "unit": "bp", "group": "macro"},
                    {"name": "bitcoin", "title": "Bitcoin", "kind": "return", "unit": "%", "group": "prices"}],
      "last_values": [[1, -1], [0.5, 2]],
      "volatility": [{"group": "macro", "decay": 0.97, "level": 1.5}, {"group": "prices", "level": 0.8, "persistence": 0.9}],
      "tail_index": 6,
      "equations": [
        {"variable": "rate", "residual_variance": 100, "degrees_of_freedom": 200,
         "coefficients": [{"name": "constant", "kind": "constant", "mean": 0.1, "sd": 0.05},
                          {"name": "rate, lag 2", "kind": "lag", "lag": 2, "variable": "rate", "mean": 0.2}]},
        {"variable": "bitcoin", "residual_variance": 64,
         "coefficients": [{"name": "rate", "kind": "same_week", "variable": "rate", "mean": -0.1, "sd": 0.02}]}
      ]
    },
    "funds": {
      "opening_aum_musd": 1000, "opening_aum_sd_musd": 5,
      "flow": {"residual_variance": 0.5, "opening": [0.3, 0.2], "drawdown_variable": "bitcoin", "recent_log_closes": [0, 1, 3, 2],
               "coefficients": [{"name": "level", "mean": 0.1}, {"name": "own lag", "mean": 0.3}, {"name": "return", "mean": 0.1},
                                {"name": "return lag", "mean": 0}, {"name": "drawdown", "mean": 0}, {"name": "average", "mean": 0.2}]},
      "members": [
        {"name": "Bitcoin", "dimension": "asset", "history": "seen", "aum_status": "seen", "opening_aum_musd": 1000,
         "exposures": {"bitcoin": 1}, "residual_variance": 0.2,
         "coefficients": [{"name": "level", "mean": 0}, {"name": "own lag", "mean": 0}, {"name": "total", "mean": 1}, {"name": "own return", "mean": 0}]}
      ]
    }
  })");
}

}  // namespace ebbtide::fixture
