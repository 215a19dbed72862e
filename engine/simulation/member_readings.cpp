#include "simulation/member_readings.h"

#include <bit>
#include <limits>

#include "core/contract.h"
#include "parallel/scratch_pool.h"
#include "stats/weighted_summary.h"

namespace ebbtide {
namespace {

// Whole cache lines of samples, so that columns do not share one.
constexpr std::size_t whole_lines(std::size_t paths) {
  return (paths + kLanes - 1) / kLanes * kLanes;
}

EBBTIDE_VECTOR_WIDTHS
void add_inflows(const Lanes& flow, Lanes& count) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) count[lane] += flow[lane] > 0.0 ? 1.0 : 0.0;
}

EBBTIDE_VECTOR_WIDTHS
void add_lanes(const Lanes& from, Lanes& to) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) to[lane] += from[lane];
}

// One bit by lane: values above zero.
EBBTIDE_VECTOR_WIDTHS
std::uint32_t bits_above_zero(const Lanes& values) {
  std::uint32_t bits = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    bits |= static_cast<std::uint32_t>(values[lane] > 0.0 ? 1 : 0) << lane;
  return bits;
}

EBBTIDE_VECTOR_WIDTHS
void difference(const Lanes& left, const Lanes& right, Lanes& result) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) result[lane] = left[lane] - right[lane];
}

EBBTIDE_VECTOR_WIDTHS
void percent_of(const Lanes& part, const Lanes& whole, Lanes& result) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double percent = 100.0 * part[lane] / whole[lane];
    result[lane] = whole[lane] > 0.0 ? percent : 0.0;
  }
}

// Weight of the group's paths whose bits are set.
double weight_of(std::uint32_t bits, const double* weights) {
  if (weights == nullptr) return std::popcount(bits);
  double sum = 0.0;
  for (; bits != 0; bits &= bits - 1) sum += weights[std::countr_zero(bits)];
  return sum;
}

}  // namespace

MemberReadings::MemberReadings(const Model& model, std::uint64_t paths, std::size_t group_size)
    : paths_(static_cast<std::size_t>(paths)), group_size_(group_size), stride_(whole_lines(paths_)) {
  static_assert(std::numeric_limits<Bits>::digits >= static_cast<int>(kLanes));
  if (!model.calibration->funds) return;
  funds_ = &*model.calibration->funds;
  weeks_ = static_cast<std::size_t>(model.horizon_weeks);
  groups_ = (paths_ + group_size_ - 1) / group_size_;
  for (const Dimension dimension : kDimensions) {
    Side side{{}, dimension};
    for (std::size_t m = 0; m < funds_->members.size(); ++m) {
      const MemberPosterior& member = funds_->members[m];
      if (member.dimension != dimension) continue;
      if (!member.residual) side.members.push_back(m);
      if (member.aum_status == AumStatus::none) continue;
      shares_.push_back({m, 0});
      if (weeks_ > 1) shares_.push_back({m, static_cast<int>(weeks_) - 1});
    }
    EBBTIDE_REQUIRE(side.members.size() <= std::numeric_limits<std::uint8_t>::max());
    if (side.members.size() < 2) continue;
    named_.insert(named_.end(), side.members.begin(), side.members.end());
    sides_.push_back(std::move(side));
  }
  counts_.resize(sides_.size() * weeks_ * paths_);
  signs_.resize(windows() * named_.size() * kSigns * groups_);
  share_sums_.resize(shares_.size() * groups_);
}

void MemberReadings::read(const GroupPaths& group, std::span<const double> weights) {
  if (funds_ == nullptr) return;
  count_inflows(group);
  mark_signs(group);
  take_shares(group, weights);
}

void MemberReadings::count_inflows(const GroupPaths& group) {
  for (std::size_t side = 0; side < sides_.size(); ++side) {
    for (std::size_t week = 0; week < weeks_; ++week) {
      Lanes count{};
      for (const std::size_t member : sides_[side].members) add_inflows(group.funds.flow.at(week, member), count);
      std::uint8_t* out = counts_.data() + (side * weeks_ + week) * paths_ + group.first_path;
      for (std::size_t lane = 0; lane < group.lanes; ++lane) out[lane] = static_cast<std::uint8_t>(count[lane]);
    }
  }
}

void MemberReadings::mark_signs(const GroupPaths& group) {
  const std::uint32_t in_use = (std::uint32_t{1} << group.lanes) - 1;
  for (std::size_t window = 0; window < windows(); ++window) {
    const std::size_t last = window == 0 ? 1 : weeks_;
    Lanes total{};
    for (std::size_t week = 0; week < last; ++week) add_lanes(group.funds.total.at(week, FundPaths::kFlow), total);
    for (std::size_t named = 0; named < named_.size(); ++named) {
      Lanes own{}, gap;
      for (std::size_t week = 0; week < last; ++week) add_lanes(group.funds.flow.at(week, named_[named]), own);
      const auto mark = [&](Sign sign, const Lanes& values) {
        signs(window, named, sign)[group.group] = static_cast<Bits>(bits_above_zero(values) & in_use);
      };
      const Lanes zero{};
      mark(kGains, own);
      difference(zero, own, gap);
      mark(kLoses, gap);
      difference(total, own, gap);
      mark(kOthersGain, gap);
      difference(own, total, gap);
      mark(kOthersLose, gap);
    }
  }
}

void MemberReadings::take_shares(const GroupPaths& group, std::span<const double> weights) {
  for (std::size_t column = 0; column < shares_.size(); ++column) {
    const auto week = static_cast<std::size_t>(shares_[column].week);
    Lanes share;
    percent_of(group.funds.aum.at(week, shares_[column].member), group.funds.total.at(week, FundPaths::kAum), share);
    float* out = share_samples_ + column * stride_ + group.first_path;
    double sum = 0.0;
    for (std::size_t lane = 0; lane < group.lanes; ++lane) {
      out[lane] = static_cast<float>(share[lane]);
      sum += weights.empty() ? share[lane] : weights[group.first_path + lane] * share[lane];
    }
    share_sums_[column * groups_ + group.group] = sum;
  }
}

BreadthWeek MemberReadings::breadth_week(std::size_t side, std::size_t week, std::span<const double> weights,
                                         std::span<const double> group_weights) const {
  const std::size_t members = sides_[side].members.size();
  const std::uint8_t* counts = counts_.data() + (side * weeks_ + week) * paths_;
  BreadthWeek result;
  result.probability.resize(members + 1);
  std::vector<double> mean(groups_), none(groups_), most(groups_), all(groups_);
  double total = 0.0;
  for (std::size_t path = 0; path < paths_; ++path) {
    const std::size_t group = path / group_size_, count = counts[path];
    const double weight = weights.empty() ? 1.0 : weights[path];
    total += weight;
    result.probability[count] += weight;
    mean[group] += weight * static_cast<double>(count);
    if (count == 0) none[group] += weight;
    if (2 * count > members) most[group] += weight;
    if (count == members) all[group] += weight;
  }
  for (double& probability : result.probability) probability /= total;
  result.mean = grouped_mean({mean, group_weights});
  result.none = grouped_mean({none, group_weights});
  result.most = grouped_mean({most, group_weights});
  result.all = grouped_mean({all, group_weights});
  return result;
}

std::vector<Rotation> MemberReadings::rotations(std::size_t window, std::span<const double> weights,
                                                std::span<const double> group_weights, const Executor& executor) const {
  struct Pair {
    const Bits* loses;
    const Bits* gains;
  };
  std::vector<Pair> pairs;
  std::vector<Rotation> result;
  std::size_t first = 0;
  for (const Side& side : sides_) {
    const std::size_t end = first + side.members.size();
    for (std::size_t a = first; a < end; ++a) {
      result.push_back({named_[a], std::nullopt, {}});
      pairs.push_back({signs(window, a, kLoses), signs(window, a, kOthersGain)});
      result.push_back({std::nullopt, named_[a], {}});
      pairs.push_back({signs(window, a, kOthersLose), signs(window, a, kGains)});
      for (std::size_t b = first; b < end; ++b) {
        if (a == b) continue;
        result.push_back({named_[a], named_[b], {}});
        pairs.push_back({signs(window, a, kLoses), signs(window, b, kGains)});
      }
    }
    first = end;
  }
  ScratchPool<std::vector<double>> scratch([this] { return std::make_unique<std::vector<double>>(groups_); });
  executor.for_blocks(pairs.size(), [&](std::size_t i) {
    const auto sums = scratch.borrow();
    for (std::size_t group = 0; group < groups_; ++group) {
      const auto both = static_cast<std::uint32_t>(pairs[i].loses[group] & pairs[i].gains[group]);
      (*sums)[group] = weight_of(both, weights.empty() ? nullptr : weights.data() + group * group_size_);
    }
    result[i].probability = grouped_mean({*sums, group_weights});
  });
  return result;
}

MemberStatistics MemberReadings::summarise(std::span<const double> weights, std::span<const double> group_weights,
                                           const RealisedShare& realised, const Executor& executor) const {
  MemberStatistics result;
  if (funds_ == nullptr) return result;
  for (const Side& side : sides_) {
    result.breadth.push_back({side.dimension, side.members, std::vector<BreadthWeek>(weeks_)});
  }
  executor.for_blocks(sides_.size() * weeks_, [&](std::size_t i) {
    const std::size_t side = i / weeks_, week = i % weeks_;
    result.breadth[side].weeks[week] = breadth_week(side, week, weights, group_weights);
  });
  result.first_week = rotations(0, weights, group_weights, executor);
  if (windows() > 1) result.whole_horizon = rotations(1, weights, group_weights, executor);
  result.market_shares.resize(shares_.size());
  ScratchPool<WeightedSummaryScratch> scratch([] { return std::make_unique<WeightedSummaryScratch>(); });
  executor.for_blocks(shares_.size(), [&](std::size_t column) {
    MarketShare& share = result.market_shares[column];
    share.member = shares_[column].member;
    share.week = shares_[column].week;
    share.opening = 100.0 * funds_->members[share.member].opening_aum_musd / funds_->opening_aum_musd;
    const std::span<const float> samples{share_samples_ + column * stride_, paths_};
    const std::span<const double> sums{share_sums_.data() + column * groups_, groups_};
    share.summary = summarise_column(samples, sums, weights, group_size_, *scratch.borrow());
    if (realised) share.realised = realised(share.member, share.week);
    if (share.realised) share.percentile = 100.0 * fraction_below(samples, weights, *share.realised);
  });
  return result;
}

}  // namespace ebbtide
