#include "backtest/run_backtest.h"

#include <algorithm>
#include <iterator>

#include "backtest/engine_forecast.h"
#include "backtest/flow_spread.h"
#include "backtest/past_rivals.h"
#include "backtest/path_score.h"
#include "backtest/rival.h"
#include "backtest/scoring.h"
#include "core/error.h"

namespace ebbtide {
namespace {

template <typename Row>
void append(std::vector<Row> more, std::vector<Row>& all) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

class OriginRun {
 public:
  OriginRun(const BacktestDefinition& definition, const HistoryView& later, const RealisedWeeks& realised,
            const std::vector<std::unique_ptr<Rival>>& rivals)
      : definition_(definition), later_(later), realised_(realised), rivals_(rivals) {}

  // False where nothing of it came.
  bool run(const History& history, Date as_of, const BacktestOptions& options) {
    if (!anything_came(history.as_of(as_of).week_one())) return false;
    const Origin origin = make_origin(history, as_of, definition_.seed, options.settings);
    for (const int weeks : definition_.horizons) {
      Outcome outcome = outcome_of(realised_, origin.week_one, weeks, fund_columns(origin.funds()));
      if (!outcome.is_known()) continue;
      rows_.push_back({as_of, origin.week_one, weeks, outcome.target_week, origin.opening_aum_musd(), outcome.flow_musd,
                       outcome.aum_musd});
      horizons_.push_back(weeks);
      outcomes_.push_back(std::move(outcome));
      thresholds_.push_back(low_flow(origin, weeks));
      spreads_.push_back(flow_spread(origin, weeks));
    }
    if (options.keep_weeks) {
      const KnownMarket prices = known_market(origin, later_, Track::macro_and_prices, horizons_.back());
      weeks_ = weeks_of(origin, prices, horizons_.back());
    }
    std::vector<Scored> same_everywhere(rivals_.size());  // of rivals that do not differ by track
    for (const Track track : definition_.tracks) forecast_track(origin, track, same_everywhere);
    return true;
  }

  std::vector<ScoreRow> scores() { return std::move(scores_); }
  std::vector<QuantileRow> quantiles() { return std::move(quantiles_); }
  std::vector<PoolDistance> pool_distances() { return std::move(pool_distances_); }
  std::vector<OriginRow> rows() { return std::move(rows_); }
  std::vector<OriginWeek> weeks() { return std::move(weeks_); }

 private:
  bool anything_came(Date week_one) const {
    return std::any_of(definition_.horizons.begin(), definition_.horizons.end(),
                       [&](int weeks) { return outcome_of(realised_, week_one, weeks, {}).is_known(); });
  }

  struct Scored {
    std::vector<ScoreRow> scores;
    std::vector<QuantileRow> quantiles;
  };

  Scored score(const Origin& origin, const std::string& model, Track track,
               const std::vector<Forecast>& forecasts) const {
    Scored all;
    for (std::size_t h = 0; h < horizons_.size(); ++h) {
      const ScoredForecast scored{model, track, horizons_[h], forecasts[h], outcomes_[h], thresholds_[h], spreads_[h]};
      append(score_forecast(origin, scored, definition_), all.scores);
      append(quantiles_of(origin, scored), all.quantiles);
    }
    if (scores_paths()) add_path_score(origin, model, track, forecasts.back(), all.scores);
    return all;
  }

  void keep(Scored scored) {
    append(std::move(scored.scores), scores_);
    append(std::move(scored.quantiles), quantiles_);
  }

  // Where the flow came in every horizon of the definition.
  bool scores_paths() const {
    return definition_.has(Level::total) && definition_.has(ScoreKind::energy) && horizons_.size() > 1 &&
           horizons_ == definition_.horizons &&
           std::all_of(outcomes_.begin(), outcomes_.end(),
                       [](const Outcome& outcome) { return outcome.flow_musd.has_value(); });
  }

  void add_path_score(const Origin& origin, const std::string& model, Track track, const Forecast& longest,
                      std::vector<ScoreRow>& rows) const {
    std::vector<double> came;
    for (const Outcome& outcome : outcomes_) came.push_back(*outcome.flow_musd);
    const auto score = path_energy_score(origin, longest, horizons_, came);
    if (!score) return;
    rows.push_back({model, track, origin.as_of, horizons_.back(), outcomes_.back().target_week, Level::total, "",
                    "cumulative_net_flow", std::string(score_kind_text(ScoreKind::energy)), "%", *score});
  }

  // Without conditions every horizon is read off one simulation; with them each has its own, which knows no week beyond
  // it.
  std::vector<Forecast> forecast_engine(const Origin& origin, const KnownMarket& market) const {
    if (market.track == Track::unconditional) return engine_forecasts(origin, market, horizons_, definition_.paths);
    std::vector<Forecast> forecasts;
    for (const int weeks : horizons_)
      forecasts.push_back(std::move(engine_forecasts(origin, market, {weeks}, definition_.paths).front()));
    return forecasts;
  }

  void forecast_track(const Origin& origin, Track track, std::vector<Scored>& same_everywhere) {
    const KnownMarket market = known_market(origin, later_, track, horizons_.back());
    const std::vector<Forecast> engine = forecast_engine(origin, market);
    keep(score(origin, kEngineModel, track, engine));
    for (std::size_t r = 0; r < rivals_.size(); ++r) {
      const Rival& rival = *rivals_[r];
      if (!rival.competes_in(track)) continue;
      Scored scored = rival.differs_by_track() ? Scored{} : same_everywhere[r];
      for (ScoreRow& row : scored.scores) row.track = track;
      for (QuantileRow& row : scored.quantiles) row.track = track;
      if (scored.scores.empty()) {
        std::vector<Forecast> forecasts;
        for (std::size_t h = 0; h < horizons_.size(); ++h)
          forecasts.push_back(rival.forecast({origin, market, horizons_[h], definition_.paths, &engine[h]}));
        if (definition_.has_rival(kLinearPool) && rival.name() == pool_partner(track))
          keep_distances(origin, track, engine, forecasts);
        scored = score(origin, std::string(rival.name()), track, forecasts);
        same_everywhere[r] = scored;
      }
      keep(std::move(scored));
    }
  }

  void keep_distances(const Origin& origin, Track track, const std::vector<Forecast>& engine,
                      const std::vector<Forecast>& partner) {
    for (std::size_t h = 0; h < horizons_.size(); ++h) {
      const PoolDistance place{track,
                               origin.as_of,
                               horizons_[h],
                               outcomes_[h].target_week,
                               "",
                               outcomes_[h].published,
                               origin.opening_aum_musd()};
      for (PoolDistance& each : ebbtide::pool_distances(engine[h], partner[h], place, thresholds_[h])) {
        const bool is_known =
            each.target == "aum" ? outcomes_[h].aum_musd.has_value() : outcomes_[h].flow_musd.has_value();
        if (is_known) pool_distances_.push_back(std::move(each));
      }
    }
  }

  const BacktestDefinition& definition_;
  const HistoryView& later_;
  const RealisedWeeks& realised_;
  const std::vector<std::unique_ptr<Rival>>& rivals_;
  std::vector<int> horizons_;  // those of which something came
  std::vector<Outcome> outcomes_;
  std::vector<std::optional<double>> thresholds_;  // of tail scores
  std::vector<std::optional<double>> spreads_;     // of past flows
  std::vector<ScoreRow> scores_;
  std::vector<QuantileRow> quantiles_;
  std::vector<OriginRow> rows_;
  std::vector<PoolDistance> pool_distances_;
  std::vector<OriginWeek> weeks_;
};

}  // namespace

BacktestResult run_backtest(const History& history, const BacktestDefinition& definition, const Executor& executor,
                            const BacktestOptions& options) {
  const std::vector<Date> origins = definition.origins();
  const HistoryView later = history.complete();
  const RealisedWeeks realised(history, add_weeks(definition.first_origin, -kLongestBacktestHorizon),
                               add_weeks(definition.last_origin, definition.horizons.back() + 1));
  std::vector<std::unique_ptr<Rival>> rivals;
  for (const std::string& name : definition.rivals) {
    if (name != kLinearPool) rivals.push_back(make_rival(name));
  }
  std::vector<OriginRun> runs(origins.size(), OriginRun(definition, later, realised, rivals));
  std::vector<char> scored(origins.size());
  std::atomic<std::size_t> done{0};
  executor.for_blocks(
      origins.size(),
      [&](std::size_t i) {
        try {
          scored[i] = runs[i].run(history, origins[i], options) ? 1 : 0;
        } catch (const InputError& error) {
          throw InputError(error.findings().placed_in(definition.file));
        }
        if (options.progress) options.progress(++done, origins.size());
      },
      options.stop);
  BacktestResult result;
  std::vector<PoolDistance> distances;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    append(runs[i].scores(), result.scores);
    append(runs[i].quantiles(), result.quantiles);
    append(runs[i].rows(), result.origins);
    append(runs[i].pool_distances(), distances);
    append(runs[i].weeks(), result.weeks);
    if (scored[i] == 0) ++result.skipped;
  }
  PoolScores pool = pool_scores(result.scores, kEngineModel, distances);
  append(std::move(pool.scores), result.scores);
  result.pool_weights = std::move(pool.weights);
  return result;
}

}  // namespace ebbtide
