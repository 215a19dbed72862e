#include "simulation/common_draws.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "simulation/flow_mixing.h"

namespace ebbtide {
namespace {

constexpr std::array<Purpose, 3> kMemberShock = {Purpose::asset_shock, Purpose::region_shock, Purpose::issuer_shock};

std::array<std::size_t, 3> member_slots(const Calibration& calibration) {
  std::array<std::size_t, 3> slots{};
  if (!calibration.funds) return slots;
  for (const MemberPosterior& member : calibration.funds->members) {
    if (calibration.funds->cube && member.dimension != Dimension::asset) continue;
    ++slots[static_cast<std::size_t>(member.dimension)];
  }
  return slots;
}

bool is_shared(const CubePosterior& cube) {
  return std::any_of(cube.common_shares.begin(), cube.common_shares.end(), [](double share) { return share > 0.0; });
}

bool is_quiet_at_times(const CubePosterior& cube) {
  return std::any_of(cube.cells.begin(), cube.cells.end(),
                     [](const CellPosterior& cell) { return cell.quiet_weeks > 0.0; });
}

std::size_t block_count(std::uint64_t paths) {
  return static_cast<std::size_t>((paths + kBlockPaths - 1) / kBlockPaths);
}

}  // namespace

DrawKey DrawKey::of(const Model& model, std::uint64_t seed, std::uint64_t paths) {
  return {model.calibration, model.lead_weeks, model.horizon_weeks, seed, paths};
}

CommonDraws::CommonDraws(const DrawKey& key, Keeping keeping)
    : key_(key),
      member_slots_(member_slots(*key.calibration)),
      market_sampler_(key.calibration->market),
      normal_(QuantileTable::normal()),
      kept_(keeping == Keeping::always ? block_count(key.paths) : 0) {
  if (!key.calibration->funds) return;
  const FundPosterior& funds = *key.calibration->funds;
  fund_sampler_.emplace(funds);
  if (!funds.cube) return;
  cell_slots_ = funds.cube->cells.size();
  common_slots_ = is_shared(*funds.cube) ? funds.members.size() : 0;
  quiet_slots_ = is_quiet_at_times(*funds.cube) ? cell_slots_ : 0;
}

const BlockDraws& CommonDraws::block(std::size_t block, BlockDraws& scratch) {
  if (kept_.empty()) {
    draw_market(block, scratch);
    draw_funds(block, scratch);
    return scratch;
  }
  EBBTIDE_REQUIRE(block < kept_.size());
  if (!kept_[block]) {
    auto drawn = std::make_unique<BlockDraws>();
    draw_market(block, *drawn);
    draw_funds(block, *drawn);
    drawn->week_noise = {};
    kept_[block] = std::move(drawn);
  }
  return *kept_[block];
}

std::size_t CommonDraws::bytes(const DrawKey& key) {
  const std::size_t variables = key.calibration->market.variables.size();
  const auto weeks = static_cast<std::size_t>(key.horizon_weeks);
  std::size_t floats = static_cast<std::size_t>(key.lead_weeks + key.horizon_weeks) * variables, doubles = 0;
  if (key.calibration->funds) {
    const std::vector<MemberPosterior>& members = key.calibration->funds->members;
    floats += weeks * (1 + members.size());
    if (std::isfinite(key.calibration->funds->flow.tail_index)) doubles += weeks;
    for (const MemberPosterior& member : members) doubles += 4 + static_cast<std::size_t>(member.posterior.mean.size());
    if (const auto& cube = key.calibration->funds->cube) {
      floats += weeks * (2 * cube->cells.size() + members.size());
      doubles += cube->cells.size() * (6 + CellPosterior::kCount);
    }
  }
  doubles += variables * (1 + variables * (1 + static_cast<std::size_t>(key.calibration->market.lag_order)));
  const std::size_t blocks = block_count(key.paths), groups = kBlockPaths / theta_group_size(key.paths);
  return blocks * groups * (floats * kLanes * sizeof(float) + doubles * sizeof(double));
}

// `before`: market weeks before the first of `weeks`.
void CommonDraws::fill(std::uint64_t first_path, Purpose purpose, std::size_t slots, int weeks, int before,
                       GroupedNoise& noise, std::vector<float>& week_noise) const {
  fill_grouped(normal_,
               {key_.seed, first_path, theta_group_size(key_.paths), purpose, slots, before, weeks, key_.lead_weeks},
               noise, week_noise);
}

// draw(group) for every theta group of the block.
template <typename Draw>
void CommonDraws::for_groups(std::size_t block, Draw draw) const {
  const std::size_t group_size = theta_group_size(key_.paths);
  const std::uint64_t first_path = std::uint64_t{block} * kBlockPaths;
  const std::uint64_t end = std::min<std::uint64_t>(first_path + kBlockPaths, key_.paths);
  for (std::uint64_t first = first_path; first < end; first += group_size) draw(first / group_size);
}

void CommonDraws::draw_market(std::size_t block, BlockDraws& out) const {
  fill(std::uint64_t{block} * kBlockPaths, Purpose::market_shock, key_.calibration->market.variables.size(),
       key_.lead_weeks + key_.horizon_weeks, 0, out.market, out.week_noise);
  out.market_thetas.clear();
  for_groups(block, [&](std::uint64_t group) { out.market_thetas.push_back(market_sampler_.draw(key_.seed, group)); });
}

void CommonDraws::draw_funds(std::size_t block, BlockDraws& out) const {
  if (!fund_sampler_) return;
  const std::uint64_t first_path = std::uint64_t{block} * kBlockPaths;
  fill(first_path, Purpose::flow_shock, 1, key_.horizon_weeks, key_.lead_weeks, out.flow, out.week_noise);
  for (std::size_t dimension = 0; dimension < 3; ++dimension) {
    if (member_slots_[dimension] == 0) continue;
    fill(first_path, kMemberShock[dimension], member_slots_[dimension], key_.horizon_weeks, key_.lead_weeks,
         out.members[dimension], out.week_noise);
  }
  const auto fill_cells = [&](Purpose purpose, std::size_t slots, GroupedNoise& noise) {
    if (slots > 0) fill(first_path, purpose, slots, key_.horizon_weeks, key_.lead_weeks, noise, out.week_noise);
  };
  fill_cells(Purpose::cell_shock, cell_slots_, out.cells);
  fill_cells(Purpose::cell_common, common_slots_, out.cell_common);
  fill_cells(Purpose::cell_quiet, quiet_slots_, out.cell_quiet);
  out.fund_thetas.clear();
  const double tail_index = key_.calibration->funds->flow.tail_index;
  for_groups(block, [&](std::uint64_t group) {
    out.fund_thetas.push_back(fund_sampler_->draw(key_.seed, group));
    out.fund_thetas.back().flow_mixing = draw_flow_mixing(tail_index, key_.seed, group, key_.horizon_weeks);
  });
}

}  // namespace ebbtide
