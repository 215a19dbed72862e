#include "calibration/cube_history.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ebbtide {
namespace {

std::array<std::size_t, 3> display_place(const Universe& universe, const SeriesKey& key) {
  std::array<std::size_t, 3> place{};
  for (const Dimension dimension : kDimensions) {
    const std::vector<Member>& members = universe.of(dimension);
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Member& member) { return member.name == key.part(dimension); });
    place[static_cast<std::size_t>(dimension)] = static_cast<std::size_t>(found - members.begin());
  }
  return place;
}

}  // namespace

CubeHistory build_cube_history(const HistoryView& view, const FundHistory& history) {
  CubeHistory cube;
  cube.first_week = history.first_week;
  if (!view.universe().cells_observed) return cube;
  std::vector<CellPath> paths = observed_cells(view, history.first_week, history.week_end(history.weeks.size() - 1));
  std::sort(paths.begin(), paths.end(), [&](const CellPath& a, const CellPath& b) {
    return display_place(view.universe(), a.key) < display_place(view.universe(), b.key);
  });
  for (const CellPath& path : paths) {
    CellHistory cell;
    cell.product.key = path.key;
    for (std::size_t t = 0; t < history.weeks.size(); ++t) {
      CellWeek week;
      if (const auto flow = view.flow(path.key, history.week_end(t))) {
        week.flow_musd = flow->value_musd;
        week.flow_sd_musd = flow->rounding_musd / std::sqrt(12.0);
        week.status = CellStatus::seen;
      }
      week.aum_musd = path.aum[t].mean_musd;
      cell.weeks.push_back(week);
    }
    cube.cells.push_back(std::move(cell));
  }
  return cube;
}

}  // namespace ebbtide
