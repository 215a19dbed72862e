#include "calibration/cell_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "calibration/pooled_regressions.h"

namespace ebbtide {
namespace {

constexpr double kDiscount = 0.98;     // of a row a week
constexpr double kOwnScaleFrom = 8.0;  // rows
constexpr int kSettleWeeks = 4;        // weeks after opening that say nothing about later flows
constexpr double kSmallestAum = 1.0;   // million USD
// What the common share of residuals is shrunk by: pairs of residuals that speak for none.
constexpr double kPairsForNone = 100.0;
constexpr double kMostCommon = 0.8;
constexpr double kLargestSquare = 9.0;  // of an estimate, in variances

struct CellRow {
  std::size_t week = 0;
  double flow = 0.0;      // % of AUM
  double last = 0.0;      // of the week before
  double asset = 0.0;     // the asset's, % of the asset's AUM
  double variance = 0.0;  // of the flow; of an estimate: of what sets it apart from its asset
  double scale = 1.0;     // of the week's variances
  double known = 1.0;     // of an estimate: the part of what sets it apart that was printed
  double discount = 1.0;
};

struct CellRows {
  std::vector<CellRow> trading;
  double quiet = 0.0;  // discounted weeks of exactly zero
  double seen = 0.0;   // discounted weeks with a figure of its own
};

double opening(const CellHistory& cell, std::size_t t) {
  return cell.weeks[t - 1].aum_musd;
}

double percent(const CellHistory& cell, std::size_t t) {
  return t > 0 && opening(cell, t) >= kSmallestAum ? 100.0 * cell.weeks[t].flow_musd / opening(cell, t) : 0.0;
}

// The asset's flow of every week in % of its opening AUM, as its cells add up.
std::map<std::string, std::vector<double>> asset_flows(const CubeHistory& cube, std::size_t weeks) {
  std::map<std::string, std::vector<double>> flow, held;
  for (const CellHistory& cell : cube.cells) {
    const std::string& asset = cell.product.key.asset;
    flow[asset].resize(weeks);
    held[asset].resize(weeks);
    for (std::size_t t = 1; t < weeks; ++t) {
      if (opening(cell, t) < kSmallestAum) continue;
      flow[asset][t] += 100.0 * cell.weeks[t].flow_musd;
      held[asset][t] += opening(cell, t);
    }
  }
  for (auto& [asset, values] : flow) {
    for (std::size_t t = 0; t < weeks; ++t) values[t] = held[asset][t] > 0.0 ? values[t] / held[asset][t] : 0.0;
  }
  return flow;
}

CellRows rows_of(const CellHistory& cell, const std::vector<double>& asset, const CubeHistory& cube,
                 Date first_flow_week) {
  CellRows rows;
  const std::size_t weeks = cell.weeks.size();
  std::size_t first = 1;
  while (first < weeks && opening(cell, first) < kSmallestAum) ++first;
  if (first > 1) first += kSettleWeeks;
  for (std::size_t t = first; t < weeks; ++t) {
    if (cube.week_end(t) < first_flow_week || opening(cell, t) < kSmallestAum) continue;
    const CellWeek& week = cell.weeks[t];
    const double discount = std::pow(kDiscount, static_cast<double>(weeks - 1 - t));
    if (week.status == CellStatus::seen) {
      rows.seen += discount;
      if (week.flow_musd == 0.0) {
        rows.quiet += discount;
        continue;
      }
    }
    const double sd = 100.0 * (cube.spreads ? week.apart_sd_musd : week.flow_sd_musd) / opening(cell, t);
    const double scale = cube.spreads ? cube.spreads->week_scale[t] : 1.0;
    rows.trading.push_back(
        {t, percent(cell, t), percent(cell, t - 1), asset[t], sd * sd, scale, week.apart_known, discount});
  }
  return rows;
}

// Standard deviation of the cell's flow around its asset's (both in %).
double own_spread(const CellRows& rows) {
  double sum = 0.0, weight = 0.0;
  for (const CellRow& row : rows.trading) {
    sum += row.discount * std::pow(row.flow - row.asset, 2);
    weight += row.discount;
  }
  return std::max(std::sqrt(sum / std::max(1.0, weight)), 1e-3);
}

// An estimate counts by what was printed of it, in its week's scale: where nothing was, its mean is what the law of
// past cells expects, a slope of one, and tells nothing. A residual's expected square is that of its mean and the
// variance.
PooledUnit unit_of(const CellRows& rows, double residual_sd, const std::array<std::size_t, 3>& groups, bool estimated) {
  PooledUnit unit;
  const auto count = static_cast<Eigen::Index>(rows.trading.size());
  unit.x = Matrix(count, CellPosterior::kCount);
  unit.y = unit.weights = Vector(count);
  if (estimated) unit.variance = Vector(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const CellRow& row = rows.trading[static_cast<std::size_t>(i)];
    unit.x.row(i) << 1.0, row.last, row.asset;
    unit.y(i) = row.flow;
    unit.weights(i) = row.discount * residual_sd * residual_sd / (residual_sd * residual_sd + row.variance);
    if (!estimated) continue;
    unit.variance(i) = row.variance;
    const double square = std::pow(row.flow - row.asset, 2) + row.variance;
    const double largest = kLargestSquare * residual_sd * residual_sd * row.scale;
    unit.weights(i) = row.discount * row.known / row.scale * std::min(1.0, largest / std::max(square, 1e-12));
  }
  unit.groups = groups;
  unit.residual_sd = residual_sd;
  return unit;
}

// Moments of the cells' rates of quiet weeks give the Beta law they are drawn from; each cell's own weeks update it.
void fit_quiet(const std::vector<CellRows>& rows, std::vector<CellPosterior>& cells) {
  double quiet = 0.0, seen = 0.0, spread = 0.0, noise = 0.0, counted = 0.0;
  for (const CellRows& cell : rows) {
    quiet += cell.quiet;
    seen += cell.seen;
  }
  if (!(quiet > 0.0)) return;
  const double rate = quiet / seen;
  for (const CellRows& cell : rows) {
    if (!(cell.seen > 0.0)) continue;
    spread += std::pow(cell.quiet / cell.seen - rate, 2);
    noise += rate * (1.0 - rate) / cell.seen;
    counted += 1.0;
  }
  const double between = std::max((spread - noise) / counted, 1e-3);
  const double strength = std::clamp(rate * (1.0 - rate) / between - 1.0, 0.5, 50.0);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    cells[c].quiet_weeks = strength * rate + rows[c].quiet;
    cells[c].trading_weeks = strength * (1.0 - rate) + rows[c].seen - rows[c].quiet;
  }
}

// Mean product of standardised residuals over pairs of cells that share one dimension alone, shrunk to none.
std::array<double, 3> common_shares(const std::vector<CellRows>& rows, const std::vector<PooledUnit>& units,
                                    const std::vector<CellPosterior>& cells, std::size_t weeks) {
  std::vector<std::vector<double>> residuals(cells.size(), std::vector<double>(weeks, 0.0));
  std::array<std::size_t, 3> groups{};
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const double sd = std::sqrt(cells[c].posterior.residual_variance);
    const Vector left = units[c].y - units[c].x * cells[c].posterior.mean;
    for (std::size_t i = 0; i < rows[c].trading.size(); ++i) {
      const CellRow& row = rows[c].trading[i];
      residuals[c][row.week] = std::sqrt(units[c].weights(static_cast<Eigen::Index>(i))) *
                               std::clamp(left(static_cast<Eigen::Index>(i)) / sd, -3.0, 3.0);
    }
    for (std::size_t d = 0; d < 3; ++d) groups[d] = std::max(groups[d], units[c].groups[d] + 1);
  }
  std::array<double, 3> sum{}, weight{};
  for (std::size_t a = 0; a < cells.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      std::size_t shared = 0, dimension = 0;
      for (std::size_t d = 0; d < 3; ++d) {
        if (groups[d] < 2 || units[a].groups[d] != units[b].groups[d]) continue;
        ++shared;
        dimension = d;
      }
      if (shared != 1) continue;
      for (std::size_t t = 0; t < weeks; ++t) {
        if (residuals[a][t] == 0.0 || residuals[b][t] == 0.0) continue;
        sum[dimension] += residuals[a][t] * residuals[b][t];
        weight[dimension] += std::pow(kDiscount, static_cast<double>(weeks - 1 - t));
      }
    }
  }
  std::array<double, 3> shares{};
  double all = 0.0;
  for (std::size_t d = 0; d < 3; ++d) {
    shares[d] = std::max(0.0, sum[d] / (weight[d] + kPairsForNone));
    all += shares[d];
  }
  for (double& share : shares) share *= all > kMostCommon ? kMostCommon / all : 1.0;
  return shares;
}

// Place of each member a cell belongs to in its dimension; nullopt where the cube misses a member or names another.
std::optional<std::vector<std::array<std::size_t, 3>>> groups_of(const CubeHistory& cube, const FundHistory& history) {
  std::vector<std::array<std::size_t, 3>> result(cube.cells.size());
  for (const Dimension dimension : kDimensions) {
    const auto d = static_cast<std::size_t>(dimension);
    std::map<std::string, std::pair<std::size_t, bool>> members;  // place, covered
    for (const MemberHistory& member : history.members) {
      if (member.member.dimension == dimension) members.emplace(member.member.name, std::pair(members.size(), false));
    }
    for (std::size_t c = 0; c < cube.cells.size(); ++c) {
      const auto found = members.find(cube.cells[c].product.key.part(dimension));
      if (found == members.end()) return std::nullopt;
      result[c][d] = found->second.first;
      found->second.second = true;
    }
    if (std::any_of(members.begin(), members.end(), [](const auto& member) { return !member.second.second; }))
      return std::nullopt;
  }
  return result;
}

// Cells of an asset add to it.
void scale_cells(const FundHistory& history, std::vector<CellPosterior>& cells) {
  for (const MemberHistory& asset : history.members) {
    if (asset.member.dimension != Dimension::asset) continue;
    double sum = 0.0;
    for (const CellPosterior& cell : cells) sum += cell.key.asset == asset.member.name ? cell.opening_aum_musd : 0.0;
    for (CellPosterior& cell : cells) {
      if (cell.key.asset != asset.member.name) continue;
      cell.aum_status = asset.aum_status;
      if (sum > 0.0) cell.opening_aum_musd *= asset.aum_musd.back() / sum;
    }
  }
}

}  // namespace

std::optional<CubePosterior> fit_cells(const CubeHistory& cube, const FundHistory& history, Date first_flow_week) {
  if (cube.cells.empty()) return std::nullopt;
  const auto groups = groups_of(cube, history);
  if (!groups) return std::nullopt;
  const std::size_t weeks = history.weeks.size();
  const auto assets = asset_flows(cube, weeks);
  std::vector<CellRows> rows;
  std::vector<double> spreads;
  for (const CellHistory& cell : cube.cells) {
    rows.push_back(rows_of(cell, assets.at(cell.product.key.asset), cube, first_flow_week));
    if (static_cast<double>(rows.back().trading.size()) >= kOwnScaleFrom) spreads.push_back(own_spread(rows.back()));
  }
  std::sort(spreads.begin(), spreads.end());
  const double pooled_spread = spreads.empty() ? 1.0 : spreads[spreads.size() / 2];
  PoolingPrior prior;
  prior.coefficients = {{"level", 0.0, 0.15}, {"own lag", 0.1, 0.2}, {"asset", 1.0, 0.5}};
  prior.pooled = {true, false, true};
  std::vector<PooledUnit> units;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    const bool own = static_cast<double>(rows[c].trading.size()) >= kOwnScaleFrom;
    const double spread = cube.spreads ? cube.spreads->percent[c] : own ? own_spread(rows[c]) : pooled_spread;
    units.push_back(unit_of(rows[c], spread, (*groups)[c], cube.spreads.has_value()));
  }
  const PooledFit fit = fit_pooled_regressions(prior, units);
  CubePosterior result;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    const CellHistory& history_of_cell = cube.cells[c];
    CellPosterior cell;
    cell.key = history_of_cell.product.key;
    cell.posterior = fit.units[c];
    if (!rows[c].trading.empty()) {
      cell.posterior.first_week = cube.week_end(rows[c].trading.front().week);
      cell.posterior.last_week = cube.week_end(rows[c].trading.back().week);
    }
    cell.seen = std::any_of(history_of_cell.weeks.begin(), history_of_cell.weeks.end(),
                            [](const CellWeek& week) { return week.status == CellStatus::seen; });
    cell.last_mean = percent(history_of_cell, weeks - 1);
    const double held = weeks > 1 ? opening(history_of_cell, weeks - 1) : 0.0;
    if (held >= kSmallestAum)
      cell.last_variance = std::pow(100.0 * history_of_cell.weeks.back().flow_sd_musd / held, 2);
    cell.opening_aum_musd = history_of_cell.weeks.back().aum_musd;
    result.cells.push_back(std::move(cell));
  }
  fit_quiet(rows, result.cells);
  result.common_shares = cube.spreads ? cube.spreads->common_shares : common_shares(rows, units, result.cells, weeks);
  scale_cells(history, result.cells);
  return result;
}

}  // namespace ebbtide
