#include "simulation/market_sample.h"

#include <algorithm>

#include "simulation/block_simulator.h"
#include "simulation/market_simulator.h"

namespace ebbtide {

MarketSample draw_market(const Model& model, std::uint64_t seed, std::size_t paths) {
  constexpr std::size_t kStride = kBlockPaths + kLanes;  // lanes read past the last path of a block
  MarketSample sample;
  sample.paths = paths;
  sample.group_size = theta_group_size(paths);
  sample.variables = model.variable_count();
  const auto weeks = static_cast<std::size_t>(model.market_weeks());
  sample.values.resize(weeks * sample.variables * paths);
  sample.log_weight.resize(paths);
  const MarketSampler sampler(model.calibration->market);
  const MarketSimulator simulator(model, seed, kStride);
  MarketSimulator::Noise noise;
  LaneGrid grid(weeks, sample.variables);
  for (std::size_t first = 0; first < paths; first += sample.group_size) {
    const std::size_t offset = first % kBlockPaths;
    if (offset == 0) simulator.draw_noise(first, static_cast<int>(kStride), noise);
    const std::size_t count = std::min(sample.group_size, paths - first);
    Lanes log_weight{};
    simulator.simulate(sampler.draw(seed, first / sample.group_size), noise, offset, nullptr, grid, log_weight);
    std::copy_n(log_weight.begin(), count, sample.log_weight.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t place = 0; place < weeks * sample.variables; ++place) {
      const Lanes& lanes = grid.at(place / sample.variables, place % sample.variables);
      for (std::size_t lane = 0; lane < count; ++lane)
        sample.values[place * paths + first + lane] = static_cast<float>(lanes[lane]);
    }
  }
  return sample;
}

}  // namespace ebbtide
