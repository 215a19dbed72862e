#include "stats/entropy_tilt.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/contract.h"
#include "core/error.h"
#include "stats/tilt_dual.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

ReachableRange range_over(std::span<const double> log_prior, const TiltColumn& column) {
  ReachableRange range{kInfinity, -kInfinity};
  bool finite = true;
  std::visit(
      [&](const auto& values) {
        for (std::size_t path = 0; path < log_prior.size(); ++path) {
          if (log_prior[path] == -kInfinity) continue;
          const double value = values[path];
          range.least = std::min(range.least, value);
          range.greatest = std::max(range.greatest, value);
          finite = finite && std::isfinite(value);
        }
      },
      column);
  if (!finite) throw NumericalError("a column that a view is about is not finite");
  return range;
}

void keep_only(std::vector<double>& log_prior, const TiltColumn& column, double value) {
  std::visit(
      [&](const auto& values) {
        for (std::size_t path = 0; path < log_prior.size(); ++path) {
          if (static_cast<double>(values[path]) != value) log_prior[path] = -kInfinity;
        }
      },
      column);
}

std::vector<double> normalised_log(const PathWeights& prior) {
  std::vector<double> log_prior(prior.log_weights().begin(), prior.log_weights().end());
  for (std::size_t path = 0; path < log_prior.size(); ++path) {
    log_prior[path] = prior.values()[path] > 0.0 ? log_prior[path] - prior.diagnostics().log_sum : -kInfinity;
  }
  return log_prior;
}

// The bounds at an end of their column's range are met by leaving paths out, which may bring others to an end of
// theirs.
class Faces {
 public:
  Faces(std::vector<double> log_prior, std::span<const MomentBound> bounds)
      : log_prior_(std::move(log_prior)), multipliers_(bounds.size(), 0.0), constant_(bounds.size(), false) {
    while (!conflict_ && pass(bounds)) {
    }
  }
  const std::vector<double>& log_prior() const { return log_prior_; }
  bool conflict() const { return conflict_; }
  // Infinite for the bounds met so, else 0.
  const std::vector<double>& multipliers() const { return multipliers_; }
  // The bounds that still have to be met.
  std::vector<std::size_t> open() const {
    std::vector<std::size_t> open;
    for (std::size_t k = 0; k < constant_.size(); ++k) {
      if (is_open(k)) open.push_back(k);
    }
    return open;
  }
  bool is_open(std::size_t k) const { return !constant_[k]; }

 private:
  bool pass(std::span<const MomentBound> bounds) {
    bool changed = false;
    for (std::size_t k = 0; k < bounds.size(); ++k) {
      if (constant_[k]) continue;
      const ReachableRange range = range_over(log_prior_, bounds[k].column);
      conflict_ = conflict_ || bounds[k].at_most < range.least || bounds[k].at_least > range.greatest;
      if (conflict_) return false;
      constant_[k] = range.least == range.greatest;
      if (constant_[k] || (bounds[k].at_most > range.least && bounds[k].at_least < range.greatest)) continue;
      const bool lowest = bounds[k].at_most == range.least;
      keep_only(log_prior_, bounds[k].column, lowest ? range.least : range.greatest);
      multipliers_[k] = lowest ? -kInfinity : kInfinity;
      constant_[k] = changed = true;
    }
    return changed;
  }
  std::vector<double> log_prior_;
  std::vector<double> multipliers_;
  std::vector<bool> constant_;
  bool conflict_ = false;
};

// The tilt, or nothing where the bounds contradict each other.
std::optional<EntropyTilt> tilt_within_ranges(const std::vector<double>& log_prior, std::span<const MomentBound> bounds,
                                              std::span<const double> start) {
  const Faces faces(log_prior, bounds);
  if (faces.conflict()) return std::nullopt;
  const std::vector<std::size_t> open = faces.open();
  std::vector<MomentBound> open_bounds;
  std::vector<double> open_start;
  for (const std::size_t k : open) {
    open_bounds.push_back(bounds[k]);
    if (!start.empty()) open_start.push_back(start[k]);
  }
  const TiltDual dual(faces.log_prior(), open_bounds);
  const TiltDual::Solution solution = dual.solve(open_start);
  if (!solution.reached) return std::nullopt;
  EntropyTilt tilt{PathWeights(dual.log_weights(solution)), faces.multipliers(), std::vector<double>(bounds.size()),
                   std::max(0.0, solution.multipliers.dot(solution.means) - solution.log_sum)};
  for (std::size_t k = 0; k < bounds.size(); ++k) {
    if (!faces.is_open(k)) tilt.means[k] = range_over(faces.log_prior(), bounds[k].column).least;
  }
  const std::vector<double> multipliers = dual.own_multipliers(solution), means = dual.own_means(solution);
  for (std::size_t i = 0; i < open.size(); ++i) {
    tilt.multipliers[open[i]] = multipliers[i];
    tilt.means[open[i]] = means[i];
  }
  return tilt;
}

// Bounds that contradict each other, none of which can be left out: from all, each is dropped that is not needed.
std::vector<std::size_t> least_conflict(const std::vector<double>& log_prior, std::span<const MomentBound> bounds) {
  std::vector<std::size_t> names(bounds.size());
  for (std::size_t k = 0; k < names.size(); ++k) names[k] = k;
  for (std::size_t at = 0; at < names.size();) {
    std::vector<MomentBound> others;
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (k != at) others.push_back(bounds[names[k]]);
    }
    if (tilt_within_ranges(log_prior, others, {})) {
      ++at;
    } else {
      names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
  return names;
}

}  // namespace

ReachableRange reachable_range(const PathWeights& prior, const TiltColumn& column) {
  EBBTIDE_REQUIRE(column_size(column) == prior.size() && !prior.diagnostics().all_excluded());
  return range_over(normalised_log(prior), column);
}

TiltResult entropy_tilt(const PathWeights& prior, std::span<const MomentBound> bounds, std::span<const double> start) {
  EBBTIDE_REQUIRE(start.empty() || start.size() == bounds.size());
  if (prior.diagnostics().all_excluded()) return TiltRefusal{TiltRefusal::Reason::no_paths, {}, {}};
  const std::vector<double> log_prior = normalised_log(prior);
  TiltRefusal refusal{TiltRefusal::Reason::out_of_range, {}, {}};
  for (std::size_t k = 0; k < bounds.size(); ++k) {
    EBBTIDE_REQUIRE(column_size(bounds[k].column) == prior.size() && bounds[k].at_least <= bounds[k].at_most);
    const ReachableRange range = range_over(log_prior, bounds[k].column);
    refusal.reachable.push_back(range);
    if (bounds[k].at_most < range.least || bounds[k].at_least > range.greatest) refusal.bounds.push_back(k);
  }
  if (!refusal.bounds.empty()) return refusal;
  if (auto tilt = tilt_within_ranges(log_prior, bounds, start)) {
    const auto& multipliers = tilt->multipliers;
    // Views that change nothing leave the prior its very bits.
    if (std::all_of(multipliers.begin(), multipliers.end(), [](double l) { return l == 0.0; })) tilt->weights = prior;
    return std::move(*tilt);
  }
  refusal.reason = TiltRefusal::Reason::conflict;
  refusal.bounds = least_conflict(log_prior, bounds);
  return refusal;
}

}  // namespace ebbtide
