// Simulates blocks of 256 paths. A block is a pure function of (model, seed, paths, block): which thread runs it, and
// when, cannot matter.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "model/model.h"
#include "parallel/scratch_pool.h"
#include "random/quantile_table.h"
#include "simulation/common_draws.h"
#include "simulation/fund_kernel.h"
#include "simulation/lanes.h"
#include "simulation/market_simulator.h"

namespace ebbtide {

// The paths of one theta group. market: market week x variable, model units; week 1 is row `lead_weeks`.
struct GroupPaths {
  std::uint64_t group = 0;
  std::uint64_t first_path = 0;
  std::size_t lanes = 0;  // paths in use
  LaneGrid market;
  FundPaths funds;     // empty without funds
  Lanes log_weight{};  // of conditions that are met by weighting; zero without any
};

class BlockSimulator {
 public:
  // Keeps the model by reference. draws: those of these arguments where they are kept elsewhere, which must outlive the
  // simulator.
  BlockSimulator(const Model& model, std::uint64_t seed, std::uint64_t paths, CommonDraws* draws = nullptr);
  ~BlockSimulator();

  std::size_t block_count() const { return static_cast<std::size_t>((paths_ + kBlockPaths - 1) / kBlockPaths); }
  std::size_t group_size() const { return group_size_; }
  std::uint64_t group_count() const { return (paths_ + group_size_ - 1) / group_size_; }

  // Calls visit for each theta group of the block, in order. Thread-safe.
  void simulate(std::size_t block, const std::function<void(const GroupPaths&)>& visit) const;

 private:
  struct OwnNoise;
  struct Workspace;
  std::unique_ptr<Workspace> make_workspace() const;
  void draw_own_noise(std::uint64_t first_path, OwnNoise& noise) const;
  // Mixing variables of the flow given the pinned flows, by horizon week.
  std::vector<double> pinned_mixing(const MarketTheta& theta, const FundTheta& fund_theta, const Matrix& reference,
                                    std::uint64_t group) const;
  // Draws the market in the light of the pinned flows; `flow_noise` becomes the group's own flow noises, and the mixing
  // variables of fund_theta those given the pins.
  FundPins simulate_pinned(const MarketTheta& theta, FundTheta& fund_theta, const BlockDraws& draws,
                           const OwnNoise& noise, std::size_t offset, std::vector<float>& flow_noise,
                           GroupPaths& group) const;

  // Pins as shocks from outside, and what the price impact needs of the group.
  FundPins outside_pins() const;
  double draw_multiplier(std::uint64_t group) const;
  void expect_market(const MarketTheta& theta, const LaneGrid& market, LaneGrid& expected) const;

  const Model& model_;
  std::uint64_t seed_;
  std::uint64_t paths_;
  std::size_t group_size_;
  std::unique_ptr<CommonDraws> own_draws_;  // unless they are kept elsewhere
  CommonDraws& draws_;
  MarketSimulator market_simulator_;
  FlowNoiseLayout flow_layout_;
  QuantileTable normal_;
  std::unique_ptr<ScratchPool<Workspace>> workspaces_;
};

}  // namespace ebbtide
