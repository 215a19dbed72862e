// Weights of paths that are simulated twice and never held: the first time their log weights are only summed up, the
// second time each path gets the weight that PathWeights would give it, bit for bit.
#pragma once

#include <span>

#include "simulation/path_likelihood.h"
#include "simulation/path_weighting.h"

namespace ebbtide {

class StreamedWeights {
 public:
  // Simulates all paths. Throws InputError where every one is excluded. Keeps the model by reference.
  StreamedWeights(const Model& model, const BlockSimulator& simulator, std::uint64_t paths, const Executor& executor,
                  const std::atomic<bool>* stop);

  const WeightDiagnostics& diagnostics() const { return diagnostics_; }
  // weights[lane] for the lanes in use; over all paths they sum to 1.
  void weigh(const GroupPaths& group, std::span<double> weights) const;

 private:
  PathLikelihood likelihood_;
  WeightDiagnostics diagnostics_;
};

}  // namespace ebbtide
