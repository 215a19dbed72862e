#include "stats/rank_search.h"

#include <algorithm>
#include <limits>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr std::size_t kParts = 64;

}  // namespace

RankSearch::RankSearch(const PilotBins& bins, std::span<const std::uint32_t> counts, ValueRange range,
                       std::span<const std::size_t> ranks)
    : bins_(bins) {
  EBBTIDE_REQUIRE(counts.size() >= bins.size());
  std::vector<std::size_t> wanted(ranks.begin(), ranks.end());
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  auto next = wanted.begin();
  std::uint64_t before = 0;
  for (std::size_t bin = 0; bin < bins.size() && next != wanted.end(); ++bin) {
    const std::uint64_t end = before + counts[bin];
    if (*next < end) {
      const PilotBins::Ends ends = bins.ends(bin);
      const double least = range.least, greatest = range.greatest;
      Interval interval;
      interval.bin = static_cast<std::uint16_t>(bin);
      interval.least = static_cast<float>(std::clamp(ends.from, least, greatest));
      interval.greatest = static_cast<float>(std::clamp(ends.to, least, greatest));
      interval.first_rank = before;
      interval.count = counts[bin];
      for (; next != wanted.end() && *next < end; ++next) interval.ranks.push_back(*next);
      intervals_.push_back(std::move(interval));
    }
    before = end;
  }
  EBBTIDE_REQUIRE(next == wanted.end());
}

std::uint64_t RankSearch::open() const {
  std::uint64_t open = 0;
  for (const Interval& interval : intervals_) open += interval.count;
  return open;
}

void RankSearch::begin(bool hold) {
  hold_ = hold;
  wanted_.assign(bins_.size(), 0);
  for (Interval& interval : intervals_) {
    wanted_[interval.bin] = 1;
    if (hold) {
      interval.held.reserve(interval.count);
    } else {
      constexpr float kInfinity = std::numeric_limits<float>::infinity();
      interval.parts.assign(kParts, {0, kInfinity, -kInfinity});
    }
  }
}

std::size_t RankSearch::Interval::part_of(float value) const {
  const double width = static_cast<double>(greatest) - static_cast<double>(least);
  if (!(width > 0.0)) return 0;
  const double place = (static_cast<double>(value) - static_cast<double>(least)) / width;
  return static_cast<std::size_t>(std::clamp(place, 0.0, 1.0) * static_cast<double>(kParts - 1));
}

void RankSearch::add(float value, Interval& interval) const {
  if (hold_) {
    interval.held.push_back(value);
    return;
  }
  Part& part = interval.parts[interval.part_of(value)];
  ++part.count;
  part.least = std::min(part.least, value);
  part.greatest = std::max(part.greatest, value);
}

void RankSearch::add(std::span<const float> values) {
  scratch_.resize(values.size());
  places_.resize(values.size());
  bins_.assign(values, scratch_);
  std::size_t found = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    places_[found] = static_cast<std::uint32_t>(i);
    found += wanted_[scratch_[i]];
  }
  for (std::size_t i = 0; i < found; ++i) {
    const std::uint16_t bin = scratch_[places_[i]];
    const float value = values[places_[i]];
    for (Interval& interval : intervals_) {
      if (interval.bin == bin && (interval.whole_bin || (interval.least <= value && value <= interval.greatest)))
        add(value, interval);
    }
  }
}

void RankSearch::end() {
  std::vector<Interval> narrower;
  for (Interval& interval : intervals_) {
    if (!hold_) {
      narrow(interval, narrower);
      continue;
    }
    EBBTIDE_REQUIRE(interval.held.size() == interval.count);
    std::sort(interval.held.begin(), interval.held.end());
    for (const std::size_t rank : interval.ranks) found_[rank] = interval.held[rank - interval.first_rank];
  }
  intervals_ = std::move(narrower);
}

void RankSearch::narrow(const Interval& interval, std::vector<Interval>& narrower) {
  std::uint64_t before = interval.first_rank;
  auto next = interval.ranks.begin();
  for (const Part& part : interval.parts) {
    Interval inside;
    inside.bin = interval.bin;
    inside.least = part.least;
    inside.greatest = part.greatest;
    inside.first_rank = before;
    inside.count = part.count;
    inside.whole_bin = false;
    before += part.count;
    for (; next != interval.ranks.end() && *next < before; ++next) {
      if (part.least == part.greatest) {
        found_[*next] = part.least;
      } else {
        inside.ranks.push_back(*next);
      }
    }
    if (!inside.ranks.empty()) narrower.push_back(std::move(inside));
  }
  EBBTIDE_REQUIRE(next == interval.ranks.end() && before == interval.first_rank + interval.count);
}

}  // namespace ebbtide
