#include "backtest/scoring.h"

#include <algorithm>

#include "core/format.h"
#include "random/boost_draws.h"
#include "stats/crps.h"
#include "stats/multivariate_score.h"
#include "stats/pit.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestDraws = 2;

// The same for every model of an origin and horizon.
double pit_uniform(const Origin& origin, int weeks) {
  DrawPlace place;
  place.path = static_cast<std::uint64_t>(weeks);
  place.purpose = Purpose::rival;
  PlaceEngine draws(origin.seed, place);
  return uniform_open01_draw(draws);
}

std::optional<Dimension> dimension_of(Level level) {
  switch (level) {
    case Level::total:
      return std::nullopt;
    case Level::assets:
      return Dimension::asset;
    case Level::regions:
      return Dimension::region;
    case Level::issuers:
      return Dimension::issuer;
  }
  return std::nullopt;
}

class Scorer {
 public:
  Scorer(const Origin& origin, const ScoredForecast& scored, const BacktestDefinition& definition)
      : origin_(origin), scored_(scored), definition_(definition) {}

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
    if (scored_.outcome.flow_musd)
      univariate(Level::total, "", "cumulative_net_flow", forecast.flow_musd, *scored_.outcome.flow_musd);
    if (scored_.outcome.aum_musd) univariate(Level::total, "", "aum", forecast.aum_musd, *scored_.outcome.aum_musd);
  }

  void univariate(Level level, const std::string& member, const std::string& target, const std::vector<double>& draws,
                  double came) {
    if (draws.size() < kFewestDraws) return;
    std::vector<double> sorted = draws;
    std::sort(sorted.begin(), sorted.end());
    if (definition_.has(ScoreKind::crps)) {
      const std::size_t group = scored_.forecast.group_size;
      const double crps = group > 1 ? grouped_fair_crps(draws, group, came) : fair_crps(sorted, came);
      add(level, member, target, "crps", "musd", crps);
      if (level == Level::total) add(level, member, target, "crps", "%", 100.0 * crps / origin_.opening_aum_musd());
    }
    const double pit = randomised_pit(sorted, came, pit_uniform(origin_, scored_.weeks));
    if (definition_.has(ScoreKind::pit)) add(level, member, target, "pit", "", pit);
    if (!definition_.has(ScoreKind::coverage)) return;
    for (const int nominal : kCoverageLevels) {
      const double tail = 0.5 - 0.005 * nominal;
      add(level, member, target, format("coverage_{}", nominal), "", pit >= tail && pit <= 1.0 - tail ? 1.0 : 0.0);
    }
  }

  void members(Level level) {
    const Forecast& forecast = scored_.forecast;
    const std::vector<MemberPosterior>& all = origin_.funds().members;
    for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m) {
      if (all[m].dimension != dimension_of(level) || !scored_.outcome.member_flow_musd[m]) continue;
      univariate(level, all[m].name, "cumulative_net_flow", forecast.member_flow_musd[m],
                 *scored_.outcome.member_flow_musd[m]);
    }
    if (definition_.has(ScoreKind::energy)) together(level);
  }

  // The first draws of every member that is known, in % of the AUM at the origin.
  void together(Level level) {
    const Forecast& forecast = scored_.forecast;
    const double percent = 100.0 / origin_.opening_aum_musd();
    std::vector<std::size_t> members;
    std::vector<double> came;
    const std::vector<MemberPosterior>& all = origin_.funds().members;
    for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m) {
      const auto& outcome = scored_.outcome.member_flow_musd[m];
      if (all[m].dimension != dimension_of(level) || all[m].residual || !outcome) continue;
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
    add(level, "", "cumulative_net_flow", "energy", "%", grouped_fair_energy_score(draws, forecast.group_size, came));
  }

  const Origin& origin_;
  const ScoredForecast& scored_;
  const BacktestDefinition& definition_;
  std::vector<ScoreRow> rows_;
};

}  // namespace

Outcome outcome_of(const RealisedWeeks& realised, Date week_one, int weeks,
                   const std::vector<MemberPosterior>& members) {
  Outcome outcome;
  outcome.target_week = add_weeks(week_one, weeks - 1);
  outcome.flow_musd = realised.cumulative_flow({}, week_one, weeks);
  if (const RealisedWeek* last = realised.find(outcome.target_week)) outcome.aum_musd = last->aum_musd;
  for (const MemberPosterior& member : members) {
    outcome.member_flow_musd.push_back(
        realised.cumulative_flow(margin_key(member.dimension, member.name), week_one, weeks));
  }
  return outcome;
}

std::vector<ScoreRow> score_forecast(const Origin& origin, const ScoredForecast& scored,
                                     const BacktestDefinition& definition) {
  return Scorer(origin, scored, definition).rows();
}

}  // namespace ebbtide
