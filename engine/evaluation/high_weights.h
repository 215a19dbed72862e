// How often each close is the high that the drawdown in the flow equation is measured from. The high of a mean path is
// not the mean of the highs; the slope of the mean drawdown is that of the closes weighed by these shares.
#pragma once

#include <cstddef>
#include <vector>

#include "model/model.h"
#include "parallel/executor.h"

namespace ebbtide {

inline constexpr std::size_t kHighPaths = 2'048;  // two for each of 1,024 draws of the parameters

// Horizon week x close (those known, then one a market week): shares that sum to one in a week that has closes. Over
// the first kHighPaths market paths of a fixed seed under these constraints; flows are neither drawn nor conditioned
// on. Throws NumericalError.
Matrix high_weights(const Model& model, const std::vector<LinearConstraint>& constraints, const Executor& executor);

}  // namespace ebbtide
