#include "backtest/scoring.h"

#include <algorithm>

#include "random/boost_draws.h"
#include "stats/crps.h"
#include "stats/interval_score.h"
#include "stats/multivariate_score.h"
#include "stats/pit.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestDraws = 2;
constexpr double kVariogramOrder = 0.5;

std::vector<double> sorted_copy(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

// The same for every model of an origin and horizon.
double pit_uniform(const Origin& origin, int weeks) {
  DrawPlace place;
  place.path = static_cast<std::uint64_t>(weeks);
  place.purpose = Purpose::rival;
  PlaceEngine draws(origin.seed, place);
  return uniform_open01_draw(draws);
}

// Pairs belong to none.
std::optional<Level> level_of(const SeriesKey& key) {
  if (key.is_cell()) return Level::cells;
  for (const auto& [dimension, level] :
       {std::pair(Dimension::asset, Level::assets), std::pair(Dimension::region, Level::regions),
        std::pair(Dimension::issuer, Level::issuers)}) {
    if (key == margin_key(dimension, key.part(dimension))) return level;
  }
  return std::nullopt;
}

class Scorer {
 public:
  Scorer(const Origin& origin, const ScoredForecast& scored, const BacktestDefinition& definition)
      : origin_(origin), scored_(scored), definition_(definition), columns_(fund_columns(origin.funds())) {}

  std::vector<ScoreRow> rows() {
    for (const Level level : definition_.levels) {
      if (level == Level::total) {
        total();
      } else {
        members(level);
      }
    }
    return std::move(rows_);
  }

 private:
  void add(Level level, const std::string& member, const std::string& target, const std::string& score,
           const std::string& unit, double value) {
    rows_.push_back({scored_.model, scored_.track, origin_.as_of, scored_.weeks, scored_.outcome.target_week, level,
                     member, target, score, unit, value});
  }

  void total() {
    const Forecast& forecast = scored_.forecast;
    if (scored_.outcome.flow_musd) {
      univariate(Level::total, "", "cumulative_net_flow", forecast.flow_musd, *scored_.outcome.flow_musd);
      tail(forecast.flow_musd, *scored_.outcome.flow_musd);
    }
    if (scored_.outcome.aum_musd) univariate(Level::total, "", "aum", forecast.aum_musd, *scored_.outcome.aum_musd);
  }

  // In USD, and of the total in % of the AUM at the origin too.
  void add_amount(Level level, const std::string& member, const std::string& target, ScoreKind kind, double value) {
    const std::string score(score_kind_text(kind));
    add(level, member, target, score, "musd", value);
    if (level == Level::total) add(level, member, target, score, "%", 100.0 * value / origin_.opening_aum_musd());
  }

  void univariate(Level level, const std::string& member, const std::string& target, const std::vector<double>& draws,
                  double came) {
    if (draws.size() < kFewestDraws) return;
    const std::size_t group = scored_.forecast.group_size;
    const bool wants_wis = definition_.has(ScoreKind::wis) && level == Level::total;
    std::vector<double> sorted;
    if (wants_wis || (group == 1 && definition_.has(ScoreKind::crps))) sorted = sorted_copy(draws);
    if (definition_.has(ScoreKind::crps)) {
      const double crps = group > 1 ? grouped_fair_crps(draws, group, came) : fair_crps(sorted, came);
      add_amount(level, member, target, ScoreKind::crps, crps);
    }
    if (wants_wis) add_amount(level, member, target, ScoreKind::wis, hub_interval_score(sorted, came));
    if (!definition_.has(ScoreKind::pit)) return;
    add(level, member, target, "pit", "", randomised_pit(draws, came, pit_uniform(origin_, scored_.weeks)));
  }

  // Below the lowest tenth of what past windows brought.
  void tail(const std::vector<double>& draws, double came) {
    if (!definition_.has(ScoreKind::tail_crps) || !scored_.tail_threshold_musd || draws.size() < kFewestDraws) return;
    add_amount(Level::total, "", "cumulative_net_flow", ScoreKind::tail_crps,
               lower_tail_crps(sorted_copy(draws), came, *scored_.tail_threshold_musd));
  }

  void members(Level level) {
    const Forecast& forecast = scored_.forecast;
    for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m) {
      if (level_of(columns_[m].key) != level || !scored_.outcome.member_flow_musd[m]) continue;
      univariate(level, key_text(columns_[m].key), "cumulative_net_flow", forecast.member_flow_musd[m],
                 *scored_.outcome.member_flow_musd[m]);
    }
    if (definition_.has(ScoreKind::energy) || definition_.has(ScoreKind::variogram)) together(level);
  }

  // The first draws of every member that is known, in % of the AUM at the origin.
  void together(Level level) {
    const Forecast& forecast = scored_.forecast;
    const double percent = 100.0 / origin_.opening_aum_musd();
    std::vector<std::size_t> members;
    std::vector<double> came;
    const std::vector<MemberPosterior>& named = origin_.funds().members;
    for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m) {
      const auto& outcome = scored_.outcome.member_flow_musd[m];
      const bool residual = m < named.size() && named[m].residual;
      if (level_of(columns_[m].key) != level || residual || !outcome) continue;
      members.push_back(m);
      came.push_back(percent * *outcome);
    }
    if (members.size() < 2) return;
    std::size_t count = kEnergyDraws;
    for (const std::size_t m : members) count = std::min(count, forecast.member_flow_musd[m].size());
    if (count <= forecast.group_size) return;
    std::vector<double> draws;
    draws.reserve(count * members.size());
    for (std::size_t i = 0; i < count; ++i) {
      for (const std::size_t m : members) draws.push_back(percent * forecast.member_flow_musd[m][i]);
    }
    if (definition_.has(ScoreKind::energy))
      add(level, "", "cumulative_net_flow", "energy", "%", grouped_fair_energy_score(draws, forecast.group_size, came));
    // It grows where draws are few, so that only models with as many draws can be compared by it.
    if (definition_.has(ScoreKind::variogram) && count >= std::min<std::uint64_t>(kEnergyDraws, definition_.paths))
      add(level, "", "cumulative_net_flow", "variogram", "%", variogram_score(draws, came, kVariogramOrder));
  }

  const Origin& origin_;
  const ScoredForecast& scored_;
  const BacktestDefinition& definition_;
  std::vector<FundColumn> columns_;
  std::vector<ScoreRow> rows_;
};

}  // namespace

Outcome outcome_of(const RealisedWeeks& realised, Date week_one, int weeks, const std::vector<FundColumn>& columns) {
  Outcome outcome;
  outcome.target_week = add_weeks(week_one, weeks - 1);
  outcome.flow_musd = realised.cumulative_flow({}, week_one, weeks);
  if (const RealisedWeek* last = realised.find(outcome.target_week)) outcome.aum_musd = last->aum_musd;
  for (const FundColumn& column : columns)
    outcome.member_flow_musd.push_back(realised.cumulative_flow(column.key, week_one, weeks));
  return outcome;
}

std::vector<ScoreRow> score_forecast(const Origin& origin, const ScoredForecast& scored,
                                     const BacktestDefinition& definition) {
  return Scorer(origin, scored, definition).rows();
}

}  // namespace ebbtide
