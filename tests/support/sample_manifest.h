// What a made-up run's manifest is made from.
#pragma once

#include "report/manifest.h"

namespace ebbtide::sample {

inline ManifestInput sample_manifest() {
  ManifestInput input;
  input.build = {"0.1.0", "abc123", "GNU 12.2.0", "-O3"};
  input.scenarios.push_back({{"name", "baseline"}, {"horizon", 8}});
  input.inputs = {{"scenarios/baseline.yaml", "11"}, {"scenarios/market/factors.csv", "22"}};
  input.universes = {"global-etp"};
  input.seed = 20260119;
  input.random_number_law = "philox4x32-10";
  input.libraries = {{"boost", "1.74"}};
  input.runtime = {"2026-01-19T08:00:00Z", "here", 2, 3.5, {{"load", 0.25}}};
  return input;
}

}  // namespace ebbtide::sample
