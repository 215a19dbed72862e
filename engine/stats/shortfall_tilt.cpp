#include "stats/shortfall_tilt.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/contract.h"
#include "core/error.h"
#include "stats/weighted_order.h"
#include "stats/weighted_pass.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kCoarseSteps = 12;  // of the first look over all thresholds
constexpr int kRounds = 20;               // over several views whose thresholds depend on each other
constexpr double kMet = 1e-9;             // of a view, relative to its column's range

struct Tail {
  double quantile = 0.0;
  double shortfall = 0.0;
};

Tail tail_of(std::span<const float> column, const PathWeights& weights, double share) {
  KeptSamples kept;
  keep_weighted(column, weights.values(), column.size(), kept);
  WeightedOrder order;
  order.assign(std::span(kept.samples).first(kept.count), std::span(kept.weights).first(kept.count));
  return {order.quantile(share), order.mean_between(0.0, share * order.total())};
}

// The values a tail may end at: every one that occurs but the greatest, ascending.
std::vector<float> tail_ends(std::span<const float> column, const PathWeights& prior) {
  KeptSamples kept;
  keep_weighted(column, prior.values(), column.size(), kept);
  std::vector<float> ends(kept.samples.begin(), kept.samples.begin() + static_cast<std::ptrdiff_t>(kept.count));
  if (!std::all_of(ends.begin(), ends.end(), [](float value) { return std::isfinite(value); }))
    throw NumericalError("a column that a view is about is not finite");
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  if (ends.size() > 1) ends.pop_back();
  return ends;
}

// The two columns of a shortfall at a threshold: the tail's indicator, and within it the distance to the view. Kept
// apart from the values themselves, so that far away ones lose no digits.
struct TailColumns {
  std::vector<double> inside;
  std::vector<double> excess;
  MomentBound share;
  MomentBound mean;

  TailColumns(const ShortfallBound& view, double threshold) : inside(view.column.size()), excess(view.column.size()) {
    const double centre = std::isfinite(view.at_least) ? view.at_least : view.at_most;
    for (std::size_t path = 0; path < inside.size(); ++path) {
      const double value = view.column[path];
      inside[path] = value <= threshold ? 1.0 : 0.0;
      excess[path] = value <= threshold ? value - centre : 0.0;
    }
    share = {std::span<const double>(inside), view.tail, view.tail};
    mean = {std::span<const double>(excess), view.tail * (view.at_least - centre), view.tail * (view.at_most - centre)};
  }
};

class ShortfallSearch {
 public:
  ShortfallSearch(const PathWeights& prior, std::span<const MomentBound> bounds, std::span<const ShortfallBound> views)
      : prior_(prior), bounds_(bounds), views_(views), thresholds_(views.size()) {
    for (const ShortfallBound& view : views) {
      EBBTIDE_REQUIRE(view.tail > 0.0 && view.tail < 1.0 && view.at_least <= view.at_most);
      EBBTIDE_REQUIRE(view.column.size() == prior.size());
      ends_.push_back(tail_ends(view.column, prior));
    }
  }

  ShortfallResult run() {
    TiltResult found = entropy_tilt(prior_, bounds_);
    if (auto refusal = out_of_range(found)) return {std::move(*refusal)};
    while (true) {
      if (auto* refusal = std::get_if<TiltRefusal>(&found)) return refused(std::move(*refusal));
      best_ = std::move(std::get<EntropyTilt>(found));
      const std::optional<std::size_t> violated = first_violated();
      if (!violated) return result();
      thresholds_[*violated] =
          end_near(*violated, tail_of(views_[*violated].column, best_->weights, views_[*violated].tail).quantile);
      best_.reset();
      start_.clear();
      if (auto refusal = settle()) {
        found = std::move(*refusal);
      } else {
        found = std::move(*best_);
      }
    }
  }

 private:
  // All that no path can give, of bounds and shortfalls together.
  std::optional<ShortfallRefusal> out_of_range(const TiltResult& found) const {
    TiltRefusal refusal{TiltRefusal::Reason::out_of_range, {}, {}};
    if (const auto* of_bounds = std::get_if<TiltRefusal>(&found)) {
      if (of_bounds->reason == TiltRefusal::Reason::no_paths) return ShortfallRefusal{*of_bounds};
      if (of_bounds->reason == TiltRefusal::Reason::out_of_range) refusal.bounds = of_bounds->bounds;
    }
    add_ranges(refusal);
    for (std::size_t j = 0; j < views_.size(); ++j) {
      const ReachableRange& range = refusal.reachable[bounds_.size() + j];
      if (views_[j].at_most < range.least || views_[j].at_least > range.greatest) {
        refusal.bounds.push_back(bounds_.size() + j);
      }
    }
    return refusal.bounds.empty() ? std::nullopt : std::optional(ShortfallRefusal{std::move(refusal)});
  }

  void add_ranges(TiltRefusal& refusal) const {
    refusal.reachable.clear();
    for (const MomentBound& bound : bounds_) refusal.reachable.push_back(reachable_range(prior_, bound.column));
    for (const std::vector<float>& ends : ends_) refusal.reachable.push_back({ends.front(), ends.back()});
  }

  // A refusal of the stacked bounds in the names of the call.
  ShortfallRefusal refused(TiltRefusal refusal) const {
    std::vector<std::size_t> names;
    for (std::size_t k = 0; k < bounds_.size(); ++k) names.push_back(k);
    for (std::size_t j = 0; j < views_.size(); ++j) {
      if (thresholds_[j]) names.insert(names.end(), 2, bounds_.size() + j);
    }
    for (std::size_t& bound : refusal.bounds) bound = names[bound];
    refusal.bounds.erase(std::unique(refusal.bounds.begin(), refusal.bounds.end()), refusal.bounds.end());
    refusal.reason = TiltRefusal::Reason::conflict;
    add_ranges(refusal);
    return {std::move(refusal)};
  }

  std::optional<std::size_t> first_violated() const {
    for (std::size_t j = 0; j < views_.size(); ++j) {
      if (thresholds_[j]) continue;
      const double shortfall = tail_of(views_[j].column, best_->weights, views_[j].tail).shortfall;
      const double slack = kMet * (static_cast<double>(ends_[j].back()) - ends_[j].front());
      if (shortfall < views_[j].at_least - slack || shortfall > views_[j].at_most + slack) return j;
    }
    return std::nullopt;
  }

  std::size_t end_near(std::size_t view, double value) const {
    const std::vector<float>& ends = ends_[view];
    const auto found = std::lower_bound(ends.begin(), ends.end(), value);
    return std::min(static_cast<std::size_t>(found - ends.begin()), ends.size() - 1);
  }

  TiltResult tilt_at(const std::vector<std::optional<std::size_t>>& thresholds) const {
    std::vector<TailColumns> tails;
    tails.reserve(views_.size());
    std::vector<MomentBound> bounds(bounds_.begin(), bounds_.end());
    for (std::size_t j = 0; j < views_.size(); ++j) {
      if (!thresholds[j]) continue;
      const TailColumns& tail = tails.emplace_back(views_[j], ends_[j][*thresholds[j]]);
      bounds.push_back(tail.share);
      bounds.push_back(tail.mean);
    }
    return entropy_tilt(prior_, bounds, start_);
  }

  // Relative entropy with the view's tail ending there, infinite where that cannot be; keeps the best.
  double entropy_at(std::size_t view, std::size_t end, std::optional<TiltRefusal>& refusal) {
    std::vector<std::optional<std::size_t>> thresholds = thresholds_;
    thresholds[view] = end;
    TiltResult found = tilt_at(thresholds);
    if (auto* refused = std::get_if<TiltRefusal>(&found)) {
      refusal = std::move(*refused);
      return kInfinity;
    }
    auto& tilt = std::get<EntropyTilt>(found);
    const double entropy = tilt.relative_entropy;
    start_ = tilt.multipliers;
    if (!best_ || entropy < best_->relative_entropy) {
      best_ = std::move(tilt);
      thresholds_ = std::move(thresholds);
    }
    return entropy;
  }

  // Searches every threshold in turn until none moves; a refusal where no threshold of one will do.
  std::optional<TiltRefusal> settle() {
    for (int round = 0; round < kRounds; ++round) {
      const auto before = thresholds_;
      std::size_t searched = 0;
      for (std::size_t j = 0; j < views_.size(); ++j) {
        if (!thresholds_[j]) continue;
        std::optional<TiltRefusal> refusal;
        search(j, refusal);
        ++searched;
        if (!best_) return refusal;
      }
      if (thresholds_ == before || searched < 2) break;
    }
    return std::nullopt;
  }

  // A coarse look on a scale that is fine near the least threshold, then golden section around the best.
  void search(std::size_t view, std::optional<TiltRefusal>& refusal) {
    const std::vector<float>& ends = ends_[view];
    const std::size_t first = std::isfinite(views_[view].at_least) ? end_near(view, views_[view].at_least) : 0;
    const double width = static_cast<double>(ends.size() - 1 - first);
    std::vector<std::size_t> looks = {first, std::max(*thresholds_[view], first)};
    for (std::size_t step = 1; step <= kCoarseSteps; ++step) {
      const double share = static_cast<double>(step) / static_cast<double>(kCoarseSteps);
      looks.push_back(first + static_cast<std::size_t>(std::llround(std::expm1(std::log1p(width) * share))));
    }
    for (std::size_t& look : looks) look = std::min(look, ends.size() - 1);
    std::sort(looks.begin(), looks.end());
    looks.erase(std::unique(looks.begin(), looks.end()), looks.end());
    std::size_t best = 0;
    double least = kInfinity;
    for (std::size_t i = 0; i < looks.size(); ++i) {
      const double entropy = entropy_at(view, looks[i], refusal);
      if (entropy >= least) continue;
      least = entropy;
      best = i;
    }
    if (least == kInfinity) return;
    refine(view, looks[best == 0 ? 0 : best - 1], looks[std::min(best + 1, looks.size() - 1)], refusal);
  }

  void refine(std::size_t view, std::size_t low, std::size_t high, std::optional<TiltRefusal>& refusal) {
    constexpr double kGolden = 0.6180339887498949;
    const auto inner = [&](double share) {
      return low + static_cast<std::size_t>(std::llround(share * static_cast<double>(high - low)));
    };
    std::size_t a = inner(1.0 - kGolden), b = inner(kGolden);
    double at_a = entropy_at(view, a, refusal), at_b = entropy_at(view, b, refusal);
    while (high - low > 4) {
      if (at_a <= at_b) {
        high = b;
        b = a;
        at_b = at_a;
        a = inner(1.0 - kGolden);
        at_a = entropy_at(view, a, refusal);
      } else {
        low = a;
        a = b;
        at_a = at_b;
        b = inner(kGolden);
        at_b = entropy_at(view, b, refusal);
      }
    }
    for (std::size_t end = low; end <= high; ++end) entropy_at(view, end, refusal);
  }

  ShortfallResult result() {
    ShortfallTilt result{std::move(*best_), {}, {}, {}};
    for (std::size_t j = 0; j < views_.size(); ++j) {
      const Tail tail = tail_of(views_[j].column, result.tilt.weights, views_[j].tail);
      result.binding.push_back(thresholds_[j].has_value());
      result.thresholds.push_back(thresholds_[j] ? static_cast<double>(ends_[j][*thresholds_[j]]) : tail.quantile);
      result.shortfalls.push_back(tail.shortfall);
    }
    return result;
  }

  const PathWeights& prior_;
  std::span<const MomentBound> bounds_;
  std::span<const ShortfallBound> views_;
  std::vector<std::vector<float>> ends_;                // by view
  std::vector<std::optional<std::size_t>> thresholds_;  // by view, place in its ends; none: not needed so far
  std::optional<EntropyTilt> best_;
  std::vector<double> start_;
};

}  // namespace

ShortfallResult shortfall_tilt(const PathWeights& prior, std::span<const MomentBound> bounds,
                               std::span<const ShortfallBound> shortfalls) {
  if (prior.diagnostics().all_excluded()) {
    return ShortfallRefusal{{TiltRefusal::Reason::no_paths, {}, {}}};
  }
  return ShortfallSearch(prior, bounds, shortfalls).run();
}

}  // namespace ebbtide
