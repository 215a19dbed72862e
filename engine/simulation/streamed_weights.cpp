#include "simulation/streamed_weights.h"

#include <algorithm>
#include <array>

#include "core/contract.h"
#include "stats/exponential.h"

namespace ebbtide {

StreamedWeights::StreamedWeights(const Model& model, const BlockSimulator& simulator, std::uint64_t paths,
                                 const Executor& executor, const std::atomic<bool>* stop)
    : likelihood_(model) {
  static_assert(kWeightBlockPaths % kBlockPaths == 0);
  constexpr std::size_t kBlocks = kWeightBlockPaths / kBlockPaths;
  std::vector<WeightBlock> blocks((simulator.block_count() + kBlocks - 1) / kBlocks);
  executor.for_blocks(
      blocks.size(),
      [&](std::size_t i) {
        std::array<double, kWeightBlockPaths> log_weights;
        const std::uint64_t first = std::uint64_t{i} * kWeightBlockPaths;
        const std::size_t end = std::min((i + 1) * kBlocks, simulator.block_count());
        for (std::size_t block = i * kBlocks; block < end; ++block) {
          simulator.simulate(block, [&](const GroupPaths& group) {
            const Lanes of_group = likelihood_.log_weights(group);
            std::copy_n(of_group.begin(), group.lanes, log_weights.begin() + (group.first_path - first));
          });
        }
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kWeightBlockPaths, paths - first));
        blocks[i] = weigh_block(std::span(log_weights).first(count));
      },
      stop);
  diagnostics_ = diagnose_weights(blocks);
  refuse_unreachable(model, diagnostics_);
}

void StreamedWeights::weigh(const GroupPaths& group, std::span<double> weights) const {
  EBBTIDE_REQUIRE(weights.size() == group.lanes);
  const Lanes log_weights = likelihood_.log_weights(group);
  std::copy_n(log_weights.begin(), group.lanes, weights.begin());
  exponentials(weights, diagnostics_.greatest_log_weight);
  for (double& weight : weights) weight *= diagnostics_.greatest_weight;
}

}  // namespace ebbtide
