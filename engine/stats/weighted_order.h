// The ascending order of weighted floats, read as a step function: the value at a cumulative weight. Values are cut
// into bins by their order in one pass; a bin is sorted when a cut falls into it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ebbtide {

// Keeps its memory from one assignment to the next.
class WeightedOrder {
 public:
  // 1 to 2^32 - 1 values; every weight positive and finite. Both must stay where they are until the next assignment.
  void assign(std::span<const float> values, std::span<const double> weights);

  float lowest() const { return lowest_; }
  float highest() const { return highest_; }
  // Sum of the weights, and their effective number (sum w)^2 / sum w^2.
  double total() const { return bin_weights_.back(); }
  double effective_count() const { return effective_count_; }

  // Mean of the values between two cumulative weights, 0 <= from < to <= total(); a value that a cut goes through
  // counts in part. Exact where all values in between are equal.
  double mean_between(double from, double to);
  // Quantile p, clamped to [0, 1]: with n the effective count, the mean of the values between the shares p (n - 1) / n
  // and p (n - 1) / n + 1 / n of the total weight (Akinshin 2023). Equal weights make it Hyndman and Fan's type 7.
  double quantile(double probability);

 private:
  void sort_bin(std::size_t bin);
  std::span<const float> values_;
  std::span<const double> weights_;
  std::vector<std::uint32_t> order_;   // of the values, by bin
  std::vector<std::uint16_t> bin_of_;  // of every value, while they are assigned
  std::vector<std::uint32_t> bins_;    // first place of every bin, and their number at the end
  std::vector<double> bin_weights_;    // weight before every bin, and the total at the end
  std::vector<char> sorted_;           // by bin
  float lowest_ = 0.0f;
  float highest_ = 0.0f;
  double effective_count_ = 0.0;
};

}  // namespace ebbtide
