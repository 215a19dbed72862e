// Market paths of a model kept whole, for questions about single paths.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.h"
#include "parallel/executor.h"

namespace ebbtide {

// The first paths of a run: flows neither drawn nor conditioned on.
struct MarketSample {
  std::size_t paths = 0;
  std::size_t group_size = 0;
  std::size_t variables = 0;
  std::vector<float> values;       // (week * variables + variable) * paths + path, model units
  std::vector<double> log_weight;  // by path

  std::span<const float> column(int week, int variable) const {
    const auto place = static_cast<std::size_t>(week) * variables + static_cast<std::size_t>(variable);
    return {values.data() + place * paths, paths};
  }
};

// Paths 0 .. paths - 1 of the seed, parameters drawn; blocks of them at the same time. Throws NumericalError.
MarketSample draw_market(const Model& model, std::uint64_t seed, std::size_t paths, const Executor& executor);

}  // namespace ebbtide
