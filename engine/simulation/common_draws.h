// What the paths of a block draw whatever the scenario: shocks of the market, residuals of flows and members, and the
// parameters of their theta groups. A function of (calibration, seed, paths, weeks) alone, so that the scenarios of a
// batch can have one copy.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "model/fund_theta.h"
#include "model/market_theta.h"
#include "model/model.h"
#include "random/quantile_table.h"
#include "simulation/grouped_noise.h"

namespace ebbtide {

struct BlockDraws {
  GroupedNoise market;                     // slot: variable
  GroupedNoise flow;                       // one slot: the residual
  std::array<GroupedNoise, 3> members;     // by dimension, slot: member in display order; assets alone with cells
  GroupedNoise cells;                      // slot: cell
  GroupedNoise cell_common;                // slot: member; none where cells have nothing in common
  GroupedNoise cell_quiet;                 // slot: cell; none where every cell trades every week
  std::vector<MarketTheta> market_thetas;  // by theta group of the block
  std::vector<FundTheta> fund_thetas;
  std::vector<float> week_noise;  // of one week and purpose in path order, while it is drawn
};

// What decides the draws.
struct DrawKey {
  std::shared_ptr<const Calibration> calibration;
  int lead_weeks = 0;
  int horizon_weeks = 0;
  std::uint64_t seed = 0;
  std::uint64_t paths = 0;

  static DrawKey of(const Model& model, std::uint64_t seed, std::uint64_t paths);
  bool operator==(const DrawKey&) const = default;
};

enum class Keeping { never, always };

class CommonDraws {
 public:
  explicit CommonDraws(const DrawKey& key, Keeping keeping = Keeping::never);

  // Of one block: the kept ones where draws are kept, else drawn into `scratch`. Threads may ask for different blocks
  // at the same time.
  const BlockDraws& block(std::size_t block, BlockDraws& scratch);
  // The market's part of a block alone.
  void draw_market(std::size_t block, BlockDraws& out) const;
  const DrawKey& key() const { return key_; }

  // Memory of the kept draws of all paths, about.
  static std::size_t bytes(const DrawKey& key);

 private:
  void draw_funds(std::size_t block, BlockDraws& out) const;
  void fill(std::uint64_t first_path, Purpose purpose, std::size_t slots, int weeks, int before, GroupedNoise& noise,
            std::vector<float>& week_noise) const;
  template <typename Draw>
  void for_groups(std::size_t block, Draw draw) const;

  DrawKey key_;
  std::array<std::size_t, 3> member_slots_{};
  std::size_t cell_slots_ = 0, common_slots_ = 0, quiet_slots_ = 0;
  MarketSampler market_sampler_;
  std::optional<FundSampler> fund_sampler_;
  QuantileTable normal_;
  std::vector<std::unique_ptr<const BlockDraws>> kept_;  // by block; empty where none are kept
};

}  // namespace ebbtide
