// The flow equations of total and members, linear around a reference: every flow and AUM with its derivative by the
// inputs: the market path (the variable fastest), then the standard normals behind flow pins.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/cell_linearisation.h"
#include "model/flow_pins.h"
#include "model/fund_theta.h"
#include "model/linear.h"
#include "model/model.h"

namespace ebbtide {

// What moves a flow. Of the total: its own past (lag, average), returns (of the week, of the week before, drawdown),
// the macro term of its own equation (dollar disappointment) and its own shock. Of a member: the total's flow, its own
// past, its return beyond the total's, its own shock where it is pinned, and its share of what makes the members add up
// to the total. Of both: the AUM that a flow in percent is of.
enum class FlowChannel : std::size_t { parent, persistence, returns, direct_macro, own_shock, allocation, opening_aum };
inline constexpr std::size_t kFlowChannels = 7;
constexpr std::size_t place(FlowChannel channel) {
  return static_cast<std::size_t>(channel);
}
std::string_view flow_channel_text(FlowChannel channel);

class FundLinearisation {
 public:
  // proposal: AUM and holdings at the reference's value, members pinned without error at the value asked; derivative:
  // everything moves, and the parts of every week are kept.
  enum class Detail { proposal, derivative };

  // path: market week x variable; noise: by FlowNoiseLayout. All are kept by reference but the noise.
  FundLinearisation(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout, const Matrix& path,
                    Vector noise, Detail detail);

  // The slope of the drawdown's high as a weighted mean of closes (horizon week x close) in place of that of the
  // reference's own high.
  void weigh_highs(Matrix shares) { high_shares_ = std::move(shares); }

  struct PinnedFlow {
    Linear flow;      // in the pin's unit, errors of evidence left out
    double sd = 0.0;  // of its own residual given all else
  };
  // The parts of a closed week, in million USD. aum is empty for a member without.
  struct Part {
    Linear flow;
    Linear aum;
    std::array<Vector, kFlowChannels> channels;  // slopes that add up to the flow's
  };

  // Week by week: opened, its pins by index into Model::flow_pins in their order, closed.
  void open_week(int week);
  PinnedFlow pin(std::size_t index);
  void close_week();
  // Of the week closed last; with detail `derivative`.
  const Part& total() const { return parts_.front(); }
  const Part& member(std::size_t index) const { return parts_[index + 1]; }

 private:
  struct Gap {
    Linear usd;              // the total less its members as they stand
    double spread = 0.0;     // variance of the members that are free
    Vector relative_spread;  // its slope over it; with detail `derivative`
    int free = 0;
    bool any_pinned = false;
  };
  bool exact() const { return detail_ == Detail::derivative; }
  // Evidence leaves its flow between what is asked and the model: members after it go with the flow.
  bool stands_at_value(const FlowPin& pin) const { return !exact() && pin.sd == 0.0; }
  Linear zero() const;
  Linear product(const Linear& held, const Linear& percent) const;
  void start();
  Linear log_return(int variable, int market_week) const;
  Linear simple_return(int variable, int market_week) const;
  void push_close(int market_week);
  void value_members(int market_week);
  template <typename Visit>
  void for_members(Dimension dimension, Visit visit) const;
  bool holds_aum(Dimension dimension) const;
  Linear weighted_return(Dimension dimension) const;
  Linear drawdown(int week) const;
  Linear disappointment(int market_week) const;
  void predict_members();
  const Linear& held_of(std::size_t member) const;
  double scale(std::size_t member) const { return 0.01 * held_of(member).value; }
  double variance(std::size_t member) const;
  Gap gap_of(Dimension dimension) const;
  Linear share_of(std::size_t member, const Gap& gap) const;
  Linear given_total(std::size_t member, const Gap& gap);
  void close_members(std::vector<Linear>& closed);
  bool sums_cells(std::size_t member) const { return !columns_[member].cells.empty(); }
  void open_cells();
  PinnedFlow pin_cells(std::size_t index);
  void close_sums();

  const Model& model_;
  const FundPosterior& funds_;
  const std::vector<MarketVariable>& variables_;
  const FundTheta& theta_;
  const FlowNoiseLayout& layout_;
  const Matrix& path_;
  Vector noise_;
  Detail detail_;
  Eigen::Index inputs_;
  Linear flow_, average_, last_return_, total_return_;
  Linear aum_;
  double average_weight_ = 0.0;
  double flow_sd_ = 0.0;  // of the open week
  std::vector<Linear> held_;
  std::vector<Linear> member_flow_;  // % of the member's scale, of the week before
  std::vector<Linear> returns_;      // simple percent
  std::vector<Linear> predicted_;    // before they add up to the total, % of scale
  std::vector<char> pinned_;
  std::vector<Linear> pinned_usd_;
  std::deque<Linear> closes_;
  Matrix high_shares_;  // empty: the reference's own
  std::vector<Part> parts_;
  std::vector<FundColumn> columns_;
  std::optional<CellLinearisation> cells_;
  bool cells_open_ = false;
};

}  // namespace ebbtide
