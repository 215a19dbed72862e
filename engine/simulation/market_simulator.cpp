#include "simulation/market_simulator.h"

#include <algorithm>
#include <cmath>

#include "simulation/market_kernel.h"

namespace ebbtide {
namespace {

bool is_soft(const LinearConstraint& constraint) {
  return constraint.kind != ConditionKind::known && constraint.kind != ConditionKind::hard;
}

// The paths' values of rows over the block.
std::vector<Lanes> values_on(const Matrix& rows, std::size_t first_week, const LaneGrid& paths) {
  std::vector<Lanes> values;
  values.reserve(static_cast<std::size_t>(rows.rows()));
  for (int i = 0; i < rows.rows(); ++i) values.push_back(row_value(rows, i, first_week, paths));
  return values;
}

Matrix stacked(const Matrix& above, const Matrix& below) {
  Matrix result(above.rows() + below.rows(), below.cols());
  if (above.rows() > 0) result.topRows(above.rows()) = above;
  result.bottomRows(below.rows()) = below;
  return result;
}

// The block's rows with the flows' sightings below its own; own noises come first.
ConditionRows with_flow(const ConditionRows& rows, const FlowSightings& flow) {
  ConditionRows result = rows;
  const Eigen::Index own = rows.noise.cols();
  result.sightings = stacked(rows.sightings, flow.weights);
  result.noise = Matrix::Zero(result.sightings.rows(), own + flow.noise.cols());
  result.noise.topLeftCorner(rows.noise.rows(), own) = rows.noise;
  result.noise.bottomRightCorner(flow.noise.rows(), flow.noise.cols()) = flow.noise;
  return result;
}

}  // namespace

MarketSimulator::MarketSimulator(const Model& model, std::uint64_t seed)
    : model_(model),
      seed_(seed),
      blocks_(condition_blocks(model.constraints, model.market_weeks(), static_cast<int>(model.variable_count()),
                               model.path)),
      volatility_(volatility_path(model.calibration->market, model.market_weeks())),
      normal_(QuantileTable::normal()),
      still_(static_cast<std::size_t>(model.market_weeks()) * model.variable_count() * kLanes),
      has_soft_(std::any_of(model.constraints.begin(), model.constraints.end(), is_soft)) {
  const double nu = model.calibration->market.tail_index;
  if (std::isinf(nu)) return;
  for (const ConditionBlock& block : blocks_) {
    const int pins = static_cast<int>(block.pins.size());
    if (!mixing_.contains(pins)) mixing_.emplace(pins, QuantileTable::inverse_root_gamma(0.5 * (nu + pins)));
  }
}

Vector MarketSimulator::pin_gaps(const Matrix& mean) const {
  const ConditionBlock& block = blocks_.front();
  Vector gaps(static_cast<Eigen::Index>(block.pins.size()));
  for (std::size_t i = 0; i < block.pins.size(); ++i) {
    const LinearConstraint& row = model_.constraints[block.pins[i]];
    double& gap = gaps(static_cast<Eigen::Index>(i));
    gap = row.value;
    for (const PathTerm& term : row.terms) gap -= term.weight * mean(term.week, term.variable);
  }
  return gaps;
}

MarketSimulator::RowLaw MarketSimulator::row_law(const MarketTheta& theta, const Matrix& rows) const {
  const ConditionBlock& block = blocks_.front();
  ConditionRows asked;
  asked.pins = block.rows.pins;
  asked.delivery = block.rows.delivery;
  asked.bounds = rows;
  const Conditioning maps = condition(theta, volatility_, asked);
  RowLaw law{maps.bound_covariance};
  const double nu = model_.calibration->market.tail_index;
  if (std::isinf(nu)) return law;
  law.shape = 0.5 * (nu + static_cast<double>(block.pins.size()));
  law.rate = 0.5 * (nu - 2.0);
  if (block.pins.empty()) return law;
  const Matrix mean = mean_path(theta, model_.calibration->market.last_values, model_.market_weeks());
  law.rate += 0.5 * (maps.pin_root * pin_gaps(mean)).squaredNorm();
  return law;
}

Matrix MarketSimulator::central_path(const MarketTheta& theta) const {
  const ConditionBlock& block = blocks_.front();
  Matrix path = mean_path(theta, model_.calibration->market.last_values, model_.market_weeks());
  if (block.pins.empty()) return path;
  const Vector gap = pin_gaps(path);
  ConditionRows pins;
  pins.pins = block.rows.pins;
  pins.delivery = block.rows.delivery;
  const Vector move = condition(theta, volatility_, pins).pin_gain.transpose() * gap;
  for (int i = 0; i < move.size(); ++i) {
    path(i / static_cast<int>(path.cols()), i % static_cast<int>(path.cols())) += move(i);
  }
  return path;
}

void MarketSimulator::draw_noise(std::uint64_t first_path, Noise& noise) const {
  const int count = static_cast<int>(kNoiseStride);
  for (const auto& [pins, table] : mixing_) {
    std::vector<float>& draws = noise.mixing[pins];
    draws.resize(kNoiseStride);
    table.fill(seed_, first_path, count, 0, Purpose::mixing, 1, draws.data(), {kNoiseStride});
  }
  if (!has_soft_) return;
  noise.soft.resize(model_.constraints.size() * kNoiseStride);
  normal_.fill(seed_, first_path, count, 0, Purpose::condition, static_cast<int>(model_.constraints.size()),
               noise.soft.data(), {kNoiseStride});
}

void MarketSimulator::simulate(const MarketTheta& theta, const float* shocks, const Noise& noise, std::size_t offset,
                               FlowSightings* flow, LaneGrid& paths, Lanes& log_weight) const {
  for (const ConditionBlock& block : blocks_)
    simulate_block(block, theta, shocks, noise, offset, flow, paths, log_weight);
}

void MarketSimulator::simulate_block(const ConditionBlock& block, const MarketTheta& theta, const float* shocks,
                                     const Noise& noise, std::size_t offset, FlowSightings* flow, LaneGrid& paths,
                                     Lanes& log_weight) const {
  const MarketPosterior& market = model_.calibration->market;
  const auto first = static_cast<std::size_t>(block.first_week), weeks = static_cast<std::size_t>(block.weeks);
  const int pins = static_cast<int>(block.pins.size());
  const double shape = 0.5 * (market.tail_index + pins);
  const float* mixing_draws = mixing_.empty() ? nullptr : noise.mixing.at(pins).data() + offset;
  const auto propagate = [&](const Lanes& mixing) {
    Lanes root;
    for (std::size_t lane = 0; lane < kLanes; ++lane) root[lane] = std::sqrt(mixing[lane]);
    propagate_market(theta, volatility_, market.last_values, shocks, root, first, weeks, paths);
  };
  ConditionRows own_rows;  // only where flows are seen
  if (flow != nullptr) own_rows = with_flow(block.rows, *flow);
  const ConditionRows& rows = flow != nullptr ? own_rows : block.rows;
  Conditioning maps;
  if (!block.is_empty() || flow != nullptr) {
    maps = condition(theta, volatility_.middleRows(block.first_week, block.weeks), rows);
  }
  ConditionValues values = values_of(block, noise, offset, paths);
  if (flow != nullptr) {
    for (const double value : flow->values) values.sightings.emplace_back().fill(value);
  }
  ConditionKernel kernel(rows, maps, values);
  kernel.start(means_of(block, rows, theta, paths));
  const Lanes mixing = kernel.mixing(mixing_draws, market.tail_index, shape);
  propagate(mixing);
  std::vector<Lanes> noises(block.sightings.size());
  for (std::size_t i = 0; i < noises.size(); ++i) {
    const float* draws = noise.soft.data() + block.sightings[i] * kNoiseStride + offset;
    for (std::size_t lane = 0; lane < kLanes; ++lane) noises[i][lane] = static_cast<double>(draws[lane]);
  }
  const std::size_t own = noises.size();
  if (flow != nullptr) noises.insert(noises.end(), flow->noises.begin(), flow->noises.end());
  std::vector<const float*> bound_draws;
  for (const std::size_t i : block.bounds) bound_draws.push_back(noise.soft.data() + i * kNoiseStride + offset);
  kernel.impose(mixing, first, paths, noises, bound_draws, log_weight);
  if (flow != nullptr) {
    std::copy(noises.begin() + static_cast<std::ptrdiff_t>(own), noises.end(), flow->noises.begin());
  }
}

// Values of the block's rows less what the weeks before it contribute; targets at their drawn value.
ConditionValues MarketSimulator::values_of(const ConditionBlock& block, const Noise& noise, std::size_t offset,
                                           const LaneGrid& paths) const {
  const auto net = [&](std::size_t index, double value) {
    Lanes result;
    result.fill(value);
    for (const PathTerm& term : model_.constraints[index].terms) {
      if (term.week >= block.first_week) continue;
      add_scaled(result, -term.weight,
                 paths.at(static_cast<std::size_t>(term.week), static_cast<std::size_t>(term.variable)));
    }
    return result;
  };
  ConditionValues values;
  for (const std::size_t i : block.pins) {
    const LinearConstraint& row = model_.constraints[i];
    values.pins.push_back(net(i, row.value));
    if (row.kind != ConditionKind::target) continue;
    const float* draws = noise.soft.data() + i * kNoiseStride + offset;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      values.pins.back()[lane] += row.sd * static_cast<double>(draws[lane]);
  }
  for (const std::size_t i : block.sightings) values.sightings.push_back(net(i, model_.constraints[i].value));
  for (const std::size_t i : block.bounds) {
    values.lower.push_back(net(i, model_.constraints[i].lower));
    values.upper.push_back(net(i, model_.constraints[i].upper));
  }
  return values;
}

// The mean of the block given the weeks before it: the same on every lane where there are none, else by the recursion
// without shocks.
ConditionMeans MarketSimulator::means_of(const ConditionBlock& block, const ConditionRows& rows,
                                         const MarketTheta& theta, LaneGrid& paths) const {
  ConditionMeans means;
  if (rows.pins.rows() + rows.sightings.rows() + rows.bounds.rows() == 0) return means;
  const Matrix& last_values = model_.calibration->market.last_values;
  if (block.first_week == 0) {
    const Matrix mean = mean_path(theta, last_values, block.weeks).transpose();
    const Eigen::Map<const Vector> flat(mean.data(), mean.size());
    const auto broadcast = [&](const Matrix& weights) {
      std::vector<Lanes> values(static_cast<std::size_t>(weights.rows()));
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i].fill(weights.row(static_cast<Eigen::Index>(i)).dot(flat));
      return values;
    };
    return {broadcast(rows.pins), broadcast(rows.sightings), broadcast(rows.bounds)};
  }
  const auto first = static_cast<std::size_t>(block.first_week);
  propagate_market(theta, volatility_, last_values, still_.data(), Lanes{}, first,
                   static_cast<std::size_t>(block.weeks), paths);
  return {values_on(rows.pins, first, paths), values_on(rows.sightings, first, paths),
          values_on(rows.bounds, first, paths)};
}

}  // namespace ebbtide
