// The members' part of the fund kernel: their equations, pins, the total they add up to, and what they can deliver.
#include <algorithm>
#include <limits>

#include "simulation/fund_kernel.h"

namespace ebbtide {
namespace {

// What a member's equation reads and writes, lane by lane.
struct MemberLanes {
  const Lanes& held;           // AUM its flow is measured against
  const Lanes& total_percent;  // the total's flow, % of AUM
  const Lanes& last;           // its own flow of the week before, %
  const Lanes& own_return;
  const Lanes& total_return;
  Lanes& usd;
  Lanes& scale;
  Lanes& variance;
};

EBBTIDE_VECTOR_WIDTHS
void predict_member(const double* b, double sigma, const float* noise, const MemberLanes& lanes, Lanes& gap,
                    Lanes& variance_sum) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double scale = 0.01 * lanes.held[lane];
    const double excess = 100.0 * (lanes.own_return[lane] - lanes.total_return[lane]);
    const double spread = scale * sigma;
    const double mean = b[MemberPosterior::kLevel] + b[MemberPosterior::kParent] * lanes.total_percent[lane] +
                        b[MemberPosterior::kOwnLag] * lanes.last[lane] + b[MemberPosterior::kOwnReturn] * excess;
    const double usd = scale * mean + spread * static_cast<double>(noise[lane]);
    lanes.usd[lane] = usd;
    lanes.scale[lane] = scale;
    lanes.variance[lane] = spread * spread;
    gap[lane] -= usd;
    variance_sum[lane] += spread * spread;
  }
}

// Members known without error share the gap equally; otherwise by residual variance.
EBBTIDE_VECTOR_WIDTHS
void share_gap(const Lanes& gap, const Lanes& variance_sum, const Lanes& variance, double equal_share, Lanes& usd) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    usd[lane] += variance_sum[lane] > 0.0 ? gap[lane] * (variance[lane] / variance_sum[lane]) : gap[lane] * equal_share;
  }
}

// Clears the lanes in which a member would redeem more than it holds.
EBBTIDE_VECTOR_WIDTHS
void stay_above_floor(const Lanes& usd, const Lanes& aum, const Lanes& returns, std::array<bool, kLanes>& feasible) {
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    feasible[lane] = feasible[lane] && usd[lane] >= -aum[lane] * (1.0 + returns[lane]);
}

}  // namespace

// Gives the pinned members of the dimension their flows, and the others what the total leaves.
void FundKernel::pin_members(const FundTheta& theta, const Slice& slice, const float* noise, const FundPins& pins,
                             std::size_t week, FundPaths& paths) {
  std::fill(state_.pinned.begin(), state_.pinned.end(), 0);
  std::vector<const FundPin*> chosen;
  for (const FundPin& pin : pins) {
    if (pin.week != week || pin.member < 0) continue;
    const auto member = static_cast<std::size_t>(pin.member);
    if (member < slice.first || member >= slice.first + slice.count) continue;
    chosen.push_back(&pin);
    state_.pinned[member] = 1;
  }
  if (chosen.empty()) return;
  std::vector<double> mean(slice.count), variance(slice.count);
  std::vector<PinnedMember> judged(chosen.size());
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double total = paths.total.at(week, FundPaths::kFlow)[lane];
    for (std::size_t i = 0; i < slice.count; ++i) {
      const std::size_t m = slice.first + i;
      variance[i] = state_.variance[m][lane];
      mean[i] = paths.flow.at(week, m)[lane] -
                state_.scale[m][lane] * theta.members[m].sigma * static_cast<double>(noise[i * kLanes + lane]);
    }
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      const std::size_t m = static_cast<std::size_t>(chosen[k]->member);
      const double value = chosen[k]->value[lane];
      judged[k] = {m - slice.first, chosen[k]->percent ? value * state_.scale[m][lane] : value};
      // A redemption from outside ends where the fund does; without weights no path can be dropped for it.
      if (draw_ != nullptr && posterior_.members[m].aum_status != AumStatus::none) {
        judged[k].value =
            std::max(judged[k].value, -state_.member_aum[m][lane] * (1.0 + state_.member_returns[m][lane]));
      }
    }
    judge_member_pins(total, mean, variance, judged);
    double gap = total, spread = 0.0;
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      const std::size_t m = slice.first + judged[k].member;
      paths.flow.at(week, m)[lane] = judged[k].value;
      if (draw_ != nullptr) continue;
      paths.log_weight[lane] +=
          pin_log_weight(judged[k].residual, chosen[k]->percent ? judged[k].sd / state_.scale[m][lane] : judged[k].sd,
                         chosen[k]->proposed[lane], chosen[k]->proposed_sd);
    }
    for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
      gap -= paths.flow.at(week, m)[lane];
      if (!state_.pinned[m]) spread += state_.variance[m][lane];
    }
    for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
      if (!state_.pinned[m] && spread > 0.0) paths.flow.at(week, m)[lane] += gap * (state_.variance[m][lane] / spread);
    }
  }
}

void FundKernel::member_flows(const FundTheta& theta, const Slice& slice, const float* noise, const FundPins& pins,
                              std::size_t lanes, std::size_t week, FundPaths& paths) {
  const Lanes& total = paths.total.at(week, FundPaths::kFlow);
  const Lanes& opening = paths.total.at(week, FundPaths::kOpening);
  Lanes gap = total, variance{}, total_percent{};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    total_percent[lane] = opening[lane] > 0.0 ? 100.0 * total[lane] / opening[lane] : 0.0;
  }
  for (std::size_t i = 0; i < slice.count; ++i) {
    const std::size_t m = slice.first + i;
    const Lanes& held = posterior_.members[m].aum_status == AumStatus::none ? opening : state_.member_aum[m];
    predict_member(theta.members[m].coefficients.data(), theta.members[m].sigma, noise + i * kLanes,
                   {held, total_percent, state_.member_flow[m], state_.member_returns[m], state_.total_return,
                    paths.flow.at(week, m), state_.scale[m], state_.variance[m]},
                   gap, variance);
  }
  if (!pins.empty()) pin_members(theta, slice, noise, pins, week, paths);
  // Where some are pinned the others have taken up the gap already.
  const auto end = state_.pinned.begin() + static_cast<std::ptrdiff_t>(slice.first + slice.count);
  if (std::find(end - static_cast<std::ptrdiff_t>(slice.count), end, 1) == end) {
    for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
      share_gap(gap, variance, state_.variance[m], 1.0 / static_cast<double>(slice.count), paths.flow.at(week, m));
    }
  }
  paths.clipped += keep_feasible(slice, lanes, week, paths);
  for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double scale = state_.scale[m][lane];
      state_.member_flow[m][lane] = scale > 0.0 ? paths.flow.at(week, m)[lane] / scale : 0.0;
    }
  }
}

void FundKernel::cell_flows(const FundTheta& theta, const FundNoise& noise, const FundPins& pins, std::size_t lanes,
                            std::size_t week, FundPaths& paths) {
  const std::size_t count = theta.cells.size();
  const auto of_week = [&](const float* draws, std::size_t slots) {
    return draws == nullptr ? nullptr : draws + week * slots * kLanes;
  };
  const CellNoise draws{of_week(noise.cells.own, count), of_week(noise.cells.common, posterior_.members.size()),
                        of_week(noise.cells.quiet, count)};
  CellWeekInputs inputs{
      paths.flow.row(week), state_.member_aum.data(), state_.member_returns.data(), {}, draw_ == nullptr};
  for (const FundPin& pin : pins) {
    if (pin.week != week || pin.member < 0) continue;
    const std::vector<std::size_t>& cells = columns_[static_cast<std::size_t>(pin.member)].cells;
    if (!cells.empty()) inputs.pins.push_back({&cells, &pin});
  }
  paths.clipped += cells_->draw_flows(theta, draws, inputs, lanes, week, paths);
}

// Active set per lane: members below -AUM (1 + r) are held there, and the rest carry the difference by their variances.
// A pinned flow is never moved; where it is out of reach the path weighs nothing.
std::uint64_t FundKernel::keep_feasible(const Slice& slice, std::size_t lanes, std::size_t week, FundPaths& paths) {
  const auto floor_of = [&](std::size_t m, std::size_t lane) {
    if (posterior_.members[m].aum_status == AumStatus::none) return -std::numeric_limits<double>::infinity();
    return -state_.member_aum[m][lane] * (1.0 + state_.member_returns[m][lane]);
  };
  std::array<bool, kLanes> feasible;
  feasible.fill(true);
  for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
    if (posterior_.members[m].aum_status == AumStatus::none) continue;
    stay_above_floor(paths.flow.at(week, m), state_.member_aum[m], state_.member_returns[m], feasible);
  }
  std::uint64_t clipped = 0;
  std::vector<char> held;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (feasible[lane]) continue;
    held.assign(state_.pinned.begin() + static_cast<std::ptrdiff_t>(slice.first),
                state_.pinned.begin() + static_cast<std::ptrdiff_t>(slice.first + slice.count));
    for (std::size_t i = 0; i < slice.count; ++i) {
      const std::size_t m = slice.first + i;
      if (held[i] && paths.flow.at(week, m)[lane] < floor_of(m, lane))
        paths.log_weight[lane] = -std::numeric_limits<double>::infinity();
    }
    for (bool changed = true; changed;) {
      changed = false;
      double gap = paths.total.at(week, FundPaths::kFlow)[lane], variance = 0.0, room = 0.0;
      for (std::size_t i = 0; i < slice.count; ++i) {
        const std::size_t m = slice.first + i;
        double& usd = paths.flow.at(week, m)[lane];
        if (!held[i] && usd < floor_of(m, lane)) {
          held[i] = 1;
          changed = true;
          clipped += lane < lanes ? 1 : 0;
        }
        if (held[i] && !state_.pinned[m]) usd = floor_of(m, lane);
        gap -= usd;
        variance += held[i] ? 0.0 : state_.variance[m][lane];
        room += held[i] ? 0.0 : usd - floor_of(m, lane);
      }
      for (std::size_t i = 0; i < slice.count; ++i) {
        const std::size_t m = slice.first + i;
        if (held[i]) continue;
        double& usd = paths.flow.at(week, m)[lane];
        // When little is left, in proportion to what each still holds above its floor: always feasible.
        usd += gap < 0.0 && room + gap < 1e-9 * room ? gap * ((usd - floor_of(m, lane)) / room)
               : variance > 0.0                      ? gap * (state_.variance[m][lane] / variance)
                                                     : 0.0;
      }
    }
  }
  return clipped;
}

}  // namespace ebbtide
