#include "evaluation/moments.h"

#include <cmath>

#include "simulation/series.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 4000;
constexpr int kWeeks = 26;
constexpr int kSettledFrom = 8;
constexpr std::uint64_t kSeed = 1;

// Sums of a pair of values, for their correlation.
struct PairSums {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

  void add(double first, double second) { merge({1.0, first, second, first * first, second * second, first * second}); }
  void merge(const PairSums& other) {
    n += other.n;
    x += other.x;
    y += other.y;
    xx += other.xx;
    yy += other.yy;
    xy += other.xy;
  }
  double correlation() const {
    const double variance = (xx - x * x / n) * (yy - y * y / n);
    return n > 2 && variance > 0 ? (xy - x * y / n) / std::sqrt(variance) : 0.0;
  }
};

// Sums of a value's powers, of it with the value a week before, and of it with its companion.
struct Sums {
  double n = 0, x = 0, xx = 0, xxx = 0, xxxx = 0;
  PairSums before, companion;

  void add(double value) {
    ++n;
    x += value;
    xx += value * value;
    xxx += value * value * value;
    xxxx += value * value * value * value;
  }
  void merge(const Sums& other) {
    n += other.n;
    x += other.x;
    xx += other.xx;
    xxx += other.xxx;
    xxxx += other.xxxx;
    before.merge(other.before);
    companion.merge(other.companion);
  }
  Moments moments() const {
    Moments result;
    if (n < 2) return result;
    const double m = x / n;
    const double second = xx / n - m * m;
    const double fourth = xxxx / n - 4 * m * xxx / n + 6 * m * m * xx / n - 3 * m * m * m * m;
    result.mean = m;
    result.sd = std::sqrt(second * n / (n - 1));
    result.kurtosis = second > 0 ? fourth / (second * second) : 0.0;
    result.lag_correlation = before.correlation();
    result.return_correlation = companion.correlation();
    return result;
  }
};

struct Watched {
  Series series;
  Series companion;
  bool has_companion = false;
};

std::vector<Watched> watched_series(const Model& model) {
  const std::vector<Series> all = series_of(model);
  std::vector<Watched> result;
  const Series* bitcoin = nullptr;
  for (const Series& series : all) {
    if (series.target == Target::return_ && series.name == "bitcoin") bitcoin = &series;
  }
  for (const Series& series : all) {
    const bool total_flow = series.target == Target::net_flow_pct_aum && series.key.is_total();
    if (!total_flow && series.target != Target::factor && series.target != Target::return_) continue;
    result.push_back({series, bitcoin != nullptr ? *bitcoin : series, bitcoin != nullptr});
  }
  return result;
}

std::vector<Sums> simulate_sums(const Model& model, const std::vector<Watched>& watched, const Executor& executor) {
  const BlockSimulator simulator(model, kSeed, kPaths);
  std::vector<std::vector<Sums>> by_block(simulator.block_count(), std::vector<Sums>(watched.size()));
  executor.for_blocks(simulator.block_count(), [&](std::size_t block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t i = 0; i < watched.size(); ++i) {
        Lanes before, value, companion;
        evaluate_series(model, watched[i].series, kSettledFrom - 1, group, before);
        for (int week = kSettledFrom; week < kWeeks; ++week) {
          evaluate_series(model, watched[i].series, week, group, value);
          evaluate_series(model, watched[i].companion, week, group, companion);
          for (std::size_t lane = 0; lane < group.lanes; ++lane) {
            by_block[block][i].add(value[lane]);
            by_block[block][i].before.add(value[lane], before[lane]);
            if (watched[i].has_companion) by_block[block][i].companion.add(value[lane], companion[lane]);
          }
          before = value;
        }
      }
    });
  });
  std::vector<Sums> total(watched.size());
  for (const std::vector<Sums>& block : by_block) {
    for (std::size_t i = 0; i < watched.size(); ++i) total[i].merge(block[i]);
  }
  return total;
}

std::optional<double> historical_value(const Calibration& calibration, const HistoryView& view, const Series& series,
                                       Date week_end) {
  if (series.target != Target::net_flow_pct_aum) {
    const auto variable = view.market().index_of(series.name);
    return variable ? view.displayed(*variable, week_end) : std::nullopt;
  }
  for (std::size_t t = 1; t < calibration.weeks.size(); ++t) {
    const ReconstructedWeek& week = calibration.weeks[t];
    if (week.week_end != week_end || !week.flow_seen || calibration.weeks[t - 1].aum_musd <= 0.0) continue;
    return 100.0 * week.net_flow_musd / calibration.weeks[t - 1].aum_musd;
  }
  return std::nullopt;
}

Sums historical_sums(const Calibration& calibration, const HistoryView& view, const Watched& watched) {
  const Date first =
      watched.series.target == Target::net_flow_pct_aum ? view.universe().first_flow_week : view.market().first_week;
  Sums sums;
  for (Date week = first; week <= add_weeks(view.week_one(), -1); week = add_weeks(week, 1)) {
    const auto value = historical_value(calibration, view, watched.series, week);
    if (!value) continue;
    sums.add(*value);
    if (const auto before = historical_value(calibration, view, watched.series, add_weeks(week, -1))) {
      sums.before.add(*value, *before);
    }
    if (!watched.has_companion) continue;
    if (const auto companion = historical_value(calibration, view, watched.companion, week)) {
      sums.companion.add(*value, *companion);
    }
  }
  return sums;
}

Json json_of(const Moments& moments) {
  return {{"mean", moments.mean},
          {"sd", moments.sd},
          {"kurtosis", moments.kurtosis},
          {"correlation_with_week_before", moments.lag_correlation},
          {"correlation_with_bitcoin", moments.return_correlation}};
}

}  // namespace

std::vector<MomentComparison> compare_moments(const Calibration& calibration, const HistoryView& view,
                                              const Executor& executor) {
  Calibration compared = calibration;
  // Only the total is looked at: its law knows of assets, of no other member and of no cell.
  if (compared.funds) {
    compared.funds->cube.reset();
    std::erase_if(compared.funds->members,
                  [](const MemberPosterior& member) { return member.dimension != Dimension::asset; });
  }
  Model model;
  model.calibration = std::make_shared<const Calibration>(std::move(compared));
  model.horizon_weeks = kWeeks;
  model.lead_weeks = weeks_between(calibration.market.last_week, calibration.week_one) - 1;
  const std::vector<Watched> watched = watched_series(model);
  const std::vector<Sums> simulated = simulate_sums(model, watched, executor);
  std::vector<MomentComparison> result;
  for (std::size_t i = 0; i < watched.size(); ++i) {
    const Sums historical = historical_sums(calibration, view, watched[i]);
    const Series& series = watched[i].series;
    result.push_back({series.name.empty() ? std::string(target_text(series.target)) : series.name,
                      std::string(unit_text(series.unit)), static_cast<int>(historical.n), historical.moments(),
                      simulated[i].moments()});
  }
  return result;
}

Json moments_json(const std::vector<MomentComparison>& comparisons) {
  Json out = Json::array();
  for (const MomentComparison& each : comparisons) {
    out.push_back({{"series", each.series},
                   {"unit", each.unit},
                   {"weeks", each.weeks},
                   {"historical", json_of(each.historical)},
                   {"simulated", json_of(each.simulated)}});
  }
  return out;
}

}  // namespace ebbtide
