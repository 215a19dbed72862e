#include "stats/confidence_set.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

// What all elimination steps share.
struct Resampled {
  std::vector<double> means;                    // by model
  std::vector<std::vector<double>> deviations;  // by model: resampled mean less mean
  std::vector<std::vector<double>> errors;      // s_ij

  std::size_t resamples() const { return deviations.front().size(); }
  // d_ij / s_ij; infinite for a difference without any variance, zero for none at all.
  double statistic(std::size_t i, std::size_t j) const {
    const double difference = means[i] - means[j];
    if (difference == 0.0) return 0.0;
    if (errors[i][j] > 0.0) return difference / errors[i][j];
    return std::copysign(std::numeric_limits<double>::infinity(), difference);
  }
};

// Differences that are all but constant leave rounding alone, which is no variance.
bool is_rounding(double error, double level) {
  return error <= 1e-13 * level;
}

Resampled resample(std::span<const std::vector<double>> scores, const ResampledWeeks& weeks) {
  Resampled result;
  for (const std::vector<double>& score : scores) {
    EBBTIDE_REQUIRE(score.size() == weeks.weeks());
    const double mean = std::accumulate(score.begin(), score.end(), 0.0) / static_cast<double>(score.size());
    if (!std::isfinite(mean)) throw NumericalError("model confidence set: a score is not finite");
    result.means.push_back(mean);
    result.deviations.push_back(weeks.means(score));
    for (double& value : result.deviations.back()) value -= mean;
  }
  const std::size_t models = scores.size();
  result.errors.assign(models, std::vector<double>(models));
  for (std::size_t i = 0; i < models; ++i) {
    for (std::size_t j = 0; j < models; ++j) {
      double squares = 0.0;
      for (std::size_t r = 0; r < weeks.resamples(); ++r) {
        const double deviation = result.deviations[i][r] - result.deviations[j][r];
        squares += deviation * deviation;
      }
      const double error = std::sqrt(squares / static_cast<double>(weeks.resamples()));
      const double level = std::abs(result.means[i]) + std::abs(result.means[j]);
      result.errors[i][j] = is_rounding(error, level) ? 0.0 : error;
    }
  }
  return result;
}

// How bad a model looks beside the one it loses to most clearly.
double worst_statistic(const Resampled& resampled, const std::vector<std::size_t>& left, std::size_t model) {
  double worst = -std::numeric_limits<double>::infinity();
  for (const std::size_t other : left) {
    if (other != model) worst = std::max(worst, resampled.statistic(model, other));
  }
  return worst;
}

// Share of resamples whose range statistic reaches the given one.
double equality_p_value(const Resampled& resampled, const std::vector<std::size_t>& left, double range) {
  std::size_t reached = 0;
  for (std::size_t r = 0; r < resampled.resamples(); ++r) {
    double largest = 0.0;
    for (const std::size_t i : left) {
      for (const std::size_t j : left) {
        if (!(resampled.errors[i][j] > 0.0)) continue;
        const double deviation = resampled.deviations[i][r] - resampled.deviations[j][r];
        largest = std::max(largest, deviation / resampled.errors[i][j]);
      }
    }
    reached += largest >= range ? 1 : 0;
  }
  return static_cast<double>(reached) / static_cast<double>(resampled.resamples());
}

}  // namespace

std::vector<ConfidenceSetEntry> model_confidence_set(std::span<const std::vector<double>> scores,
                                                     const ResampledWeeks& resampled) {
  EBBTIDE_REQUIRE(!scores.empty());
  const Resampled shared = resample(scores, resampled);
  std::vector<std::size_t> left(scores.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  std::vector<ConfidenceSetEntry> entries;
  double p_value = 0.0;
  while (left.size() > 1) {
    // The range over unordered pairs is the largest signed statistic, as every pair stands in both orders.
    const auto worst = std::max_element(left.begin(), left.end(), [&](std::size_t a, std::size_t b) {
      return worst_statistic(shared, left, a) < worst_statistic(shared, left, b);
    });
    p_value = std::max(p_value, equality_p_value(shared, left, worst_statistic(shared, left, *worst)));
    entries.push_back({*worst, p_value});
    left.erase(worst);
  }
  entries.push_back({left.front(), 1.0});
  return entries;
}

}  // namespace ebbtide
