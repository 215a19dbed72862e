// The law of the flows of cells in one week, and what was printed about them.
//
//   f_c = D_c (u + u_asset(c) + u_region(c) + u_issuer(c) + e_c)
//
// D_c is the cell's size (its opening AUM), so that without evidence a cell has its AUM share of its asset's flow. The
// factors u carry over from week to week as AR(1), the cells' own parts e do not. A sighting is the figure of another
// count of the same funds, off by D_c (d + eps_c): one part common to the week, one of the cell. Variances are in
// (fraction of AUM)^2. methods.md, cells of past weeks.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "history/universe.h"
#include "math/linalg.h"

namespace ebbtide {

// Factors in the order: all funds, assets, regions, issuers, the common part of sightings.
class CellFactors {
 public:
  // Members that stand in no cell have no factor.
  explicit CellFactors(const std::vector<SeriesKey>& cells);

  std::size_t cells() const { return static_cast<std::size_t>(loading_.rows()); }
  std::size_t count() const { return static_cast<std::size_t>(loading_.cols()); }
  std::size_t sighting() const { return count() - 1; }
  const Matrix& loading() const { return loading_; }  // cells x factors, 0 or 1; no cell loads on the sightings' part
  // Begin and end of a kind: 0 all funds, 1 asset, 2 region, 3 issuer, 4 sightings.
  static constexpr std::size_t kKinds = 5;
  std::array<std::size_t, kKinds + 1> bounds() const { return bounds_; }

 private:
  Matrix loading_;
  std::array<std::size_t, kKinds + 1> bounds_{};
};

struct CellLaw {
  Vector factor_variance;          // by factor, of its stationary law
  Vector own_variance;             // by cell
  double sighting_variance = 0.0;  // of eps
};

// One printed figure, or a sighting of one cell.
struct CellRow {
  std::vector<std::size_t> cells;  // the figure is the sum of their flows
  double value_musd = 0.0;
  double variance = 0.0;  // of rounding, musd^2; positive
  bool is_sighting = false;
};

struct CellEvidence {
  Vector size_musd;                  // by cell; 0 while it does not exist
  std::vector<std::size_t> opening;  // cells in their first weeks, whose own part may be as large as they are
  std::vector<CellRow> rows;
  std::vector<std::vector<std::size_t>> sums;  // sets of cells whose sum is wanted
};

struct CellEstimate {
  Vector mean_musd, sd_musd;  // by cell
  // By cell: of its flow less its share, by size, of its asset's; and the part of that variance, were no cell opening,
  // that rows took away.
  Vector apart_sd_musd, apart_known;
  Vector sum_mean_musd, sum_sd_musd;  // by wanted sum
  double scale = 1.0;                 // of the week's variances, contained in every sd
};

struct EstimatedCells {
  CellLaw law;
  std::vector<CellEstimate> weeks;
};

// How cells lie around their assets under a law: variance by cell of its own, its region's and its issuer's part, and
// the mean share of each dimension in it (of assets none).
struct ApartLaw {
  Vector variance;  // (fraction of AUM)^2
  std::array<double, 3> common_shares{};
};
ApartLaw apart_law(const CellFactors& factors, const CellLaw& law);

// Flows of all cells in all weeks given every row of every week, under a law estimated from the same rows: variances by
// expectation maximisation beside a prior that weighs as much as six weeks. A week's uncertainty grows with how far its
// rows lie from what was expected, as under Student's t.
EstimatedCells estimate_cells(const CellFactors& factors, const std::vector<CellEvidence>& weeks);
// The same under a given law.
std::vector<CellEstimate> smooth_cells(const CellFactors& factors, const CellLaw& law,
                                       const std::vector<CellEvidence>& weeks);

}  // namespace ebbtide
