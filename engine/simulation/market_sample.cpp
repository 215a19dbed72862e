#include "simulation/market_sample.h"

#include <algorithm>

#include "simulation/common_draws.h"
#include "simulation/market_simulator.h"

namespace ebbtide {

MarketSample draw_market(const Model& model, std::uint64_t seed, std::size_t paths, const Executor& executor) {
  MarketSample sample;
  sample.paths = paths;
  sample.group_size = theta_group_size(paths);
  sample.variables = model.variable_count();
  const auto weeks = static_cast<std::size_t>(model.market_weeks());
  sample.values.resize(weeks * sample.variables * paths);
  sample.log_weight.resize(paths);
  const CommonDraws common(DrawKey::of(model, seed, paths));
  const MarketSimulator simulator(model, seed);
  const auto draw_block = [&](std::size_t block) {
    BlockDraws draws;
    MarketSimulator::Noise noise;
    common.draw_market(block, draws);
    simulator.draw_noise(block * kBlockPaths, noise);
    LaneGrid grid(weeks, sample.variables);
    const std::size_t end = std::min((block + 1) * kBlockPaths, paths);
    for (std::size_t first = block * kBlockPaths; first < end; first += sample.group_size) {
      const std::size_t offset = first % kBlockPaths, place = offset / sample.group_size;
      const std::size_t count = std::min(sample.group_size, end - first);
      Lanes log_weight{};
      simulator.simulate(draws.market_thetas[place], draws.market.of(place), noise, offset, nullptr, grid, log_weight);
      std::copy_n(log_weight.begin(), count, sample.log_weight.begin() + static_cast<std::ptrdiff_t>(first));
      for (std::size_t column = 0; column < weeks * sample.variables; ++column) {
        const Lanes& lanes = grid.at(column / sample.variables, column % sample.variables);
        for (std::size_t lane = 0; lane < count; ++lane)
          sample.values[column * paths + first + lane] = static_cast<float>(lanes[lane]);
      }
    }
  };
  executor.for_blocks((paths + kBlockPaths - 1) / kBlockPaths, draw_block);
  return sample;
}

}  // namespace ebbtide
