#include "backtest/linear_pool.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/contract.h"
#include "stats/linear_pool.h"

namespace ebbtide {
namespace {

// Of the total: origin, track, weeks, target, score, model. Amounts in million USD.
using ScoreKey = std::tuple<Date, Track, int, std::string, std::string, std::string>;
using ScoreMap = std::map<ScoreKey, double>;

ScoreMap total_scores(const std::vector<ScoreRow>& scores) {
  ScoreMap values;
  for (const ScoreRow& row : scores) {
    if (row.level == Level::total && row.unit != "%")
      values[{row.origin, row.track, row.weeks, row.target, row.score, row.model}] = row.value;
  }
  return values;
}

class PoolPass {
 public:
  PoolPass(const std::vector<ScoreRow>& scores, std::string_view engine, const std::vector<PoolDistance>& distances)
      : values_(total_scores(scores)), engine_(engine), distances_(distances) {}

  PoolScores run() {
    for (const PoolDistance& place : distances_) {
      const double weight = learn(place);
      add(place, ScoreKind::crps, pooled_score(pair(place, ScoreKind::crps, place.crps_musd), weight));
      if (place.tail_crps_musd && has(place, ScoreKind::tail_crps)) {
        add(place, ScoreKind::tail_crps,
            pooled_score(pair(place, ScoreKind::tail_crps, *place.tail_crps_musd), weight));
      }
      // Shares of the laws below the outcome: they add up as the laws do.
      if (has(place, ScoreKind::pit))
        add(place, ScoreKind::pit, pooled_score(pair(place, ScoreKind::pit, 0.0), weight));
    }
    return std::move(result_);
  }

 private:
  double learn(const PoolDistance& place) {
    std::vector<PooledForecast> past;
    for (const PoolDistance& each : distances_) {
      const bool is_alike = each.track == place.track && each.weeks == place.weeks && each.target == place.target;
      if (!is_alike || each.published > place.origin) continue;
      const double percent = 100.0 / each.opening_aum_musd;
      const PooledForecast musd = pair(each, ScoreKind::crps, each.crps_musd);
      past.push_back({percent * musd.first_score, percent * musd.second_score, percent * musd.distance});
    }
    const double weight = past.size() < kFewestPoolForecasts ? 0.5 : best_pool_weight(past);
    result_.weights.push_back({place.track, place.origin, place.weeks, place.target, past.size(), weight});
    return weight;
  }

  ScoreKey key(const PoolDistance& place, ScoreKind kind, std::string_view model) const {
    return {place.origin,      place.track, place.weeks, place.target, std::string(score_kind_text(kind)),
            std::string(model)};
  }

  bool has(const PoolDistance& place, ScoreKind kind) const { return values_.contains(key(place, kind, engine_)); }

  PooledForecast pair(const PoolDistance& place, ScoreKind kind, double distance) const {
    const auto own = values_.find(key(place, kind, engine_));
    const auto partner = values_.find(key(place, kind, pool_partner(place.track)));
    EBBTIDE_REQUIRE(own != values_.end() && partner != values_.end());
    return {own->second, partner->second, distance};
  }

  void add(const PoolDistance& place, ScoreKind kind, double value) {
    const auto append = [&](const char* unit, double amount) {
      result_.scores.push_back({kLinearPool, place.track, place.origin, place.weeks, place.target_week, Level::total,
                                "", place.target, std::string(score_kind_text(kind)), unit, amount});
    };
    if (kind == ScoreKind::pit) {
      append("", value);
    } else {
      append("musd", value);
      append("%", 100.0 * value / place.opening_aum_musd);
    }
  }

  ScoreMap values_;
  std::string_view engine_;
  const std::vector<PoolDistance>& distances_;
  PoolScores result_;
};

std::vector<double> below(std::vector<double> draws, double threshold) {
  for (double& draw : draws) draw = std::min(draw, threshold);
  return draws;
}

}  // namespace

std::string_view pool_partner(Track track) {
  return track == Track::macro_and_prices ? "ar1_t_return" : "ar1_t";
}

std::vector<PoolDistance> pool_distances(const Forecast& engine, const Forecast& partner, PoolDistance place,
                                         std::optional<double> tail_threshold_musd) {
  const auto distance = [&](const std::vector<double>& own, const std::vector<double>& other) {
    return fair_cramer_distance({own, engine.group_size}, {other, partner.group_size});
  };
  std::vector<PoolDistance> distances;
  if (!engine.flow_musd.empty() && !partner.flow_musd.empty()) {
    PoolDistance of_flow = place;
    of_flow.target = "cumulative_net_flow";
    of_flow.crps_musd = distance(engine.flow_musd, partner.flow_musd);
    if (tail_threshold_musd) {
      of_flow.tail_crps_musd =
          distance(below(engine.flow_musd, *tail_threshold_musd), below(partner.flow_musd, *tail_threshold_musd));
    }
    distances.push_back(std::move(of_flow));
  }
  if (!engine.aum_musd.empty() && !partner.aum_musd.empty()) {
    place.target = "aum";
    place.crps_musd = distance(engine.aum_musd, partner.aum_musd);
    distances.push_back(std::move(place));
  }
  return distances;
}

PoolScores pool_scores(const std::vector<ScoreRow>& scores, std::string_view engine,
                       const std::vector<PoolDistance>& distances) {
  return PoolPass(scores, engine, distances).run();
}

}  // namespace ebbtide
