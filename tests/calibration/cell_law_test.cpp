#include "calibration/cell_law.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/test_draws.h"

namespace ebbtide {
namespace {

Eigen::Index at(std::size_t index) {
  return static_cast<Eigen::Index>(index);
}

// Three assets, two regions, four issuers; not every combination exists.
std::vector<SeriesKey> sample_cells() {
  return {{"A", "X", "p"}, {"A", "X", "q"}, {"A", "Y", "r"}, {"B", "X", "p"}, {"B", "X", "q"},
          {"B", "Y", "r"}, {"B", "Y", "s"}, {"C", "X", "p"}, {"C", "Y", "s"}};
}

const Vector kSizes = (Vector(9) << 5000, 3000, 800, 2000, 700, 400, 300, 150, 60).finished();

CellRow row_of(const std::vector<SeriesKey>& cells, const SeriesKey& key, const Vector& flows, double rounding) {
  CellRow row;
  row.variance = rounding * rounding / 12.0;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (!key.covers(cells[c])) continue;
    row.cells.push_back(c);
    row.value_musd += flows(at(c));
  }
  row.value_musd = rounding * std::round(row.value_musd / rounding);
  return row;
}

CellLaw sample_law(const CellFactors& factors) {
  CellLaw law;
  law.factor_variance = Vector::Constant(at(factors.count()), 1e-4);
  law.factor_variance(0) = 4e-4;
  law.own_variance = Vector::Constant(at(factors.cells()), 2.25e-4);
  law.sighting_variance = 1e-6;
  return law;
}

struct Sample {
  std::vector<CellEvidence> weeks;
  std::vector<Vector> flows;
};

// Flows drawn from the law itself, without carry; total and assets printed, regions every second week.
Sample draw_sample(const CellFactors& factors, const std::vector<SeriesKey>& cells, int weeks, std::uint64_t seed) {
  const CellLaw law = sample_law(factors);
  fixture::TestDraws draws(seed);
  Sample sample;
  for (int t = 0; t < weeks; ++t) {
    Vector u(at(factors.count())), e(at(cells.size()));
    for (Eigen::Index k = 0; k < u.size(); ++k) u(k) = std::sqrt(law.factor_variance(k)) * draws.normal();
    for (Eigen::Index c = 0; c < e.size(); ++c) e(c) = std::sqrt(law.own_variance(c)) * draws.normal();
    const Vector flows = kSizes.cwiseProduct(factors.loading() * u + e);
    CellEvidence week;
    week.size_musd = kSizes;
    week.rows.push_back(row_of(cells, {}, flows, 1.0));
    for (const char* asset : {"A", "B"}) week.rows.push_back(row_of(cells, {asset, "", ""}, flows, 0.1));
    if (t % 2 == 0) week.rows.push_back(row_of(cells, {"", "Y", ""}, flows, 0.1));
    sample.weeks.push_back(std::move(week));
    sample.flows.push_back(flows);
  }
  return sample;
}

// One week without carry against the dense formula f = W H' (H W H' + R)^-1 m.
TEST(CellLaw, IsTheConditionalLawOfOneWeek) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  const CellLaw law = sample_law(factors);
  const Sample sample = draw_sample(factors, cells, 1, 7);
  Matrix w = factors.loading() * law.factor_variance.asDiagonal() * factors.loading().transpose();
  w.diagonal() += law.own_variance;
  w = kSizes.asDiagonal() * w * kSizes.asDiagonal();
  const CellEvidence& week = sample.weeks.front();
  Matrix h = Matrix::Zero(at(week.rows.size()), at(cells.size()));
  Vector m(at(week.rows.size()));
  Matrix r = Matrix::Zero(m.size(), m.size());
  for (std::size_t i = 0; i < week.rows.size(); ++i) {
    for (const std::size_t c : week.rows[i].cells) h(at(i), at(c)) = 1.0;
    m(at(i)) = week.rows[i].value_musd;
    r(at(i), at(i)) = week.rows[i].variance;
  }
  const Matrix s = h * w * h.transpose() + r;
  const Matrix gain = w * h.transpose() * s.inverse();
  const Vector mean = gain * m;
  const Matrix covariance = w - gain * h * w;
  const double scale = (8.0 + m.dot(s.inverse() * m)) / (8.0 + static_cast<double>(m.size()));
  const CellEstimate estimate = smooth_cells(factors, law, sample.weeks).front();
  for (Eigen::Index c = 0; c < mean.size(); ++c) {
    EXPECT_NEAR(estimate.mean_musd(c), mean(c), 1e-6 * kSizes(c));
    EXPECT_NEAR(estimate.sd_musd(c), std::sqrt(scale * covariance(c, c)), 1e-6 * kSizes(c));
  }
}

TEST(CellLaw, MeetsEveryPrintedRowWithinItsRounding) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  const Sample sample = draw_sample(factors, cells, 60, 11);
  const EstimatedCells fit = estimate_cells(factors, sample.weeks);
  for (std::size_t t = 0; t < sample.weeks.size(); ++t) {
    for (const CellRow& row : sample.weeks[t].rows) {
      double sum = 0.0;
      for (const std::size_t c : row.cells) sum += fit.weeks[t].mean_musd(at(c));
      EXPECT_NEAR(sum, row.value_musd, 4.0 * std::sqrt(row.variance));
    }
  }
}

// Truths from the law: under it, standardised errors have variance one. With 9 cells x 400 weeks, dependent within a
// week, the mean square has a standard error below 0.05; four of them give a false alarm in about 1 of 15,000 runs.
TEST(CellLaw, KnowsItsUncertainty) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  const Sample sample = draw_sample(factors, cells, 400, 13);
  const auto mean_square = [&](double variance_factor) {
    CellLaw law = sample_law(factors);
    law.factor_variance *= variance_factor;
    law.own_variance *= variance_factor;
    double squares = 0.0, count = 0.0;
    for (std::size_t t = 0; t < sample.weeks.size(); ++t) {
      const CellEstimate week = smooth_cells(factors, law, {sample.weeks[t]}).front();
      for (Eigen::Index c = 0; c < kSizes.size(); ++c) {
        squares += std::pow((week.mean_musd(c) - sample.flows[t](c)) / week.sd_musd(c), 2);
        count += 1.0;
      }
    }
    return squares / count;
  };
  EXPECT_NEAR(mean_square(1.0), 1.0, 0.2);
  EXPECT_GT(mean_square(0.25), 1.2);  // half the uncertainty would be noticed
}

TEST(CellLaw, RecoversVariancesWhereCellsAreSeen) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  Sample sample = draw_sample(factors, cells, 400, 17);
  for (std::size_t t = 0; t < sample.weeks.size(); ++t) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      sample.weeks[t].rows.push_back(row_of(cells, cells[c], sample.flows[t], 0.1));
    }
  }
  const EstimatedCells fit = estimate_cells(factors, sample.weeks);
  const CellLaw truth = sample_law(factors);
  const double own = fit.law.own_variance.mean() / truth.own_variance.mean();
  EXPECT_NEAR(own, 1.0, 0.2);
  EXPECT_NEAR(fit.law.factor_variance(0) / truth.factor_variance(0), 1.0, 0.5);
}

// Scaling all AUM and figures by k scales all flows by k; the order of rows does not matter.
TEST(CellLaw, ScalesWithAumAndForgetsTheOrderOfRows) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  Sample sample = draw_sample(factors, cells, 20, 19);
  const EstimatedCells fit = estimate_cells(factors, sample.weeks);
  for (CellEvidence& week : sample.weeks) {
    week.size_musd *= 7.0;
    for (CellRow& row : week.rows) {
      row.value_musd *= 7.0;
      row.variance *= 49.0;
    }
    std::reverse(week.rows.begin(), week.rows.end());
  }
  const EstimatedCells scaled = estimate_cells(factors, sample.weeks);
  for (std::size_t t = 0; t < sample.weeks.size(); ++t) {
    for (Eigen::Index c = 0; c < kSizes.size(); ++c) {
      EXPECT_NEAR(scaled.weeks[t].mean_musd(c), 7.0 * fit.weeks[t].mean_musd(c), 1e-6 * kSizes(c));
      EXPECT_NEAR(scaled.weeks[t].sd_musd(c), 7.0 * fit.weeks[t].sd_musd(c), 1e-6 * kSizes(c));
    }
  }
}

// A week without rows has the carried factors' mean and more uncertainty than its neighbours.
TEST(CellLaw, FillsAWeekWithoutRows) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  Sample sample = draw_sample(factors, cells, 9, 23);
  sample.weeks[4].rows.clear();
  const std::vector<CellEstimate> weeks = smooth_cells(factors, sample_law(factors), sample.weeks);
  EXPECT_GT(weeks[4].sd_musd(0), weeks[3].sd_musd(0));
  EXPECT_NE(weeks[4].mean_musd(0), 0.0);
  EXPECT_LT(std::abs(weeks[4].mean_musd(0)), weeks[4].sd_musd(0));
}

// A few huge weeks: the law of the other weeks stays near theirs, because a huge week's squares count in its own scale.
TEST(CellLaw, IsNotWidenedByAFewHugeWeeks) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  Sample sample = draw_sample(factors, cells, 100, 29);
  for (std::size_t t = 0; t < sample.weeks.size(); ++t) {
    for (std::size_t c = 0; c < cells.size(); ++c)
      sample.weeks[t].rows.push_back(row_of(cells, cells[c], sample.flows[t], 0.1));
  }
  const CellLaw calm = estimate_cells(factors, sample.weeks).law;
  for (std::size_t t = 0; t < 5; ++t) {
    for (CellRow& row : sample.weeks[20 * t].rows) row.value_musd *= 6.0;
  }
  const CellLaw shaken = estimate_cells(factors, sample.weeks).law;
  // Counted in full, five weeks of 36 times the variance would make it 2.75 times as large; capped at nine, 1.4 times.
  EXPECT_LT(shaken.own_variance.mean() / calm.own_variance.mean(), 1.3);
}

// The scatter of a cell around its asset, beside the dense law of one week.
TEST(CellLaw, KnowsHowFarACellIsApartFromItsAsset) {
  const std::vector<SeriesKey> cells = sample_cells();
  const CellFactors factors(cells);
  const CellLaw law = sample_law(factors);
  const Sample sample = draw_sample(factors, cells, 1, 31);
  Matrix w = factors.loading() * law.factor_variance.asDiagonal() * factors.loading().transpose();
  w.diagonal() += law.own_variance;
  w = kSizes.asDiagonal() * w * kSizes.asDiagonal();
  // Cell 5, r of B in Y: 400 of the 3,400 that B holds.
  Vector h = Vector::Zero(9);
  h(5) = 1.0;
  for (Eigen::Index c = 3; c < 7; ++c) h(c) -= 400.0 / 3400.0;
  const CellEstimate open = smooth_cells(factors, law, {{kSizes, {}, {}, {}}}).front();
  EXPECT_NEAR(open.apart_sd_musd(5), std::sqrt(h.dot(w * h)), 1e-9);
  EXPECT_NEAR(open.apart_known(5), 0.0, 1e-12);
  CellEvidence printed = sample.weeks.front();
  printed.rows.push_back(row_of(cells, cells[5], sample.flows.front(), 0.1));
  const CellEstimate seen = smooth_cells(factors, law, {printed}).front();
  EXPECT_GT(seen.apart_known(5), 0.99);
  const ApartLaw apart = apart_law(factors, law);
  EXPECT_NEAR(apart.variance(5), 2.25e-4 + 2e-4, 1e-15);
  EXPECT_EQ(apart.common_shares[0], 0.0);
  EXPECT_NEAR(apart.common_shares[2], 1.0 / 4.25, 1e-12);
}

}  // namespace
}  // namespace ebbtide
