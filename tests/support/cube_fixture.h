// A small cube whose every number is known: two assets, two regions, three issuers, six cells.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "model/cube.h"
#include "model/posterior.h"

namespace ebbtide::fixture {

inline RegressionPosterior known_regression(std::vector<double> means, double sd) {
  RegressionPosterior posterior;
  posterior.mean = Eigen::Map<Vector>(means.data(), static_cast<Eigen::Index>(means.size()));
  posterior.unit_covariance = Matrix::Zero(posterior.mean.size(), posterior.mean.size());
  posterior.regressors.resize(means.size());
  posterior.residual_variance = sd * sd;
  return posterior;
}

inline void add_cell(FundPosterior& funds, const SeriesKey& key, double aum, std::vector<double> means, double sd) {
  CellPosterior cell;
  cell.key = key;
  cell.seen = true;
  cell.posterior = known_regression(std::move(means), sd);
  cell.opening_aum_musd = aum;
  funds.cube->cells.push_back(cell);
}

// Members with the AUM of their cells.
inline void add_members(FundPosterior& funds) {
  funds.members.clear();
  funds.opening_aum_musd = 0.0;
  for (const Dimension dimension : kDimensions) {
    for (const CellPosterior& cell : funds.cube->cells) {
      const std::string& name = cell.key.part(dimension);
      MemberPosterior* member = nullptr;
      for (MemberPosterior& known : funds.members) {
        if (known.dimension == dimension && known.name == name) member = &known;
      }
      if (member == nullptr) {
        member = &funds.members.emplace_back();
        member->name = name;
        member->dimension = dimension;
        member->seen = true;
        member->aum_status = AumStatus::seen;
        member->posterior = known_regression({0.0, 0.0, 1.0, 0.0}, 0.5);
      }
      member->opening_aum_musd += cell.opening_aum_musd;
      if (dimension == Dimension::asset) funds.opening_aum_musd += cell.opening_aum_musd;
    }
  }
}

inline FundPosterior small_cube(std::array<double, 3> common_shares = {}) {
  FundPosterior funds;
  funds.cube.emplace();
  funds.cube->common_shares = common_shares;
  add_cell(funds, {"Bitcoin", "United States", "A"}, 5000.0, {0.1, 0.2, 0.9}, 0.5);
  add_cell(funds, {"Bitcoin", "United States", "B"}, 2000.0, {-0.1, 0.1, 1.2}, 0.8);
  add_cell(funds, {"Bitcoin", "Germany", "C"}, 500.0, {0.0, 0.1, 1.0}, 1.5);
  add_cell(funds, {"Ether", "United States", "A"}, 1000.0, {0.2, 0.0, 1.1}, 0.7);
  add_cell(funds, {"Ether", "United States", "B"}, 400.0, {0.0, 0.3, 0.8}, 1.0);
  add_cell(funds, {"Ether", "Germany", "C"}, 100.0, {0.0, 0.1, 1.0}, 2.0);
  add_members(funds);
  return funds;
}

}  // namespace ebbtide::fixture
