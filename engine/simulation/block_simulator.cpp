#include "simulation/block_simulator.h"

#include <algorithm>
#include <cmath>

#include "model/conditioner.h"
#include "simulation/market_kernel.h"

namespace ebbtide {
namespace {

// The week word of the random-number law: horizon weeks are 1, 2, ...; lead weeks count back from 60000, so that
// neither horizon nor lead shifts a draw.
std::uint32_t week_word(int market_week, int lead_weeks) {
  const int week = market_week - lead_weeks + 1;
  return static_cast<std::uint32_t>(week >= 1 ? week : 60000 - week);
}

constexpr std::array<Purpose, 3> kMemberShock = {Purpose::asset_shock, Purpose::region_shock, Purpose::issuer_shock};

// Lanes read past the last path of a block's last group.
constexpr std::size_t kStride = kBlockPaths + kLanes;

}  // namespace

struct BlockSimulator::Noise {
  std::vector<float> market, mixing, flow;
  std::array<std::vector<float>, 3> members;
};

BlockSimulator::BlockSimulator(const Model& model, std::uint64_t seed, std::uint64_t paths)
    : model_(model),
      seed_(seed),
      paths_(paths),
      group_size_(theta_group_size(paths)),
      market_sampler_(model.calibration->market),
      volatility_(volatility_path(model.calibration->market, model.market_weeks())),
      normal_(QuantileTable::normal()) {
  if (model.calibration->funds) fund_sampler_.emplace(*model.calibration->funds);
  const double nu = model.calibration->market.tail_index;
  if (!std::isinf(nu)) {
    mixing_ = QuantileTable::inverse_root_gamma(0.5 * (nu + static_cast<double>(model.constraints.size())));
  }
}

void BlockSimulator::draw_noise(std::uint64_t first_path, Noise& noise) const {
  const int count = static_cast<int>(kStride);
  const auto fill = [&](std::vector<float>& out, int weeks, int first_week, Purpose purpose, std::size_t slots) {
    out.resize(static_cast<std::size_t>(weeks) * slots * kStride);
    for (int week = 0; week < weeks; ++week) {
      normal_.fill(seed_, first_path, count, week_word(first_week + week, model_.lead_weeks), purpose,
                   static_cast<int>(slots), out.data() + static_cast<std::size_t>(week) * slots * kStride, kStride);
    }
  };
  fill(noise.market, model_.market_weeks(), 0, Purpose::market_shock, model_.variable_count());
  if (mixing_) {
    noise.mixing.resize(kStride);
    mixing_->fill(seed_, first_path, count, 0, Purpose::mixing, 1, noise.mixing.data(), kStride);
  }
  if (!fund_sampler_) return;
  fill(noise.flow, model_.horizon_weeks, model_.lead_weeks, Purpose::flow_shock, 2);
  std::array<std::size_t, 3> slots{};
  for (const MemberPosterior& member : model_.calibration->funds->members) {
    ++slots[static_cast<std::size_t>(member.dimension)];
  }
  for (std::size_t dimension = 0; dimension < 3; ++dimension) {
    if (slots[dimension] == 0) continue;
    fill(noise.members[dimension], model_.horizon_weeks, model_.lead_weeks, kMemberShock[dimension], slots[dimension]);
  }
}

// sqrt(lambda), lambda ~ IG((nu + r) / 2, (nu - 2 + q) / 2), through the uniform that the unconditional draw uses.
Lanes BlockSimulator::root_mixing(const float* draws, double distance) const {
  Lanes result;
  result.fill(1.0);
  if (!mixing_) return result;
  const double scale = std::sqrt(0.5 * (model_.calibration->market.tail_index - 2.0 + distance));
  for (std::size_t lane = 0; lane < kLanes; ++lane) result[lane] = scale * static_cast<double>(draws[lane]);
  return result;
}

void BlockSimulator::simulate(std::size_t block, const std::function<void(const GroupPaths&)>& visit) const {
  const std::uint64_t block_first = static_cast<std::uint64_t>(block) * kBlockPaths;
  const std::uint64_t block_end = std::min<std::uint64_t>(block_first + kBlockPaths, paths_);
  const MarketPosterior& market = model_.calibration->market;
  const int weeks = model_.market_weeks();
  Noise noise;
  draw_noise(block_first, noise);
  std::optional<FundKernel> kernel;
  GroupPaths group;
  group.market = LaneGrid(static_cast<std::size_t>(weeks), model_.variable_count());
  if (fund_sampler_) {
    kernel.emplace(model_);
    group.funds = kernel->make_paths();
  }
  for (std::uint64_t first = block_first; first < block_end; first += group_size_) {
    group.group = first / group_size_;
    group.first_path = first;
    group.lanes = static_cast<std::size_t>(std::min<std::uint64_t>(group_size_, block_end - first));
    const std::size_t offset = static_cast<std::size_t>(first - block_first);
    const MarketTheta theta = market_sampler_.draw(seed_, group.group);
    Conditioning conditioning;
    if (!model_.constraints.empty()) {
      conditioning = condition(theta, volatility_, mean_path(theta, market.last_values, weeks), model_.constraints);
    }
    const Lanes mixing = root_mixing(mixing_ ? noise.mixing.data() + offset : nullptr, conditioning.distance);
    propagate_market(theta, volatility_, market.last_values, noise.market.data() + offset, kStride, mixing,
                     group.market);
    if (!model_.constraints.empty()) impose_constraints(model_.constraints, conditioning, group.market);
    if (kernel) {
      FundNoise fund_noise;
      fund_noise.flow = noise.flow.data() + offset;
      for (std::size_t dimension = 0; dimension < 3; ++dimension) {
        if (!noise.members[dimension].empty()) fund_noise.members[dimension] = noise.members[dimension].data() + offset;
      }
      fund_noise.stride = kStride;
      kernel->run(fund_sampler_->draw(seed_, group.group), group.market, fund_noise, group.lanes, group.funds);
    }
    visit(group);
  }
}

}  // namespace ebbtide
