#include "model/cube.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/contract.h"

namespace ebbtide {
namespace {

FundColumn sum_column(const FundPosterior& funds, const SeriesKey& key, std::vector<std::size_t> cells) {
  FundColumn column{key, std::move(cells), false, AumStatus::seen};
  for (const std::size_t c : column.cells) {
    const CellPosterior& cell = funds.cube->cells[c];
    column.seen = column.seen || cell.seen;
    if (cell.aum_status != AumStatus::seen) column.aum_status = AumStatus::inferred;
  }
  return column;
}

// member_cells: of every member; known: the cells of every column, in any order. Keys are compared once a member, not
// once a pair: columns are asked for once a draw of the parameters.
void add_pairs(const FundPosterior& funds, Dimension other, const std::vector<std::vector<std::size_t>>& member_cells,
               std::set<std::vector<std::size_t>>& known, std::vector<FundColumn>& columns) {
  for (std::size_t a = 0; a < funds.members.size(); ++a) {
    if (funds.members[a].dimension != Dimension::asset) continue;
    for (std::size_t m = 0; m < funds.members.size(); ++m) {
      if (funds.members[m].dimension != other) continue;
      std::vector<std::size_t> cells;
      std::set_intersection(member_cells[a].begin(), member_cells[a].end(), member_cells[m].begin(),
                            member_cells[m].end(), std::back_inserter(cells));
      if (cells.empty() || !known.insert(cells).second) continue;
      SeriesKey key = margin_key(other, funds.members[m].name);
      key.asset = funds.members[a].name;
      columns.push_back(sum_column(funds, key, std::move(cells)));
    }
  }
}

}  // namespace

std::vector<FundColumn> fund_columns(const FundPosterior& funds) {
  std::vector<FundColumn> columns;
  std::vector<std::vector<std::size_t>> member_cells;
  for (const MemberPosterior& member : funds.members) {
    const SeriesKey key = margin_key(member.dimension, member.name);
    member_cells.push_back(cells_of(funds, key));
    const bool sums = member.dimension != Dimension::asset;
    columns.push_back({key, sums ? member_cells.back() : std::vector<std::size_t>{}, member.seen, member.aum_status});
  }
  if (!funds.cube) return columns;
  std::set<std::vector<std::size_t>> known(member_cells.begin(), member_cells.end());
  for (std::size_t c = 0; c < funds.cube->cells.size(); ++c) {
    known.insert({c});
    columns.push_back(sum_column(funds, funds.cube->cells[c].key, {c}));
  }
  add_pairs(funds, Dimension::region, member_cells, known, columns);
  add_pairs(funds, Dimension::issuer, member_cells, known, columns);
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
