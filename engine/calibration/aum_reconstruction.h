// AUM between sparse observations by the identity A_t = A_{t-1} (1 + r_t) + F_t + w_t: a Kalman smoother whose process
// noise, a fraction of AUM a week, takes what returns and flows do not explain (fees, tracking, in-kind timing).
#pragma once

#include <optional>
#include <vector>

namespace ebbtide {

struct AumWeek {
  double simple_return = 0.0;  // of this week; the first week's is not used
  double flow_musd = 0.0;
  double flow_variance = 0.0;
  std::optional<double> observed_musd;
  double observed_variance = 0.0;
};

struct AumEstimate {
  double mean_musd = 0.0;
  double sd_musd = 0.0;
};

struct AumPath {
  std::vector<AumEstimate> weeks;
  double noise = 0.0;  // process noise, fraction of AUM a week
};

// starts_empty: AUM before the first week is zero (a fund that opens); otherwise unknown. The noise is the one of a
// grid (0.1 % to 3 %) with the largest likelihood when there are at least three observations, else 0.5 %.
AumPath reconstruct_aum(const std::vector<AumWeek>& weeks, bool starts_empty);

}  // namespace ebbtide
