#include "model/cube.h"

#include <algorithm>

#include "core/contract.h"

namespace ebbtide {
namespace {

FundColumn sum_column(const FundPosterior& funds, const SeriesKey& key) {
  FundColumn column{key, cells_of(funds, key), false, AumStatus::seen};
  for (const std::size_t c : column.cells) {
    const CellPosterior& cell = funds.cube->cells[c];
    column.seen = column.seen || cell.seen;
    if (cell.aum_status != AumStatus::seen) column.aum_status = AumStatus::inferred;
  }
  return column;
}

void add_pairs(const FundPosterior& funds, Dimension other, std::vector<FundColumn>& columns) {
  for (const MemberPosterior& asset : funds.members) {
    for (const MemberPosterior& member : funds.members) {
      if (asset.dimension != Dimension::asset || member.dimension != other) continue;
      SeriesKey key = margin_key(other, member.name);
      key.asset = asset.name;
      FundColumn pair = sum_column(funds, key);
      const bool known = pair.cells.empty() || std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
                           return column.cells == pair.cells || cells_of(funds, column.key) == pair.cells;
                         });
      if (!known) columns.push_back(std::move(pair));
    }
  }
}

}  // namespace

std::vector<FundColumn> fund_columns(const FundPosterior& funds) {
  std::vector<FundColumn> columns;
  for (const MemberPosterior& member : funds.members) {
    const SeriesKey key = margin_key(member.dimension, member.name);
    const bool sums = funds.cube && member.dimension != Dimension::asset;
    columns.push_back({key, sums ? cells_of(funds, key) : std::vector<std::size_t>{}, member.seen, member.aum_status});
  }
  if (!funds.cube) return columns;
  for (const CellPosterior& cell : funds.cube->cells) columns.push_back(sum_column(funds, cell.key));
  add_pairs(funds, Dimension::region, columns);
  add_pairs(funds, Dimension::issuer, columns);
  return columns;
}

std::size_t flow_equations(const FundPosterior& funds) {
  if (!funds.cube) return funds.members.size();
  const auto assets = std::count_if(funds.members.begin(), funds.members.end(),
                                    [](const MemberPosterior& member) { return member.dimension == Dimension::asset; });
  return static_cast<std::size_t>(assets) + funds.cube->cells.size();
}

std::array<std::size_t, 3> members_of(const FundPosterior& funds, const CellPosterior& cell) {
  std::array<std::size_t, 3> result{};
  for (const Dimension dimension : kDimensions) {
    const auto found = std::find_if(funds.members.begin(), funds.members.end(), [&](const MemberPosterior& member) {
      return member.dimension == dimension && member.name == cell.key.part(dimension);
    });
    EBBTIDE_REQUIRE(found != funds.members.end());
    result[static_cast<std::size_t>(dimension)] = static_cast<std::size_t>(found - funds.members.begin());
  }
  return result;
}

bool is_whole_asset(const FundPosterior& funds, const CellPosterior& cell) {
  return cells_of(funds, margin_key(Dimension::asset, cell.key.asset)).size() == 1;
}

std::vector<std::size_t> cells_of(const FundPosterior& funds, const SeriesKey& key) {
  std::vector<std::size_t> result;
  for (std::size_t c = 0; funds.cube && c < funds.cube->cells.size(); ++c) {
    if (key.covers(funds.cube->cells[c].key)) result.push_back(c);
  }
  return result;
}

}  // namespace ebbtide
