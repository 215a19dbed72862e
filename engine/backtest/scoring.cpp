#include "backtest/scoring.h"

#include <algorithm>
#include <cmath>

#include "backtest/joint_draws.h"
#include "random/boost_draws.h"
#include "stats/crps.h"
#include "stats/density_score.h"
#include "stats/interval_score.h"
#include "stats/multivariate_score.h"
#include "stats/pit.h"
#include "stats/sample_quantile.h"
#include "stats/tail_score.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestDraws = 2;
constexpr double kVariogramOrder = 0.5;
constexpr double kTailLevel = 0.05;

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
      const std::vector<double> sorted = sorted_copy(forecast.flow_musd);
      univariate(Level::total, "", "cumulative_net_flow", forecast.flow_musd, sorted, *scored_.outcome.flow_musd);
      tail(forecast.flow_musd, sorted, *scored_.outcome.flow_musd);
      density(*scored_.outcome.flow_musd);
    }
    if (scored_.outcome.aum_musd) {
      univariate(Level::total, "", "aum", forecast.aum_musd, sorted_copy(forecast.aum_musd), *scored_.outcome.aum_musd);
    }
  }

  // In USD and in % of the AUM at the origin.
  void add_amount(Level level, const std::string& member, const std::string& target, ScoreKind kind, double value) {
    const std::string score(score_kind_text(kind));
    add(level, member, target, score, "musd", value);
    add(level, member, target, score, "%", 100.0 * value / origin_.opening_aum_musd());
  }

  // sorted: the draws; may be empty of members whose draws come in groups.
  void univariate(Level level, const std::string& member, const std::string& target, const std::vector<double>& draws,
                  const std::vector<double>& sorted, double came) {
    if (draws.size() < kFewestDraws) return;
    const std::size_t group = scored_.forecast.group_size;
    if (definition_.has(ScoreKind::crps)) {
      const double crps = group > 1 ? grouped_fair_crps(draws, group, came) : fair_crps(sorted, came);
      add_amount(level, member, target, ScoreKind::crps, crps);
    }
    if (definition_.has(ScoreKind::wis) && level == Level::total)
      add_amount(level, member, target, ScoreKind::wis, hub_interval_score(sorted, came));
    if (!definition_.has(ScoreKind::pit)) return;
    add(level, member, target, "pit", "", randomised_pit(draws, came, pit_uniform(origin_, scored_.weeks)));
  }

  // Below the lowest tenth of what past windows brought, and of the forecast's own worst twentieth.
  void tail(const std::vector<double>& draws, const std::vector<double>& sorted, double came) {
    below_threshold(draws, sorted, came);
    if (!definition_.has(ScoreKind::var_es) || !scored_.flow_spread_musd || draws.size() < kFewestDraws) return;
    const double quantile = sample_quantile(sorted, kTailLevel);
    // Of draws that are all alike rounding may put the mean above the quantile.
    const double shortfall = std::min(quantile, sample_shortfall(sorted, kTailLevel));
    add_amount(Level::total, "", "cumulative_net_flow", ScoreKind::var_es,
               tail_score(quantile, shortfall, kTailLevel, *scored_.flow_spread_musd, came));
  }

  // Of the flow in % of the AUM at the origin: the density of the amount times the amount of one percent.
  void density(double came) {
    const FlowDensity& law = scored_.forecast.flow_density;
    if (!definition_.has(ScoreKind::log) || law.locations.empty()) return;
    const double score = student_t_mixture_log_score(law.locations, law.scales, law.degrees_of_freedom, came);
    add(Level::total, "", "cumulative_net_flow", "log", "nats", score - std::log(0.01 * origin_.opening_aum_musd()));
  }

  void below_threshold(const std::vector<double>& draws, const std::vector<double>& sorted, double came) {
    if (!definition_.has(ScoreKind::tail_crps) || !scored_.tail_threshold_musd || draws.size() < kFewestDraws) return;
    const double threshold = *scored_.tail_threshold_musd;
    const std::size_t group = scored_.forecast.group_size;
    std::vector<double> below = group > 1 ? draws : sorted;
    for (double& draw : below) draw = std::min(draw, threshold);
    const double crps = group > 1 ? grouped_fair_crps(below, group, std::min(came, threshold))
                                  : fair_crps(below, std::min(came, threshold));
    add_amount(Level::total, "", "cumulative_net_flow", ScoreKind::tail_crps, crps);
  }

  void members(Level level) {
    const Forecast& forecast = scored_.forecast;
    for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m) {
      if (level_of(columns_[m].key) != level || !scored_.outcome.member_flow_musd[m]) continue;
      const std::vector<double>& draws = forecast.member_flow_musd[m];
      const bool needs_order = forecast.group_size == 1 && definition_.has(ScoreKind::crps);
      const std::vector<double> sorted = needs_order ? sorted_copy(draws) : std::vector<double>{};
      univariate(level, key_text(columns_[m].key), "cumulative_net_flow", draws, sorted,
                 *scored_.outcome.member_flow_musd[m]);
    }
    if (definition_.has(ScoreKind::energy) || definition_.has(ScoreKind::variogram)) together(level);
  }

  // Joint draws of every member that is known, in % of the AUM at the origin.
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
    std::vector<const std::vector<double>*> flows;
    flows.reserve(members.size());
    for (const std::size_t m : members) flows.push_back(&forecast.member_flow_musd[m]);
    const std::vector<double> draws = joint_draws(flows, forecast.group_size, percent);
    const std::size_t count = draws.size() / members.size();
    if (count < kFewestDraws) return;
    if (definition_.has(ScoreKind::energy))
      add(level, "", "cumulative_net_flow", "energy", "%", fair_energy_score(draws, came));
    // It grows where draws are few, so that only models with as many draws can be compared by it.
    if (definition_.has(ScoreKind::variogram) && count >= std::min<std::uint64_t>(kJointDraws, definition_.paths))
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
  for (int week = 0; week < weeks; ++week) {
    if (const RealisedWeek* known = realised.find(add_weeks(week_one, week)))
      outcome.published = std::max(outcome.published, known->published);
  }
  for (const FundColumn& column : columns)
    outcome.member_flow_musd.push_back(realised.cumulative_flow(column.key, week_one, weeks));
  return outcome;
}

std::vector<ScoreRow> score_forecast(const Origin& origin, const ScoredForecast& scored,
                                     const BacktestDefinition& definition) {
  return Scorer(origin, scored, definition).rows();
}

std::vector<QuantileRow> quantiles_of(const Origin& origin, const ScoredForecast& scored) {
  std::vector<QuantileRow> rows;
  const auto add = [&](const char* target, const std::vector<double>& draws) {
    if (draws.size() < kFewestDraws) return;
    const std::vector<double> sorted = sorted_copy(draws);
    const auto at = [&](double level) { return sample_quantile(sorted, level); };
    rows.push_back({scored.model, scored.track, origin.as_of, scored.weeks, target, at(0.05), at(0.25), at(0.5),
                    at(0.75), at(0.95), sample_shortfall(sorted, kTailLevel)});
  };
  add("cumulative_net_flow", scored.forecast.flow_musd);
  add("aum", scored.forecast.aum_musd);
  return rows;
}

}  // namespace ebbtide
