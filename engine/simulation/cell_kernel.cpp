#include "simulation/cell_kernel.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "math/special.h"
#include "simulation/fund_kernel.h"

namespace ebbtide {
namespace {

// A cell known without error still takes its part of a gap, by what it holds.
constexpr double kLeastSigma = 1e-6;  // %
// A sum whose variance given those before it is a smaller part of its own is given by them.
constexpr double kLeastPivot = 1e-12;
constexpr double kLeastVariance = 1e-18;  // million USD squared: cells that hold nothing
// A cell that opens with next to nothing has no flow in percent that says anything about its next.
constexpr double kMostPercent = 100.0;

constexpr double kLeastTrading = 0.05;  // of an asset's AUM

struct CellLanes {
  const Lanes& aum;
  const Lanes& last;
  const Lanes& asset_percent;
  const Lanes& trades;
  Lanes& mean;
  Lanes& spread;
  Lanes& flow;
};

EBBTIDE_VECTOR_WIDTHS
void predict_cell(const double* b, double sigma, double own, const float* noise, const Lanes& common,
                  const CellLanes& cell) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double scale = 0.01 * cell.aum[lane] * cell.trades[lane];
    const double percent = b[CellPosterior::kLevel] + b[CellPosterior::kOwnLag] * cell.last[lane] +
                           b[CellPosterior::kParent] * cell.asset_percent[lane];
    const double spread = scale * sigma;
    const double mean = scale * percent;
    cell.mean[lane] = mean;
    cell.spread[lane] = spread;
    cell.flow[lane] = mean + spread * (own * static_cast<double>(noise[lane]) + common[lane]);
  }
}

EBBTIDE_VECTOR_WIDTHS
void add_square(double weight, const Lanes& value, Lanes& target) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] += weight * value[lane] * value[lane];
}

EBBTIDE_VECTOR_WIDTHS
void add_product(const Lanes& left, const Lanes& right, Lanes& target) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] += left[lane] * right[lane];
}

EBBTIDE_VECTOR_WIDTHS
void subtract(const Lanes& value, Lanes& target) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] -= value[lane];
}

EBBTIDE_VECTOR_WIDTHS
void add(const Lanes& value, Lanes& target) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] += value[lane];
}

EBBTIDE_VECTOR_WIDTHS
void subtract_product(const Lanes& left, const Lanes& right, Lanes& target) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] -= left[lane] * right[lane];
}

// The diagonal of the root is kept as its inverse; 0 where the row is given by those before it.
EBBTIDE_VECTOR_WIDTHS
void invert_pivot(const Lanes& whole, Lanes& pivot) {
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    pivot[lane] = pivot[lane] > kLeastPivot * whole[lane] + kLeastVariance ? 1.0 / std::sqrt(pivot[lane]) : 0.0;
}

EBBTIDE_VECTOR_WIDTHS
void scale_by(const Lanes& factor, Lanes& target) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] *= factor[lane];
}

EBBTIDE_VECTOR_WIDTHS
void percent_of(const Lanes& flow, const Lanes& held, Lanes& percent) {
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    percent[lane] = held[lane] > 0.0 ? 100.0 * flow[lane] / held[lane] : 0.0;
}

// spread^2 x own share x what the cell's sums ask, and the parts of its factors.
EBBTIDE_VECTOR_WIDTHS
void move_cell(double own_share, const Lanes& spread, const Lanes& asked, const Lanes& common, Lanes& flow) {
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    flow[lane] += spread[lane] * (own_share * spread[lane] * asked[lane] + common[lane]);
}

}  // namespace

CellKernel::CellKernel(const FundPosterior& funds, const std::vector<char>& with_sums) {
  EBBTIDE_REQUIRE(funds.cube.has_value());
  const CubePosterior& cube = *funds.cube;
  for (const MemberPosterior& member : funds.members) assets_ += member.dimension == Dimension::asset ? 1 : 0;
  cells_of_asset_.resize(assets_);
  first_column_ = funds.members.size();
  const std::size_t count = cube.cells.size();
  factors_of_.resize(count);
  for (std::size_t m = 0; m < funds.members.size(); ++m) {
    const MemberPosterior& member = funds.members[m];
    const double share = cube.common_shares[static_cast<std::size_t>(member.dimension)];
    if (!(share > 0.0)) continue;
    std::vector<std::size_t> cells = cells_of(funds, margin_key(member.dimension, member.name));
    std::erase_if(cells, [&](std::size_t c) { return is_whole_asset(funds, cube.cells[c]); });
    factors_.push_back({m, std::sqrt(share), std::move(cells)});
    for (const std::size_t c : factors_.back().cells) factors_of_[c].push_back(factors_.size() - 1);
  }
  for (const double share : cube.common_shares) own_share_ -= share;
  for (std::size_t c = 0; c < count; ++c) {
    opening_aum_.push_back(cube.cells[c].opening_aum_musd);
    asset_of_.push_back(members_of(funds, cube.cells[c])[0]);
    cells_of_asset_[asset_of_.back()].push_back(c);
  }
  const std::vector<FundColumn> columns = fund_columns(funds);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool wanted = with_sums.empty() || with_sums[i];
    if (wanted && !columns[i].cells.empty() && !columns[i].key.is_cell()) sums_.emplace_back(i, columns[i].cells);
  }
  rows_ = cells_of_asset_;
  for (const std::size_t asset : asset_of_) rows_of_.push_back({asset});
  link_rows();
  percent_.resize(assets_);
  pulled_.resize(factors_.size());
  for (auto* lanes : {&aum_, &last_, &trades_, &flow_, &mean_, &spread_}) lanes->resize(count);
}

void CellKernel::start(const FundTheta& theta) {
  for (std::size_t c = 0; c < opening_aum_.size(); ++c) {
    aum_[c].fill(opening_aum_[c] * theta.aum_factor);
    last_[c].fill(theta.opening_cells[c]);
  }
}

// Where those that trade hold next to nothing of their asset, no cell is quiet: the asset's flow is theirs.
// A pin that is not weighed is met by all of its cells.
void CellKernel::choose_trading(const FundTheta& theta, const float* quiet, const CellWeekInputs& inputs) {
  for (std::size_t c = 0; c < trades_.size(); ++c) {
    Lanes& trades = trades_[c];
    trades.fill(1.0);
    if (quiet == nullptr || !(theta.quiet[c] > 0.0)) continue;
    const double threshold = normal_quantile(theta.quiet[c]);
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      trades[lane] = static_cast<double>(quiet[c * kLanes + lane]) < threshold ? 0.0 : 1.0;
  }
  if (quiet == nullptr) return;
  for (const CellPin& pin : inputs.pins) {
    if (inputs.weigh_pins) break;
    for (const std::size_t c : *pin.cells) trades_[c].fill(1.0);
  }
  for (const std::vector<std::size_t>& cells : cells_of_asset_) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      double trading = 0.0, whole = 0.0;
      for (const std::size_t c : cells) {
        trading += trades_[c][lane] * aum_[c][lane];
        whole += aum_[c][lane];
      }
      if (trading >= kLeastTrading * whole && trading > 0.0) continue;
      for (const std::size_t c : cells) trades_[c][lane] = 1.0;
    }
  }
}

void CellKernel::predict(const FundTheta& theta, const CellNoise& noise, const CellWeekInputs& inputs) {
  for (std::size_t a = 0; a < assets_; ++a) percent_of(inputs.flow[a], inputs.opening[a], percent_[a]);
  const double own = std::sqrt(own_share_);
  for (std::size_t c = 0; c < flow_.size(); ++c) {
    Lanes common{};
    for (const std::size_t f : factors_of_[c]) {
      const float* draws = noise.common + factors_[f].member * kLanes;
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        common[lane] += factors_[f].loading * static_cast<double>(draws[lane]);
    }
    predict_cell(theta.cells[c].coefficients.data(), std::max(theta.cells[c].sigma, kLeastSigma), own,
                 noise.own + c * kLanes, common,
                 {aum_[c], last_[c], percent_[asset_of_[c]], trades_[c], mean_[c], spread_[c], flow_[c]});
  }
}

// The assets' rows stay; those of the last week's pins go.
void CellKernel::add_rows(const std::vector<CellPin>& pins) {
  if (rows_.size() == assets_ && pins.empty()) return;
  rows_.resize(assets_);
  for (std::vector<std::size_t>& rows : rows_of_) rows.resize(1);
  for (const CellPin& pin : pins) {
    for (const std::size_t c : *pin.cells) rows_of_[c].push_back(rows_.size());
    rows_.push_back(*pin.cells);
  }
  link_rows();
}

void CellKernel::link_rows() {
  const std::size_t count = rows_.size();
  factors_in_row_.assign(count, {});
  rows_of_factor_.assign(factors_.size(), {});
  std::vector<std::vector<char>> meets(count, std::vector<char>(count, 0));
  for (std::size_t r = 0; r < count; ++r) {
    std::vector<char> has(factors_.size(), 0);
    for (const std::size_t c : rows_[r]) {
      for (const std::size_t s : rows_of_[c]) meets[r][s] = 1;
      for (const std::size_t f : factors_of_[c]) has[f] = 1;
    }
    for (std::size_t f = 0; f < factors_.size(); ++f) {
      if (!has[f]) continue;
      factors_in_row_[r].push_back(f);
      rows_of_factor_[f].push_back(r);
    }
  }
  for (const std::vector<std::size_t>& rows : rows_of_factor_) {
    for (const std::size_t r : rows) {
      for (const std::size_t s : rows) meets[r][s] = 1;
    }
  }
  linked_.assign(count, {});
  for (std::size_t r = 0; r < count; ++r) {
    for (std::size_t s = 0; s < r; ++s) {
      const bool fills = std::any_of(linked_[s].begin(), linked_[s].end(), [&](std::size_t k) { return meets[r][k]; });
      if (fills) meets[r][s] = 1;
      if (meets[r][s]) linked_[r].push_back(s);
    }
  }
}

// H W H' of the sums that are given, its Cholesky root, and the gaps to them.
void CellKernel::given_sums(const CellWeekInputs& inputs) {
  add_rows(inputs.pins);
  gap_.assign(inputs.flow, inputs.flow + assets_);
  gap_.insert(gap_.end(), asked_.begin(), asked_.end());
  if (!inputs.pins.empty()) mean_gap_ = gap_;
  const std::size_t count = rows_.size();
  if (root_.columns() != count) {
    root_ = LaneGrid(count, count);
    reach_ = LaneGrid(factors_.size(), count);
  }
  for (std::size_t r = 0; r < count; ++r) {
    for (std::size_t s = 0; s <= r; ++s) root_.at(r, s).fill(0.0);
    for (const std::size_t f : factors_in_row_[r]) reach_.at(f, r).fill(0.0);
    for (const std::size_t c : rows_[r]) {
      subtract(flow_[c], gap_[r]);
      if (!inputs.pins.empty()) subtract(mean_[c], mean_gap_[r]);
      for (const std::size_t s : rows_of_[c]) {
        if (s <= r) add_square(own_share_, spread_[c], root_.at(r, s));
      }
      for (const std::size_t f : factors_of_[c]) add_scaled(reach_.at(f, r), factors_[f].loading, spread_[c]);
    }
    for (const std::size_t f : factors_in_row_[r]) {
      for (const std::size_t s : rows_of_factor_[f]) {
        if (s <= r) add_product(reach_.at(f, r), reach_.at(f, s), root_.at(r, s));
      }
    }
  }
  for (std::size_t r = 0; r < count; ++r) {
    const Lanes whole = root_.at(r, r);
    for (const std::size_t s : linked_[r]) {
      for (const std::size_t k : linked_[s]) subtract_product(root_.at(r, k), root_.at(s, k), root_.at(r, s));
      scale_by(root_.at(s, s), root_.at(r, s));
      subtract_product(root_.at(r, s), root_.at(r, s), root_.at(r, r));
    }
    invert_pivot(whole, root_.at(r, r));
  }
}

// Each pinned sum given the assets and the pins before it: its residual, and the weight for it.
void CellKernel::judge(const CellWeekInputs& inputs, FundPaths& paths) {
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    for (const std::size_t s : linked_[r]) subtract_product(root_.at(r, s), mean_gap_[s], mean_gap_[r]);
    scale_by(root_.at(r, r), mean_gap_[r]);
    if (r < assets_) continue;
    const FundPin& pin = *inputs.pins[r - assets_].pin;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double inverse = root_.at(r, r)[lane];
      const double sd = inverse > 0.0 ? 1.0 / inverse : 0.0;
      paths.log_weight[lane] +=
          pin_log_weight(mean_gap_[r][lane], pin.percent ? sd / (0.01 * held(rows_[r], lane)) : sd, pin.proposed[lane],
                         pin.proposed_sd);
    }
  }
}

void CellKernel::move_onto_sums() {
  const std::size_t count = rows_.size();
  solved_ = gap_;
  for (std::size_t r = 0; r < count; ++r) {
    for (const std::size_t s : linked_[r]) subtract_product(root_.at(r, s), solved_[s], solved_[r]);
    scale_by(root_.at(r, r), solved_[r]);
  }
  for (std::size_t r = count; r-- > 0;) {
    for (std::size_t s = r + 1; s < count; ++s) {
      if (std::binary_search(linked_[s].begin(), linked_[s].end(), r))
        subtract_product(root_.at(s, r), solved_[s], solved_[r]);
    }
    scale_by(root_.at(r, r), solved_[r]);
  }
  for (std::size_t f = 0; f < factors_.size(); ++f) {
    pulled_[f].fill(0.0);
    for (const std::size_t r : rows_of_factor_[f]) add_product(reach_.at(f, r), solved_[r], pulled_[f]);
  }
  for (std::size_t c = 0; c < flow_.size(); ++c) {
    Lanes asked{}, common{};
    for (const std::size_t r : rows_of_[c]) add(solved_[r], asked);
    for (const std::size_t f : factors_of_[c]) add_scaled(common, factors_[f].loading, pulled_[f]);
    move_cell(own_share_, spread_[c], asked, common, flow_[c]);
  }
}

std::uint64_t CellKernel::draw_flows(const FundTheta& theta, const CellNoise& noise, const CellWeekInputs& inputs,
                                     std::size_t lanes, std::size_t week, FundPaths& paths) {
  choose_trading(theta, noise.quiet, inputs);
  predict(theta, noise, inputs);
  asked_.resize(inputs.pins.size());
  for (std::size_t p = 0; p < inputs.pins.size(); ++p) {
    const FundPin& pin = *inputs.pins[p].pin;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      double floor = 0.0;
      for (const std::size_t c : *inputs.pins[p].cells)
        floor -= aum_[c][lane] * (1.0 + inputs.returns[asset_of_[c]][lane]);
      const double value = pin.percent ? 0.01 * held(*inputs.pins[p].cells, lane) * pin.value[lane] : pin.value[lane];
      asked_[p][lane] = inputs.weigh_pins ? value : std::max(value, floor);
    }
  }
  given_sums(inputs);
  if (inputs.weigh_pins && !inputs.pins.empty()) judge(inputs, paths);
  move_onto_sums();
  const std::uint64_t clipped = keep_feasible(inputs, lanes, paths);
  for (std::size_t c = 0; c < flow_.size(); ++c) paths.flow.at(week, first_column_ + c) = flow_[c];
  for (const auto& [column, cells] : sums_) {
    Lanes& sum = paths.flow.at(week, column);
    sum.fill(0.0);
    for (const std::size_t c : cells) add(flow_[c], sum);
  }
  return clipped;
}

double CellKernel::held(const std::vector<std::size_t>& cells, std::size_t lane) const {
  double sum = 0.0;
  for (const std::size_t c : cells) sum += aum_[c][lane];
  return sum;
}

void CellKernel::close_week(const Lanes* returns, std::size_t week, FundPaths& paths) {
  for (std::size_t c = 0; c < flow_.size(); ++c) {
    Lanes& effect = paths.market.at(week, first_column_ + c);
    Lanes& closing = paths.aum.at(week, first_column_ + c);
    const Lanes& r = returns[asset_of_[c]];
    percent_of(flow_[c], aum_[c], last_[c]);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      last_[c][lane] = std::min(last_[c][lane], kMostPercent);
      effect[lane] = aum_[c][lane] * r[lane];
      closing[lane] = std::max(0.0, aum_[c][lane] + effect[lane] + flow_[c][lane]);
    }
    aum_[c] = closing;
  }
  for (const auto& [column, cells] : sums_) {
    Lanes& effect = paths.market.at(week, column);
    Lanes& closing = paths.aum.at(week, column);
    effect.fill(0.0);
    closing.fill(0.0);
    for (const std::size_t c : cells) {
      add(paths.market.at(week, first_column_ + c), effect);
      add(paths.aum.at(week, first_column_ + c), closing);
    }
  }
}

}  // namespace ebbtide
