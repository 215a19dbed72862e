// Weights of a scenario's paths: conditions that no construction meets (flows' residuals, AUM, sums over weeks,
// inequalities), then views, in a pass over all paths before the one that summarises them.
//
// Conditions come first and weigh by their likelihood; views tilt the result at the least relative entropy
// (engine/stats). Both act on the paths as a whole, parameters included; pins and sightings leave the parameters' draws
// alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/model.h"
#include "parallel/executor.h"
#include "simulation/block_simulator.h"
#include "stats/path_weights.h"

namespace ebbtide {

struct ViewResult {
  View view;
  double before = 0.0;  // the statistic without views, in the view's unit; probabilities as fractions
  double after = 0.0;
};

struct Weighting {
  std::vector<double> weights;        // by path, summing to 1; none where the statistics are streamed
  std::vector<double> group_weights;  // sums over theta groups
  WeightDiagnostics conditions;       // before views
  WeightDiagnostics all;
  std::vector<ViewResult> views;
  double relative_entropy = 0.0;  // of the views
};

// Whether any of the model's paths can weigh more than others. Flows that are shocks from outside do not weigh.
bool needs_weights(const Model& model);

// Throws InputError where every path is excluded.
void refuse_unreachable(const Model& model, const WeightDiagnostics& conditions);

// Throws InputError where no path meets the conditions or the views cannot be reached: the finding names them and what
// can be reached.
Weighting weigh_paths(const Model& model, const BlockSimulator& simulator, std::uint64_t paths,
                      const Executor& executor, const std::atomic<bool>* stop);

}  // namespace ebbtide
