#include "evaluation/drivers.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/contract.h"
#include "evaluation/mean_shift.h"

namespace ebbtide {
namespace {

constexpr const char* kFlows = "flows";
constexpr const char* kMarketEffect = "market effect";

bool has_macro_term(const Model& model) {
  return model.calibration->funds && model.calibration->funds->flow.disappointment.has_value();
}

// Whether a channel is a term of the equation of the total, or of members.
bool has_channel(bool is_total, bool with_macro, FlowChannel channel) {
  const bool of_members = channel == FlowChannel::parent || channel == FlowChannel::allocation;
  if (channel == FlowChannel::direct_macro) return is_total && with_macro;
  return !is_total || !of_members;
}

// What the ground itself differs by: everything that is no condition.
std::optional<DriverCause> ground_cause(const Model& model, const Model& baseline) {
  const auto same_text = [](const StatedResponse& a, const StatedResponse& b) { return a.text == b.text; };
  const bool same_responses =
      !model.assumptions.empty() && std::equal(model.assumptions.begin(), model.assumptions.end(),
                                               baseline.assumptions.begin(), baseline.assumptions.end(), same_text);
  const bool responses = model.calibration != baseline.calibration && !same_responses;
  const bool paths = model.path != baseline.path;
  if (!responses && !paths) return std::nullopt;
  return DriverCause{DriverKind::assumption, responses
                                                 ? paths ? "stated responses and the kind of path" : "stated responses"
                                                 : "the kind of path"};
}

// Linear moves of a week's flow and AUM of one series by cause, and its channels of the flow.
struct Move {
  std::vector<double> flow, aum;
  std::array<double, kFlowChannels> channels{};
  double ground_flow = 0.0;
};

class Split {
 public:
  Split(const Model& model, const Model& baseline, const Executor& executor)
      : own_(mean_shift(model, common_ground(model, baseline), executor)),
        other_(mean_shift(baseline, common_ground(baseline, model), executor)),
        ground_(ground_cause(model, baseline)),
        with_macro_(has_macro_term(model) || has_macro_term(baseline)) {}

  std::vector<DriverCause> causes() const {
    std::vector<DriverCause> result;
    for (const std::string& text : own_.conditions) result.push_back({DriverKind::condition, text});
    for (const std::string& text : other_.conditions) result.push_back({DriverKind::condition, "baseline's " + text});
    if (ground_) result.push_back(*ground_);
    return result;
  }

  Move move(std::size_t week, std::size_t series) const {
    const FundShift& mine = own_.weeks[week][series];
    const FundShift& theirs = other_.weeks[week][series];
    Move result;
    append(mine.flow, 1.0, result.flow);
    append(theirs.flow, -1.0, result.flow);
    append(mine.aum, 1.0, result.aum);
    append(theirs.aum, -1.0, result.aum);
    for (std::size_t i = 0; i < kFlowChannels; ++i) result.channels[i] = mine.channels[i] - theirs.channels[i];
    if (ground_) {
      result.ground_flow = mine.ground_flow - theirs.ground_flow;
      result.flow.push_back(result.ground_flow);
      result.aum.push_back(mine.ground_aum - theirs.ground_aum);
    }
    return result;
  }
  std::vector<std::pair<std::string, double>> channels(const Move& move, bool is_total) const {
    std::vector<std::pair<std::string, double>> result;
    for (std::size_t i = 0; i < kFlowChannels; ++i) {
      const auto channel = static_cast<FlowChannel>(i);
      if (has_channel(is_total, with_macro_, channel))
        result.emplace_back(flow_channel_text(channel), move.channels[i]);
    }
    if (ground_) result.emplace_back(ground_->text, move.ground_flow);
    return result;
  }

 private:
  static void append(const Vector& values, double sign, std::vector<double>& out) {
    for (const double value : values) out.push_back(sign * value);
  }
  MeanShift own_, other_;
  std::optional<DriverCause> ground_;
  bool with_macro_;
};

void accumulate(const Move& move, Move& sum) {
  sum.flow.resize(move.flow.size(), 0.0);
  for (std::size_t i = 0; i < move.flow.size(); ++i) sum.flow[i] += move.flow[i];
  for (std::size_t i = 0; i < kFlowChannels; ++i) sum.channels[i] += move.channels[i];
  sum.ground_flow += move.ground_flow;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

std::string_view driver_kind_text(DriverKind kind) {
  switch (kind) {
    case DriverKind::condition:
      return "condition";
    case DriverKind::assumption:
      return "assumption";
    case DriverKind::channel:
      return "channel";
  }
  return "";
}

double DriverSplit::remainder() const {
  return total.value - sum_of(causes);
}

Drivers drivers(const Model& model, const Model& baseline, const std::vector<std::vector<Estimate>>& deltas,
                const Executor& executor) {
  Drivers result;
  if (!model.calibration->funds || model.price_impact || baseline.price_impact) return result;
  EBBTIDE_REQUIRE(model.horizon_weeks == baseline.horizon_weeks && baseline.calibration->funds.has_value());
  const Split split(model, baseline, executor);
  result.causes = split.causes();
  const std::vector<Series> series = series_of(model);
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Target target = series[i].target;
    if (target != Target::net_flow && target != Target::cumulative_net_flow && target != Target::aum) continue;
    const bool is_total = series[i].member < 0;
    if (!is_total && static_cast<std::size_t>(series[i].member) >= model.calibration->funds->members.size()) continue;
    if (deltas[i].empty()) continue;
    const std::size_t fund = is_total ? 0 : static_cast<std::size_t>(series[i].member) + 1;
    Move sum;
    for (int week = 0; week < series[i].weeks; ++week) {
      Move move = split.move(static_cast<std::size_t>(week), fund);
      accumulate(move, sum);
      DriverSplit row{i, week, {}, {}, deltas[i][static_cast<std::size_t>(week)]};
      if (target == Target::net_flow) {
        row.channels = split.channels(move, is_total);
        row.causes = std::move(move.flow);
      } else if (target == Target::cumulative_net_flow) {
        row.channels = split.channels(sum, is_total);
        row.causes = sum.flow;
      } else {
        const double flows = sum_of(sum.flow);
        row.channels = {{kFlows, flows}, {kMarketEffect, sum_of(move.aum) - flows}};
        row.causes = std::move(move.aum);
      }
      result.splits.push_back(std::move(row));
    }
  }
  return result;
}

}  // namespace ebbtide
