// Comparisons for tests of what is written about them.
#pragma once

#include "evaluation/comparison.h"
#include "support/recorded_runs.h"

namespace ebbtide::fixture {

// Two seeds: the total within noise, Bitcoin beyond it, an event within it.
inline Comparison comparison_beyond_noise() {
  const TemporaryFolder temporary;
  Findings findings;
  RunFiles other = small_run("101", "-160");
  other.seed = "8";
  other.tables["events"] =
      "scenario,event,description,probability,mc_se,delta,delta_mc_se,threshold,ok,realised\n"
      "cuts,outflow,net flow below 0,0.26,0.01,,,,,\n";
  auto first = load_recorded_run(write_run_files(temporary, "a", small_run("100", "-60")), findings).value();
  auto second = load_recorded_run(write_run_files(temporary, "b", other), findings).value();
  first.folder = "results/a";
  second.folder = "results/b";
  return compare_runs(first, second, {});
}

}  // namespace ebbtide::fixture
