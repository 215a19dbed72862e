// Members that are sums of cells.
#include "model/fund_linearisation.h"

namespace ebbtide {

// The cells given the assets' flows of the week.
void FundLinearisation::open_cells() {
  if (cells_open_) return;
  std::vector<Linear> usd(funds_.members.size());
  close_members(usd);
  cells_->open_week(usd, held_);
  cells_open_ = true;
}

FundLinearisation::PinnedFlow FundLinearisation::pin_cells(std::size_t index) {
  open_cells();
  const FlowPin& pin = model_.flow_pins[index];
  const int residual = layout_.residual_of(index);
  const CellLinearisation::Pinned pinned =
      cells_->pin(columns_[static_cast<std::size_t>(pin.member)].cells, noise_(residual), path_.size() + residual,
                  stands_at_value(pin), pin.percent, pin.value);
  const double to_unit = pin.percent && pinned.scale > 0.0 ? 1.0 / pinned.scale : 1.0;
  PinnedFlow result{pinned.flow, to_unit * pinned.sd};
  result.flow.value *= to_unit;
  result.flow.slope *= to_unit;
  if (exact() && pin.percent) result.flow.slope -= (result.flow.value / pinned.held.value) * pinned.held.slope;
  return result;
}

// Parts of members that are sums of cells, after their cells are closed.
void FundLinearisation::close_sums() {
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    if (!sums_cells(m)) continue;
    CellLinearisation::Parts sum = cells_->sum(columns_[m].cells);
    Part& part = parts_[m + 1];
    part.channels.fill(Vector::Zero(inputs_));
    part.channels[place(FlowChannel::allocation)] =
        sum.flow.slope - sum.parent - sum.persistence - sum.own_shock - sum.opening_aum;
    part.channels[place(FlowChannel::parent)] = std::move(sum.parent);
    part.channels[place(FlowChannel::persistence)] = std::move(sum.persistence);
    part.channels[place(FlowChannel::own_shock)] = std::move(sum.own_shock);
    part.channels[place(FlowChannel::opening_aum)] = std::move(sum.opening_aum);
    part.flow = std::move(sum.flow);
    part.aum = std::move(sum.aum);
  }
}

}  // namespace ebbtide
