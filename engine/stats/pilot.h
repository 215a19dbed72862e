// Some values of a column, known beforehand, in ascending order: bins and thresholds are laid out from them.
#pragma once

#include <span>
#include <vector>

namespace ebbtide {

class Pilot {
 public:
  // weights: by value, in any scale; empty where all are the same. At least one value counts, and those that do are
  // finite (NumericalError).
  explicit Pilot(std::span<const float> values, std::span<const double> weights = {});

  // Values that count, ascending, and the share of the weight up to and with each.
  const std::vector<float>& values() const { return values_; }
  const std::vector<double>& shares() const { return shares_; }
  double mean() const { return mean_; }
  // The least value with at least this share of the weight up to and with it.
  float quantile(double share) const;

 private:
  void sort_equal(std::span<const float> values);
  void sort_weighted(std::span<const float> values, std::span<const double> weights);

  std::vector<float> values_;
  std::vector<double> shares_;
  double mean_ = 0.0;
};

}  // namespace ebbtide
