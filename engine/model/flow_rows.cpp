#include "model/flow_rows.h"

#include "model/fund_linearisation.h"

namespace ebbtide {
namespace {

// The rows of pins, with the flows at the reference in `reference`.
FlowRows rows_around(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout, const Matrix& path,
                     const Vector& noise, FundLinearisation::Detail detail) {
  const std::size_t count = model.flow_pins.size();
  const auto rows = static_cast<Eigen::Index>(count);
  FlowRows result{Matrix(rows, path.size()), Vector(rows), Matrix(rows, layout.count()), Vector(rows)};
  FundLinearisation funds(model, theta, layout, path, noise, detail);
  std::size_t next = 0;
  for (int week = 0; week < layout.weeks(); ++week) {
    funds.open_week(week);
    for (; next < count && model.flow_pins[next].week == week; ++next) {
      const auto row = static_cast<Eigen::Index>(next);
      const FundLinearisation::PinnedFlow pinned = funds.pin(next);
      result.reference(row) = pinned.flow.value;
      result.sd(row) = pinned.sd;
      result.weights.row(row) = pinned.flow.slope.head(path.size()).transpose();
      result.noise.row(row) = pinned.flow.slope.tail(layout.count()).transpose();
      for (const FlowNoiseLayout::ErrorTerm& error : layout.errors_of(next))
        result.noise(row, error.normal) += error.sd;
    }
    funds.close_week();
  }
  return result;
}

}  // namespace

FlowRows linearise_flows(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout,
                         const Matrix& reference) {
  return rows_around(model, theta, layout, reference, Vector::Zero(layout.count()),
                     FundLinearisation::Detail::proposal);
}

FlowRows differentiate_flows(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout,
                             const Matrix& path, const Vector& noise) {
  return rows_around(model, theta, layout, path, noise, FundLinearisation::Detail::derivative);
}

}  // namespace ebbtide
