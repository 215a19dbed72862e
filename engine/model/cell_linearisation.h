// The equations of cells, linear around a reference, given the flows of their assets: what model/fund_linearisation.h
// needs of regions, issuers, pairs and cells. Quiet weeks enter by their probability; the weights by which cells add to
// their assets stay those of the reference.
#pragma once

#include <vector>

#include "model/cube.h"
#include "model/fund_theta.h"
#include "model/linear.h"

namespace ebbtide {

class CellLinearisation {
 public:
  // exact: AUM moves with the inputs, too; else it is the reference's value.
  CellLinearisation(const FundPosterior& funds, const FundTheta& theta, Eigen::Index inputs, bool exact);

  // What sums of cells are made of, by channel of FlowChannel that a cell has.
  struct Parts {
    Linear flow;
    Linear aum;
    Vector parent, persistence, own_shock, opening_aum;  // slopes; the rest of the flow's is allocation
  };

  // The week's cells given their assets' flows in USD and AUM before the week, by asset; members after them are not
  // read.
  void open_week(const std::vector<Linear>& asset_flow, const std::vector<Linear>& asset_held);
  // A pinned sum: its flow in USD with its own residual, standardised `noise`, as input `slot`; its sd. Later sums see
  // it at its mean, or at `value` where that is given.
  struct Pinned {
    Linear flow;
    double sd = 0.0;
    double scale = 0.0;  // 1 % of what the sum's cells hold
    Linear held;
  };
  Pinned pin(const std::vector<std::size_t>& cells, double noise, Eigen::Index slot, bool at_value, bool percent,
             double value);
  // Returns by asset, simple percent.
  void close_week(const std::vector<Linear>& asset_returns);
  // Of the week closed last.
  Parts sum(const std::vector<std::size_t>& cells) const;

 private:
  Vector indicator(const std::vector<std::size_t>& cells) const;
  Linear row(const Vector& weights, const Vector& values, const Matrix& slopes) const;
  void move(const Vector& gain, const Linear& gap);

  const FundTheta& theta_;
  bool exact_;
  Eigen::Index inputs_;
  std::vector<std::size_t> asset_of_;
  Matrix assets_;  // asset x cell: 1 where the cell belongs to the asset
  Matrix common_;  // cell x member: loadings of residuals on what members have in common
  double own_share_ = 1.0;
  Vector held_, last_, flow_, opening_;
  Matrix held_slope_, last_slope_, flow_slope_, opening_slope_;
  Matrix parent_, persistence_, opening_aum_, own_shock_;
  Matrix covariance_;  // of the flows given the sums so far
};

}  // namespace ebbtide
