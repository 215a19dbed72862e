// Past cells from margins: the cube of the US funds with cells hidden and margins kept. 50 fixed masks hide 30 % of
// each week's cells; the hidden ones that the margins leave undetermined are estimated and compared with what they
// were.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "calibration/cell_law.h"
#include "calibration/fund_history.h"
#include "support/shipped.h"

namespace ebbtide {
namespace {

constexpr int kMasks = 50;
constexpr double kHidden = 0.3;
constexpr double kSmallestAum = 1.0;  // million USD: the cell exists
constexpr double kT8 = 1.859548;      // 95 % quantile of Student's t, 8 degrees of freedom
constexpr double kRounding = 0.1;

struct Cube {
  std::vector<SeriesKey> keys;
  std::vector<Date> weeks;
  std::vector<std::vector<double>> flow, opening;  // by week, cell
};

Cube shipped_cube() {
  const History history = testing::load_shipped("us-spot-etf");
  const HistoryView view = history.complete();
  const FundHistory funds = build_fund_history(view);
  const std::vector<CellPath> paths = observed_cells(view, funds.first_week, funds.week_end(funds.weeks.size() - 1));
  Cube cube;
  for (const CellPath& path : paths) cube.keys.push_back(path.key);
  for (std::size_t t = 1; t < funds.weeks.size(); ++t) {
    if (funds.week_end(t) < view.universe().first_flow_week) continue;
    cube.weeks.push_back(funds.week_end(t));
    cube.flow.emplace_back();
    cube.opening.emplace_back();
    for (const CellPath& path : paths) {
      const auto flow = view.flow(path.key, funds.week_end(t));
      cube.flow.back().push_back(flow ? flow->value_musd : 0.0);
      cube.opening.back().push_back(path.aum[t - 1].mean_musd);
    }
  }
  return cube;
}

using Mask = std::vector<std::vector<bool>>;  // by week, cell: hidden

// A fixed hash of mask, week and cell.
double uniform(int mask, std::size_t week, std::size_t cell) {
  std::uint64_t x = 0x9E3779B97F4A7C15ULL * (1 + static_cast<std::uint64_t>(mask)) +
                    0xBF58476D1CE4E5B9ULL * (week + 1) + 0x94D049BB133111EBULL * (cell + 1);
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBULL;
  x ^= x >> 31;
  return static_cast<double>(x >> 11) * 0x1p-53;
}

Mask make_mask(const Cube& cube, int number) {
  Mask mask;
  for (std::size_t t = 0; t < cube.weeks.size(); ++t) {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t c = 0; c < cube.keys.size(); ++c) {
      if (cube.opening[t][c] >= kSmallestAum) order.emplace_back(uniform(number, t, c), c);
    }
    std::sort(order.begin(), order.end());
    mask.emplace_back(cube.keys.size(), false);
    const auto hidden = static_cast<std::size_t>(std::lround(kHidden * static_cast<double>(order.size())));
    for (std::size_t i = 0; i < hidden; ++i) mask.back()[order[i].second] = true;
  }
  return mask;
}

// Margins by asset and issuer of one week.
std::vector<std::vector<std::size_t>> margins(const Cube& cube) {
  std::map<std::pair<Dimension, std::string>, std::vector<std::size_t>> members;
  for (std::size_t c = 0; c < cube.keys.size(); ++c) {
    members[{Dimension::asset, cube.keys[c].asset}].push_back(c);
    members[{Dimension::issuer, cube.keys[c].issuer}].push_back(c);
  }
  std::vector<std::vector<std::size_t>> result;
  for (const auto& [member, cells] : members) result.push_back(cells);
  return result;
}

// Hidden cells that follow from margins and known cells, one by one.
std::vector<bool> undetermined(const Cube& cube, std::vector<bool> hidden) {
  const auto sums = margins(cube);
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::vector<std::size_t>& cells : sums) {
      std::vector<std::size_t> open;
      for (const std::size_t c : cells) {
        if (hidden[c]) open.push_back(c);
      }
      if (open.size() != 1) continue;
      hidden[open.front()] = false;
      changed = true;
    }
  }
  return hidden;
}

std::vector<CellEvidence> evidence(const Cube& cube, const Mask& mask) {
  const auto sums = margins(cube);
  std::vector<CellEvidence> weeks;
  for (std::size_t t = 0; t < cube.weeks.size(); ++t) {
    CellEvidence week;
    week.size_musd = Vector::Zero(static_cast<Eigen::Index>(cube.keys.size()));
    for (std::size_t c = 0; c < cube.keys.size(); ++c) {
      if (cube.opening[t][c] < kSmallestAum) continue;
      week.size_musd(static_cast<Eigen::Index>(c)) = cube.opening[t][c];
      if (!mask[t][c]) week.rows.push_back({{c}, cube.flow[t][c], kRounding * kRounding / 12.0, false});
    }
    for (const std::vector<std::size_t>& cells : sums) {
      CellRow row;
      for (const std::size_t c : cells) {
        if (cube.opening[t][c] < kSmallestAum) continue;
        row.cells.push_back(c);
        row.value_musd += cube.flow[t][c];
        row.variance += kRounding * kRounding / 12.0;
      }
      if (!row.cells.empty()) week.rows.push_back(std::move(row));
    }
    weeks.push_back(std::move(week));
  }
  return weeks;
}

// The asset's flow less its known cells, shared among the hidden ones.
std::vector<double> allocate(const Cube& cube, std::size_t t, const std::vector<bool>& hidden,
                             const std::vector<double>& weights) {
  std::vector<double> result(cube.keys.size(), 0.0);
  std::map<std::string, std::pair<double, double>> rest;  // asset: residual, weights
  for (std::size_t c = 0; c < cube.keys.size(); ++c) {
    if (!hidden[c]) continue;
    rest[cube.keys[c].asset].first += cube.flow[t][c];
    rest[cube.keys[c].asset].second += weights[c];
  }
  std::map<std::string, double> aum;
  for (std::size_t c = 0; c < cube.keys.size(); ++c) {
    if (hidden[c]) aum[cube.keys[c].asset] += cube.opening[t][c];
  }
  for (std::size_t c = 0; c < cube.keys.size(); ++c) {
    if (!hidden[c]) continue;
    const auto& [residual, sum] = rest[cube.keys[c].asset];
    const double share = sum != 0.0 ? weights[c] / sum : cube.opening[t][c] / aum[cube.keys[c].asset];
    result[c] = share * residual;
  }
  return result;
}

// Flows of the last four weeks, regardless of sign: net sums are near zero too often to divide by.
std::vector<double> last_four(const Cube& cube, std::size_t t) {
  std::vector<double> sums(cube.keys.size(), 0.0);
  for (std::size_t back = 1; back <= 4 && back <= t; ++back) {
    for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += std::abs(cube.flow[t - back][c]);
  }
  return sums;
}

struct Errors {
  std::vector<double> squares, scale, count;
  explicit Errors(std::size_t cells) : squares(cells), scale(cells), count(cells) {}
  void add(std::size_t c, double error, double truth) {
    squares[c] += error * error;
    scale[c] += truth * truth;
    count[c] += 1.0;
  }
  // Root mean square error of each cell over the root mean square of its flows, averaged over cells.
  double scaled() const {
    double sum = 0.0, cells = 0.0;
    for (std::size_t c = 0; c < squares.size(); ++c) {
      if (count[c] == 0.0) continue;
      sum += std::sqrt(squares[c] / scale[c]);
      cells += 1.0;
    }
    return sum / cells;
  }
};

// Every cell with an AUM share of what is unexplained, whatever its asset or issuer: reconciled with every margin.
CellLaw law_of_shares(const CellFactors& factors) {
  CellLaw law;
  law.factor_variance = Vector::Constant(static_cast<Eigen::Index>(factors.count()), 1e-12);
  law.own_variance = Vector::Constant(static_cast<Eigen::Index>(factors.cells()), 1e-2);
  return law;
}

// Errors of the cells that margins leave open, over masks, and how often intervals hold.
struct Score {
  explicit Score(std::size_t cells) : own(cells), reconciled(cells), aum(cells), recent(cells) {}
  Errors own, reconciled, aum, recent;
  double hidden = 0.0, open = 0.0, zero = 0.0, covered = 0.0;
  double scored() const { return open - zero; }
};

void score_mask(const Cube& cube, const CellFactors& factors, int number, Score& score) {
  const Mask mask = make_mask(cube, number);
  const std::vector<CellEvidence> weeks = evidence(cube, mask);
  const EstimatedCells fit = estimate_cells(factors, weeks);
  const std::vector<CellEstimate> reconciled = smooth_cells(factors, law_of_shares(factors), weeks);
  for (std::size_t t = 0; t < weeks.size(); ++t) {
    const std::vector<bool> open = undetermined(cube, mask[t]);
    const auto by_aum = allocate(cube, t, mask[t], cube.opening[t]);
    const auto by_recent = allocate(cube, t, mask[t], last_four(cube, t));
    score.hidden += static_cast<double>(std::count(mask[t].begin(), mask[t].end(), true));
    for (std::size_t c = 0; c < cube.keys.size(); ++c) {
      if (!open[c]) continue;
      const double truth = cube.flow[t][c];
      score.open += 1.0;
      if (truth == 0.0) {
        score.zero += 1.0;
        continue;
      }
      const auto i = static_cast<Eigen::Index>(c);
      const double error = fit.weeks[t].mean_musd(i) - truth;
      score.own.add(c, error, truth);
      score.reconciled.add(c, reconciled[t].mean_musd(i) - truth, truth);
      score.aum.add(c, by_aum[c] - truth, truth);
      score.recent.add(c, by_recent[c] - truth, truth);
      if (std::abs(error) <= kT8 * fit.weeks[t].sd_musd(i)) score.covered += 1.0;
    }
  }
}

TEST(CellMasks, BeatSharesAndCover) {
  const Cube cube = shipped_cube();
  const CellFactors factors(cube.keys);
  Score score(cube.keys.size());
  for (int number = 0; number < kMasks; ++number) score_mask(cube, factors, number, score);
  const double coverage = score.covered / score.scored();
  std::printf("%.0f of %.0f hidden cells open, %.1f %% of them zero\n", score.open, score.hidden,
              100.0 * score.zero / score.open);
  std::printf("scaled RMSE %.3f; AUM shares %.3f, of last four weeks %.3f, AUM shares reconciled %.3f\n",
              score.own.scaled(), score.aum.scaled(), score.recent.scaled(), score.reconciled.scaled());
  std::printf("coverage of 90 %% intervals %.3f\n", coverage);
  EXPECT_GE(score.scored(), 1000.0);
  EXPECT_LE(score.own.scaled(), 0.8 * score.aum.scaled());
  EXPECT_LE(score.own.scaled(), 0.8 * score.recent.scaled());
  EXPECT_LE(score.own.scaled(), score.reconciled.scaled());
  EXPECT_GE(coverage, 0.85);
  EXPECT_LE(coverage, 0.95);
}

}  // namespace
}  // namespace ebbtide
