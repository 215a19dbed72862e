// One draw of the parameters of flows and members, and of the state they start from.
#pragma once

#include <cstdint>
#include <vector>

#include "model/parameter_draw.h"
#include "model/posterior.h"

namespace ebbtide {

struct FundTheta {
  RegressionDraw flow;
  std::vector<double> flow_mixing;  // sqrt(w) of the total's residual by horizon week; empty: 1
  std::vector<RegressionDraw> members;
  double opening_flow = 0.0;            // x of the week before week 1
  double opening_average = 0.0;         // m of the week before week 1
  std::vector<double> opening_members;  // x_m of the week before week 1
  std::vector<RegressionDraw> cells;
  std::vector<double> opening_cells;  // x_c of the week before week 1
  std::vector<double> quiet;          // probability of a week of exactly zero
  double aum_factor = 1.0;            // opening AUM over its posterior mean, the same for the total and all members

  // Standard deviation of the total's residual in a horizon week from 0.
  double flow_sd(std::size_t week) const {
    return week < flow_mixing.size() ? flow.sigma * flow_mixing[week] : flow.sigma;
  }
};

class FundSampler {
 public:
  explicit FundSampler(const FundPosterior& posterior);
  // Without the mixing variables of flows (simulation/flow_mixing.h).
  FundTheta draw(std::uint64_t seed, std::uint64_t group) const;
  // The posterior mean with sigma^2 = s^2 (of Student t residuals their variance), and the mean of the opening state.
  FundTheta mean() const;

 private:
  RegressionSampler flow_;
  double flow_tail_index_;
  std::vector<RegressionSampler> members_;
  Vector opening_;
  Matrix opening_factor_;  // factor factor' = covariance
  std::vector<double> last_mean_;
  std::vector<double> last_sd_;
  std::vector<RegressionSampler> cells_;
  std::vector<CellPosterior> cell_states_;
  double aum_relative_sd_;
};

}  // namespace ebbtide
