#include "evaluation/mean_shift.h"

#include <algorithm>

#include "evaluation/high_weights.h"
#include "model/condition_response.h"
#include "model/flow_rows.h"

namespace ebbtide {
namespace {

// Rounds in which the mean of pinned flows settles: each divides the error by the curvature over a week's flow.
constexpr int kRounds = 6;

bool same_row(const LinearConstraint& a, const LinearConstraint& b) {
  const auto same_term = [](const PathTerm& x, const PathTerm& y) {
    return x.week == y.week && x.variable == y.variable && x.weight == y.weight;
  };
  return a.kind == b.kind && a.value == b.value && a.sd == b.sd && a.lower == b.lower && a.upper == b.upper &&
         a.drivers == b.drivers &&
         std::equal(a.terms.begin(), a.terms.end(), b.terms.begin(), b.terms.end(), same_term);
}

bool same_pin(const FlowPin& a, const FlowPin& b) {
  return a.week == b.week && a.member == b.member && a.percent == b.percent && a.value == b.value && a.sd == b.sd &&
         a.with_total == b.with_total;
}

template <typename Row, typename Same>
std::vector<char> shared(const std::vector<Row>& rows, const std::vector<Row>& others, const Same& same) {
  std::vector<char> result;
  result.reserve(rows.size());
  for (const Row& row : rows) {
    result.push_back(std::any_of(others.begin(), others.end(), [&](const Row& other) { return same(row, other); }));
  }
  return result;
}

class Shift {
 public:
  Shift(const Model& model, const CommonGround& ground, const Executor& executor)
      : model_(model),
        ground_(ground),
        executor_(executor),
        market_(MarketSampler(model.calibration->market).mean()),
        funds_(FundSampler(*model.calibration->funds).mean()),
        layout_(model.flow_pins) {
    for (std::size_t i = 0; i < model.constraints.size(); ++i) {
      if (ground.constraints[i]) shared_constraints_.push_back(model.constraints[i]);
    }
    for (std::size_t i = 0; i < model.flow_pins.size(); ++i) {
      if (ground.flow_pins[i]) shared_pins_.push_back(static_cast<Eigen::Index>(i));
    }
  }

  MeanShift run() {
    settle();
    MeanShift result;
    const Matrix moves = moves_of(result.conditions);
    carry(moves, result);
    return result;
  }

 private:
  Matrix path_of(const Vector& inputs) const {
    const auto variables = static_cast<Eigen::Index>(model_.variable_count());
    Matrix path(model_.market_weeks(), variables);
    for (Eigen::Index week = 0; week < path.rows(); ++week)
      path.row(week) = inputs.segment(week * variables, variables).transpose();
    return path;
  }
  Vector noise_of(const Vector& inputs) const { return inputs.tail(layout_.count()); }

  ConditionResponse response(const std::vector<LinearConstraint>& constraints, const FlowSystem& flows) const {
    return condition_response(model_.calibration->market, market_, model_.market_weeks(), constraints, model_.path,
                              flows);
  }

  // Rows half-way between ground and scenario, with values such that their gaps from the ground are the true ones.
  FlowSystem flows_between(const Vector& from, const Vector& to) const {
    const Vector middle = 0.5 * (from + to);
    const FlowRows rows = differentiate_flows(model_, funds_, layout_, path_of(middle), noise_of(middle));
    const Vector at_ground = differentiate_flows(model_, funds_, layout_, path_of(from), noise_of(from)).reference;
    FlowSystem system{rows.weights, rows.noise, Vector(at_ground.size())};
    const Eigen::Index path = rows.weights.cols();
    for (std::size_t i = 0; i < model_.flow_pins.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      double seen = at_ground(row);
      for (const FlowNoiseLayout::ErrorTerm& error : layout_.errors_of(i)) seen += error.sd * from(path + error.normal);
      system.value(row) = model_.flow_pins[i].value - seen + rows.weights.row(row).dot(from.head(path)) +
                          rows.noise.row(row).dot(noise_of(from));
    }
    return system;
  }

  FlowSystem shared_part(const FlowSystem& flows) const {
    const auto count = static_cast<Eigen::Index>(shared_pins_.size());
    FlowSystem part{Matrix(count, flows.weights.cols()), Matrix(count, flows.noise.cols()), Vector(count)};
    for (Eigen::Index i = 0; i < count; ++i) {
      const Eigen::Index from = shared_pins_[static_cast<std::size_t>(i)];
      part.weights.row(i) = flows.weights.row(from);
      part.noise.row(i) = flows.noise.row(from);
      part.value(i) = flows.value(from);
    }
    return part;
  }

  void settle() {
    const Eigen::Index path = model_.market_weeks() * static_cast<Eigen::Index>(model_.variable_count());
    flows_ = {Matrix::Zero(0, path), Matrix::Zero(0, layout_.count()), Vector()};
    ground_mean_ = response(shared_constraints_, flows_).mean;
    all_ = response(model_.constraints, flows_);
    if (model_.flow_pins.empty()) return;
    for (int round = 0; round < kRounds; ++round) {
      flows_ = flows_between(ground_mean_, all_.mean);
      ground_mean_ = response(shared_constraints_, shared_part(flows_)).mean;
      all_ = response(model_.constraints, flows_);
    }
  }

  // Inputs x conditions that the ground lacks: joint gain times the gap from the ground's mean.
  Matrix moves_of(std::vector<std::string>& texts) const {
    const auto variables = static_cast<Eigen::Index>(model_.variable_count());
    std::vector<std::pair<Eigen::Index, double>> chosen;  // column, gap
    for (std::size_t i = 0; i < model_.constraints.size(); ++i) {
      const LinearConstraint& row = model_.constraints[i];
      if (ground_.constraints[i] || row.kind == ConditionKind::inequality) continue;
      double gap = row.value;
      for (const PathTerm& term : row.terms) gap -= term.weight * ground_mean_(term.week * variables + term.variable);
      chosen.emplace_back(static_cast<Eigen::Index>(i), gap);
      texts.push_back(row.text);
    }
    const auto first = static_cast<Eigen::Index>(model_.constraints.size());
    for (std::size_t i = 0; i < model_.flow_pins.size(); ++i) {
      if (ground_.flow_pins[i]) continue;
      const auto row = static_cast<Eigen::Index>(i);
      const double gap = flows_.value(row) - flows_.weights.row(row).dot(ground_mean_.head(flows_.weights.cols())) -
                         flows_.noise.row(row).dot(noise_of(ground_mean_));
      chosen.emplace_back(first + row, gap);
      texts.push_back(model_.flow_conditions[model_.flow_pins[i].condition].text);
    }
    Matrix moves(ground_mean_.size(), static_cast<Eigen::Index>(chosen.size()));
    for (std::size_t i = 0; i < chosen.size(); ++i)
      moves.col(static_cast<Eigen::Index>(i)) = chosen[i].second * all_.gain.col(chosen[i].first);
    return moves;
  }

  // Week by week through the flow equations at an input.
  template <typename Visit>
  void for_weeks(const Vector& inputs, const Visit& visit) const {
    const Matrix path = path_of(inputs);
    FundLinearisation funds(model_, funds_, layout_, path, noise_of(inputs), FundLinearisation::Detail::derivative);
    funds.weigh_highs(high_shares_);
    std::size_t next = 0;
    for (int week = 0; week < model_.horizon_weeks; ++week) {
      funds.open_week(week);
      for (; next < model_.flow_pins.size() && model_.flow_pins[next].week == week; ++next) funds.pin(next);
      funds.close_week();
      visit(static_cast<std::size_t>(week), funds);
    }
  }

  void carry(const Matrix& moves, MeanShift& result) {
    const std::size_t series = 1 + model_.calibration->funds->members.size();
    const auto part = [](const FundLinearisation& funds, std::size_t index) -> const FundLinearisation::Part& {
      return index == 0 ? funds.total() : funds.member(index - 1);
    };
    const Vector whole = moves.rowwise().sum();
    if (moves.cols() > 0) {
      high_shares_ = 0.5 * (high_weights(model_, shared_constraints_, executor_) +
                            high_weights(model_, model_.constraints, executor_));
    }
    result.weeks.assign(static_cast<std::size_t>(model_.horizon_weeks), std::vector<FundShift>(series));
    for_weeks(ground_mean_ + 0.5 * whole, [&](std::size_t week, const FundLinearisation& funds) {
      for (std::size_t i = 0; i < series; ++i) {
        FundShift& shift = result.weeks[week][i];
        shift.flow = moves.transpose() * part(funds, i).flow.slope;
        if (part(funds, i).aum.slope.size() > 0) shift.aum = moves.transpose() * part(funds, i).aum.slope;
        for (std::size_t channel = 0; channel < kFlowChannels; ++channel)
          shift.channels[channel] = part(funds, i).channels[channel].dot(whole);
      }
    });
    for_weeks(ground_mean_, [&](std::size_t week, const FundLinearisation& funds) {
      for (std::size_t i = 0; i < series; ++i) {
        result.weeks[week][i].ground_flow = part(funds, i).flow.value;
        result.weeks[week][i].ground_aum = part(funds, i).aum.value;
      }
    });
  }

  const Model& model_;
  const CommonGround& ground_;
  const Executor& executor_;
  MarketTheta market_;
  FundTheta funds_;
  FlowNoiseLayout layout_;
  std::vector<LinearConstraint> shared_constraints_;
  std::vector<Eigen::Index> shared_pins_;
  FlowSystem flows_;
  Vector ground_mean_;
  ConditionResponse all_;
  Matrix high_shares_;  // half-way between ground and scenario
};

}  // namespace

CommonGround common_ground(const Model& model, const Model& other) {
  return {shared(model.constraints, other.constraints, same_row), shared(model.flow_pins, other.flow_pins, same_pin)};
}

MeanShift mean_shift(const Model& model, const CommonGround& ground, const Executor& executor) {
  return Shift(model, ground, executor).run();
}

}  // namespace ebbtide
