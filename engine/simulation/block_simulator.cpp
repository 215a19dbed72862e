#include "simulation/block_simulator.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "model/flow_rows.h"
#include "random/boost_draws.h"
#include "random/place_engine.h"
#include "simulation/flow_mixing.h"

namespace ebbtide {

// Noise of this scenario's own conditions.
struct BlockSimulator::OwnNoise {
  MarketSimulator::Noise market;
  std::vector<float> flow_pins;
};

// What simulating a block writes to, warm from the block before.
struct BlockSimulator::Workspace {
  BlockDraws draws;
  OwnNoise noise;
  std::optional<FundKernel> kernel;
  std::vector<float> pinned_flow_noise;
  GroupPaths group;
  LaneGrid expected;  // market week x variable, for a price impact
};

BlockSimulator::BlockSimulator(const Model& model, std::uint64_t seed, std::uint64_t paths, CommonDraws* draws)
    : model_(model),
      seed_(seed),
      paths_(paths),
      group_size_(theta_group_size(paths)),
      own_draws_(draws == nullptr ? std::make_unique<CommonDraws>(DrawKey::of(model, seed, paths)) : nullptr),
      draws_(draws == nullptr ? *own_draws_ : *draws),
      market_simulator_(model, seed),
      flow_layout_(model.flow_pins),
      normal_(QuantileTable::normal()),
      workspaces_(std::make_unique<ScratchPool<Workspace>>([this] { return make_workspace(); })) {
  EBBTIDE_REQUIRE(draws_.key() == DrawKey::of(model, seed, paths));
}

BlockSimulator::~BlockSimulator() = default;

std::unique_ptr<BlockSimulator::Workspace> BlockSimulator::make_workspace() const {
  auto workspace = std::make_unique<Workspace>();
  workspace->group.market = LaneGrid(static_cast<std::size_t>(model_.market_weeks()), model_.variable_count());
  if (model_.calibration->funds) {
    workspace->kernel.emplace(model_);
    workspace->group.funds = workspace->kernel->make_paths();
    if (model_.price_impact) workspace->expected = workspace->group.market;
  }
  return workspace;
}

void BlockSimulator::draw_own_noise(std::uint64_t first_path, OwnNoise& noise) const {
  market_simulator_.draw_noise(first_path, noise.market);
  if (flow_layout_.own_count() == 0) return;
  // Behind the slots of the market's soft conditions.
  const std::size_t first = (model_.constraints.size() + 3) / 4 * 4;
  const std::size_t slots = first + static_cast<std::size_t>(flow_layout_.own_count());
  noise.flow_pins.resize(slots * kNoiseStride);
  normal_.fill(seed_, first_path, static_cast<int>(kNoiseStride), 0, Purpose::condition, static_cast<int>(slots),
               noise.flow_pins.data(), {kNoiseStride});
  noise.flow_pins.erase(noise.flow_pins.begin(),
                        noise.flow_pins.begin() + static_cast<std::ptrdiff_t>(first * kNoiseStride));
}

std::vector<double> BlockSimulator::pinned_mixing(const MarketTheta& theta, const FundTheta& fund_theta,
                                                  const Matrix& reference, std::uint64_t group) const {
  FundTheta unmixed = fund_theta;
  unmixed.flow_mixing.clear();
  const FlowRows rows = linearise_flows(model_, unmixed, flow_layout_, reference);
  const MarketSimulator::RowLaw market = market_simulator_.row_law(theta, rows.weights);
  PinnedFlowLaw law;
  law.gap.resize(rows.reference.size());
  for (std::size_t i = 0; i < model_.flow_pins.size(); ++i)
    law.gap(static_cast<Eigen::Index>(i)) = model_.flow_pins[i].value - rows.reference(static_cast<Eigen::Index>(i));
  law.spread = market.covariance;
  law.market_shape = market.shape;
  law.market_rate = market.rate;
  law.residual = rows.noise.leftCols(flow_layout_.weeks());
  law.other = rows.noise.rightCols(flow_layout_.own_count());
  return draw_pinned_mixing(law, model_.calibration->funds->flow.tail_index, fund_theta.flow_mixing, seed_, group);
}

FundPins BlockSimulator::simulate_pinned(const MarketTheta& theta, FundTheta& fund_theta, const BlockDraws& draws,
                                         const OwnNoise& noise, std::size_t offset, std::vector<float>& flow_noise,
                                         GroupPaths& group) const {
  const Matrix reference = market_simulator_.central_path(theta);
  if (!fund_theta.flow_mixing.empty())
    fund_theta.flow_mixing = pinned_mixing(theta, fund_theta, reference, group.group);
  const FlowRows rows = linearise_flows(model_, fund_theta, flow_layout_, reference);
  FlowSightings seen;
  seen.weights = rows.weights;
  seen.noise = rows.noise;
  seen.values.resize(rows.reference.size());
  const Matrix flat = reference.transpose();
  const Eigen::Map<const Vector> path(flat.data(), flat.size());
  for (std::size_t i = 0; i < model_.flow_pins.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    seen.values(row) = model_.flow_pins[i].value - rows.reference(row) + rows.weights.row(row).dot(path);
  }
  const auto lanes_of = [](const float* drawn) {
    Lanes lanes;
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] = static_cast<double>(drawn[lane]);
    return lanes;
  };
  const std::size_t place = offset / group_size_;
  const float* flow = draws.flow.of(place);
  const int shared = flow_layout_.weeks();
  for (int i = 0; i < shared; ++i) seen.noises.push_back(lanes_of(flow + static_cast<std::size_t>(i) * kLanes));
  for (int i = 0; i < flow_layout_.own_count(); ++i)
    seen.noises.push_back(lanes_of(noise.flow_pins.data() + static_cast<std::size_t>(i) * kNoiseStride + offset));
  market_simulator_.simulate(theta, draws.market.of(place), noise.market, offset, &seen, group.market,
                             group.log_weight);

  flow_noise.resize(static_cast<std::size_t>(model_.horizon_weeks) * kLanes);
  for (std::size_t i = 0; i < flow_noise.size() / kLanes; ++i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      flow_noise[i * kLanes + lane] =
          static_cast<int>(i) < shared ? static_cast<float>(seen.noises[i][lane]) : flow[i * kLanes + lane];
    }
  }
  FundPins pins;
  for (std::size_t i = 0; i < model_.flow_pins.size(); ++i) {
    const FlowPin& pin = model_.flow_pins[i];
    FundPin made{static_cast<std::size_t>(pin.week),   pin.member, pin.percent, {}, {},
                 rows.sd(static_cast<Eigen::Index>(i))};
    made.value.fill(pin.value);
    made.proposed = seen.noises[static_cast<std::size_t>(flow_layout_.residual_of(i))];
    for (const FlowNoiseLayout::ErrorTerm& error : flow_layout_.errors_of(i))
      add_scaled(made.value, -error.sd, seen.noises[static_cast<std::size_t>(error.normal)]);
    pins.push_back(made);
  }
  return pins;
}

FundPins BlockSimulator::outside_pins() const {
  FundPins pins;
  for (const FlowPin& pin : model_.flow_pins) {
    FundPin made{static_cast<std::size_t>(pin.week), pin.member, pin.percent, {}, {}, 1.0};
    made.value.fill(pin.value);
    pins.push_back(made);
  }
  return pins;
}

double BlockSimulator::draw_multiplier(std::uint64_t group) const {
  PlaceEngine engine(seed_, DrawPlace{group, kMultiplierNumber, Purpose::parameter, 0});
  return model_.price_impact->multiplier * std::exp(model_.price_impact->multiplier_sigma * normal_draw(engine));
}

// Means of every week given the path before it, in the market's own law: conditions on later weeks are not foreseen.
void BlockSimulator::expect_market(const MarketTheta& theta, const LaneGrid& market, LaneGrid& expected) const {
  const Matrix& last = model_.calibration->market.last_values;
  const int variables = static_cast<int>(model_.variable_count());
  for (int week = 0; week < model_.market_weeks(); ++week) {
    for (int i = 0; i < variables; ++i) {
      Lanes& mean = expected.at(static_cast<std::size_t>(week), static_cast<std::size_t>(i));
      mean.fill(theta.constant(i));
      for (int lag = 1; lag <= static_cast<int>(theta.lags.size()); ++lag) {
        const Matrix& weights = theta.lags[static_cast<std::size_t>(lag - 1)];
        for (int j = 0; j < variables; ++j) {
          if (weights(i, j) == 0.0) continue;
          if (week >= lag) {
            add_scaled(mean, weights(i, j),
                       market.at(static_cast<std::size_t>(week - lag), static_cast<std::size_t>(j)));
          } else {
            for (double& lane : mean) lane += weights(i, j) * last(lag - week - 1, j);
          }
        }
      }
    }
  }
}

void BlockSimulator::simulate(std::size_t block, const std::function<void(const GroupPaths&)>& visit) const {
  const std::uint64_t block_first = static_cast<std::uint64_t>(block) * kBlockPaths;
  const std::uint64_t block_end = std::min<std::uint64_t>(block_first + kBlockPaths, paths_);
  const auto workspace = workspaces_->borrow();
  auto& [scratch, noise, kernel, pinned_flow_noise, group, expected] = *workspace;
  const BlockDraws& draws = draws_.block(block, scratch);
  draw_own_noise(block_first, noise);
  for (std::uint64_t first = block_first; first < block_end; first += group_size_) {
    group.group = first / group_size_;
    group.first_path = first;
    group.lanes = static_cast<std::size_t>(std::min<std::uint64_t>(group_size_, block_end - first));
    const std::size_t offset = static_cast<std::size_t>(first - block_first);
    const std::size_t place = offset / group_size_;
    const MarketTheta& theta = draws.market_thetas[place];
    group.log_weight.fill(0.0);
    if (!kernel) {
      market_simulator_.simulate(theta, draws.market.of(place), noise.market, offset, nullptr, group.market,
                                 group.log_weight);
      visit(group);
      continue;
    }
    const FundTheta* fund_theta = &draws.fund_thetas[place];
    FundTheta taught;  // by pinned flows
    FundNoise fund_noise;
    fund_noise.flow = draws.flow.of(place);
    for (std::size_t dimension = 0; dimension < 3; ++dimension)
      fund_noise.members[dimension] = draws.members[dimension].of(place);
    fund_noise.cells = {draws.cells.of(place), draws.cell_common.of(place), draws.cell_quiet.of(place)};
    FundPins pins;
    ImpactDraw impact;
    if (model_.flow_pins.empty() || model_.price_impact) {
      market_simulator_.simulate(theta, draws.market.of(place), noise.market, offset, nullptr, group.market,
                                 group.log_weight);
      if (model_.price_impact) {
        pins = outside_pins();
        expect_market(theta, group.market, expected);
        impact = {&expected, draw_multiplier(group.group)};
      }
    } else {
      taught = *fund_theta;
      fund_theta = &taught;
      pins = simulate_pinned(theta, taught, draws, noise, offset, pinned_flow_noise, group);
      fund_noise.flow = pinned_flow_noise.data();
    }
    kernel->run(*fund_theta, group.market, fund_noise, pins, group.lanes, group.funds,
                model_.price_impact ? &impact : nullptr);
    for (std::size_t lane = 0; lane < kLanes; ++lane) group.log_weight[lane] += group.funds.log_weight[lane];
    visit(group);
  }
}

}  // namespace ebbtide
