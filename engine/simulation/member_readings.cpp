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

BreadthWeek breadth_week(const BreadthSums& sums, std::span<const double> group_weights) {
  BreadthWeek week;
  week.probability = sums.probability;
  for (double& probability : week.probability) probability /= sums.total;
  week.mean = grouped_mean({sums.mean, group_weights});
  week.none = grouped_mean({sums.none, group_weights});
  week.most = grouped_mean({sums.most, group_weights});
  week.all = grouped_mean({sums.all, group_weights});
  return week;
}

}  // namespace

MemberReadings::MemberReadings(const Model& model, std::size_t paths, std::size_t group_size)
    : paths_(paths), group_size_(group_size), stride_(whole_lines(paths)), group_stride_(groups()) {
  static_assert(std::numeric_limits<Bits>::digits >= static_cast<int>(kLanes));
  if (!model.calibration->funds) return;
  funds_ = &*model.calibration->funds;
  weeks_ = static_cast<std::size_t>(model.horizon_weeks);
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
  counts_.resize(sides_.size() * weeks_ * stride_);
  signs_.resize(windows() * named_.size() * kSigns * group_stride_);
  share_sums_.resize(shares_.size() * group_stride_);
}

std::size_t MemberReadings::path_bytes() const {
  const std::size_t of_groups = windows() * named_.size() * kSigns * sizeof(Bits) + shares_.size() * sizeof(double);
  return sides_.size() * weeks_ + shares_.size() * sizeof(float) + (of_groups + group_size_ - 1) / group_size_;
}

void MemberReadings::begin(std::uint64_t first_path, std::size_t paths) {
  EBBTIDE_REQUIRE(paths <= stride_ && first_path % group_size_ == 0);
  first_path_ = first_path;
  paths_ = paths;
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
      std::uint8_t* out = counts_.data() + (side * weeks_ + week) * stride_ + (group.first_path - first_path_);
      for (std::size_t lane = 0; lane < group.lanes; ++lane) out[lane] = static_cast<std::uint8_t>(count[lane]);
    }
  }
}

void MemberReadings::mark_signs(const GroupPaths& group) {
  const std::uint32_t in_use = (std::uint32_t{1} << group.lanes) - 1;
  const std::size_t place = (group.first_path - first_path_) / group_size_;
  for (std::size_t window = 0; window < windows(); ++window) {
    const std::size_t last = window == 0 ? 1 : weeks_;
    Lanes total{};
    for (std::size_t week = 0; week < last; ++week) add_lanes(group.funds.total.at(week, FundPaths::kFlow), total);
    for (std::size_t named = 0; named < named_.size(); ++named) {
      Lanes own{}, gap;
      for (std::size_t week = 0; week < last; ++week) add_lanes(group.funds.flow.at(week, named_[named]), own);
      const auto mark = [&](Sign sign, const Lanes& values) {
        signs(window, named, sign)[place] = static_cast<Bits>(bits_above_zero(values) & in_use);
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
  const std::size_t path = group.first_path - first_path_;
  for (std::size_t column = 0; column < shares_.size(); ++column) {
    const auto week = static_cast<std::size_t>(shares_[column].week);
    Lanes share;
    percent_of(group.funds.aum.at(week, shares_[column].member), group.funds.total.at(week, FundPaths::kAum), share);
    float* out = share_samples_ + column * stride_ + path;
    double sum = 0.0;
    for (std::size_t lane = 0; lane < group.lanes; ++lane) {
      out[lane] = static_cast<float>(share[lane]);
      sum += weights.empty() ? share[lane] : weights[path + lane] * share[lane];
    }
    share_sums_[column * group_stride_ + path / group_size_] = sum;
  }
}

std::vector<BreadthLaw> MemberReadings::breadth() const {
  std::vector<BreadthLaw> laws;
  for (const Side& side : sides_) laws.push_back({side.dimension, side.members, std::vector<BreadthWeek>(weeks_)});
  return laws;
}

void MemberReadings::add_breadth(std::size_t side, std::size_t week, std::span<const double> weights,
                                 BreadthSums& sums) const {
  const std::size_t members = sides_[side].members.size();
  const std::uint8_t* counts = counts_.data() + (side * weeks_ + week) * stride_;
  sums.probability.resize(members + 1);
  for (std::vector<double>* of_groups : {&sums.mean, &sums.none, &sums.most, &sums.all}) of_groups->assign(groups(), 0);
  for (std::size_t path = 0; path < paths_; ++path) {
    const std::size_t group = path / group_size_, count = counts[path];
    const double weight = weights.empty() ? 1.0 : weights[path];
    sums.total += weight;
    sums.probability[count] += weight;
    sums.mean[group] += weight * static_cast<double>(count);
    if (count == 0) sums.none[group] += weight;
    if (2 * count > members) sums.most[group] += weight;
    if (count == members) sums.all[group] += weight;
  }
}

std::vector<RotationPair> MemberReadings::rotation_pairs() const {
  std::vector<RotationPair> pairs;
  std::size_t first = 0;
  for (const Side& side : sides_) {
    const std::size_t end = first + side.members.size();
    for (std::size_t a = first; a < end; ++a) {
      pairs.push_back({a, std::nullopt});
      pairs.push_back({std::nullopt, a});
      for (std::size_t b = first; b < end; ++b) {
        if (a != b) pairs.push_back({a, b});
      }
    }
    first = end;
  }
  return pairs;
}

Rotation MemberReadings::rotation_of(const RotationPair& pair) const {
  const auto member = [&](std::optional<std::size_t> named) { return named ? std::optional(named_[*named]) : named; };
  return {member(pair.loses), member(pair.gains), {}};
}

void MemberReadings::rotation_sums(std::size_t window, const RotationPair& pair, std::span<const double> weights,
                                   std::span<double> sums) const {
  EBBTIDE_REQUIRE(sums.size() == groups() && (pair.loses || pair.gains));
  const Bits* loses = pair.loses ? signs(window, *pair.loses, kLoses) : signs(window, *pair.gains, kOthersLose);
  const Bits* gains = pair.gains ? signs(window, *pair.gains, kGains) : signs(window, *pair.loses, kOthersGain);
  for (std::size_t group = 0; group < sums.size(); ++group) {
    const auto both = static_cast<std::uint32_t>(loses[group] & gains[group]);
    sums[group] = weight_of(both, weights.empty() ? nullptr : weights.data() + group * group_size_);
  }
}

MarketShare MemberReadings::share_of(std::size_t column) const {
  MarketShare share;
  share.member = shares_[column].member;
  share.week = shares_[column].week;
  share.opening = 100.0 * funds_->members[share.member].opening_aum_musd / funds_->opening_aum_musd;
  return share;
}

std::vector<Rotation> MemberReadings::rotations(std::size_t window, std::span<const double> weights,
                                                std::span<const double> group_weights, const Executor& executor) const {
  const std::vector<RotationPair> pairs = rotation_pairs();
  std::vector<Rotation> result(pairs.size());
  ScratchPool<std::vector<double>> scratch([this] { return std::make_unique<std::vector<double>>(groups()); });
  executor.for_blocks(pairs.size(), [&](std::size_t i) {
    const auto sums = scratch.borrow();
    rotation_sums(window, pairs[i], weights, *sums);
    result[i] = rotation_of(pairs[i]);
    result[i].probability = grouped_mean({*sums, group_weights});
  });
  return result;
}

MemberStatistics MemberReadings::summarise(std::span<const double> weights, std::span<const double> group_weights,
                                           const RealisedShare& realised, const Executor& executor) const {
  MemberStatistics result;
  if (funds_ == nullptr) return result;
  result.breadth = breadth();
  executor.for_blocks(sides_.size() * weeks_, [&](std::size_t i) {
    const std::size_t side = i / weeks_, week = i % weeks_;
    BreadthSums sums;
    add_breadth(side, week, weights, sums);
    result.breadth[side].weeks[week] = breadth_week(sums, group_weights);
  });
  result.first_week = rotations(0, weights, group_weights, executor);
  if (windows() > 1) result.whole_horizon = rotations(1, weights, group_weights, executor);
  result.market_shares.resize(shares_.size());
  ScratchPool<WeightedSummaryScratch> scratch([] { return std::make_unique<WeightedSummaryScratch>(); });
  executor.for_blocks(shares_.size(), [&](std::size_t column) {
    MarketShare& share = result.market_shares[column];
    share = share_of(column);
    share.summary = summarise_column(share_values(column), share_sums(column), weights, group_size_, *scratch.borrow());
    if (realised) share.realised = realised(share.member, share.week);
    if (share.realised) share.percentile = 100.0 * fraction_below(share_values(column), weights, *share.realised);
  });
  return result;
}

}  // namespace ebbtide
