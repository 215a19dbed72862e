#include "simulation/block_simulator.h"

#include <algorithm>

#include "simulation/week_word.h"

namespace ebbtide {
namespace {

constexpr std::array<Purpose, 3> kMemberShock = {Purpose::asset_shock, Purpose::region_shock, Purpose::issuer_shock};

// Lanes read past the last path of a block's last group.
constexpr std::size_t kStride = kBlockPaths + kLanes;

}  // namespace

struct BlockSimulator::Noise {
  MarketSimulator::Noise market;
  std::vector<float> flow;
  std::array<std::vector<float>, 3> members;
};

BlockSimulator::BlockSimulator(const Model& model, std::uint64_t seed, std::uint64_t paths)
    : model_(model),
      seed_(seed),
      paths_(paths),
      group_size_(theta_group_size(paths)),
      market_sampler_(model.calibration->market),
      market_simulator_(model, seed, kStride),
      normal_(QuantileTable::normal()) {
  if (model.calibration->funds) fund_sampler_.emplace(*model.calibration->funds);
}

void BlockSimulator::draw_noise(std::uint64_t first_path, Noise& noise) const {
  const int count = static_cast<int>(kStride);
  market_simulator_.draw_noise(first_path, count, noise.market);
  if (!fund_sampler_) return;
  const auto fill = [&](std::vector<float>& out, Purpose purpose, std::size_t slots) {
    out.resize(static_cast<std::size_t>(model_.horizon_weeks) * slots * kStride);
    for (int week = 0; week < model_.horizon_weeks; ++week) {
      normal_.fill(seed_, first_path, count, week_word(model_.lead_weeks + week, model_.lead_weeks), purpose,
                   static_cast<int>(slots), out.data() + static_cast<std::size_t>(week) * slots * kStride, kStride);
    }
  };
  fill(noise.flow, Purpose::flow_shock, 2);
  std::array<std::size_t, 3> slots{};
  for (const MemberPosterior& member : model_.calibration->funds->members) {
    ++slots[static_cast<std::size_t>(member.dimension)];
  }
  for (std::size_t dimension = 0; dimension < 3; ++dimension) {
    if (slots[dimension] == 0) continue;
    fill(noise.members[dimension], kMemberShock[dimension], slots[dimension]);
  }
}

void BlockSimulator::simulate(std::size_t block, const std::function<void(const GroupPaths&)>& visit) const {
  const std::uint64_t block_first = static_cast<std::uint64_t>(block) * kBlockPaths;
  const std::uint64_t block_end = std::min<std::uint64_t>(block_first + kBlockPaths, paths_);
  Noise noise;
  draw_noise(block_first, noise);
  std::optional<FundKernel> kernel;
  GroupPaths group;
  group.market = LaneGrid(static_cast<std::size_t>(model_.market_weeks()), model_.variable_count());
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
    group.log_weight.fill(0.0);
    market_simulator_.simulate(theta, noise.market, offset, nullptr, group.market, group.log_weight);
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
