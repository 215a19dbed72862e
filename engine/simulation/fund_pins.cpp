#include "simulation/fund_pins.h"

#include <cmath>
#include <limits>

namespace ebbtide {

double pin_log_weight(double true_residual, double true_sd, double proposed_residual, double proposed_sd) {
  if (!(true_sd > 0.0)) return -std::numeric_limits<double>::infinity();
  return 0.5 * (proposed_residual * proposed_residual - true_residual * true_residual) +
         std::log(proposed_sd / true_sd);
}

void judge_member_pins(double total, const std::vector<double>& mean, const std::vector<double>& variance,
                       std::vector<PinnedMember>& pins) {
  double gap = total, spread = 0.0;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    gap -= mean[i];
    spread += variance[i];
  }
  for (PinnedMember& pin : pins) {
    const double own = variance[pin.member];
    const double share = spread > 0.0 ? own / spread : 0.0;
    pin.sd = std::sqrt(std::fmax(own * (1.0 - share), 0.0));
    pin.residual = pin.sd > 0.0 ? (pin.value - mean[pin.member] - share * gap) / pin.sd : 0.0;
    gap -= pin.value - mean[pin.member];
    spread -= own;
  }
}

}  // namespace ebbtide
