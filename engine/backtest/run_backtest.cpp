#include "backtest/run_backtest.h"

#include <algorithm>
#include <iterator>

#include "backtest/engine_forecast.h"
#include "backtest/past_rivals.h"
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
  bool run(const History& history, Date as_of, const CalibrationSettings& settings) {
    if (!anything_came(history.as_of(as_of).week_one())) return false;
    const Origin origin = make_origin(history, as_of, definition_.seed, settings);
    for (const int weeks : definition_.horizons) {
      Outcome outcome = outcome_of(realised_, origin.week_one, weeks, fund_columns(origin.funds()));
      if (!outcome.is_known()) continue;
      rows_.push_back({as_of, origin.week_one, weeks, outcome.target_week, origin.opening_aum_musd(), outcome.flow_musd,
                       outcome.aum_musd});
      horizons_.push_back(weeks);
      outcomes_.push_back(std::move(outcome));
      thresholds_.push_back(low_flow(origin, weeks));
    }
    std::vector<std::vector<ScoreRow>> same_everywhere(rivals_.size());  // of rivals that do not differ by track
    for (const Track track : definition_.tracks) forecast_track(origin, track, same_everywhere);
    return true;
  }

  std::vector<ScoreRow> scores() { return std::move(scores_); }
  std::vector<OriginRow> rows() { return std::move(rows_); }

 private:
  bool anything_came(Date week_one) const {
    return std::any_of(definition_.horizons.begin(), definition_.horizons.end(),
                       [&](int weeks) { return outcome_of(realised_, week_one, weeks, {}).is_known(); });
  }

  std::vector<ScoreRow> score(const Origin& origin, const std::string& model, Track track,
                              const std::vector<Forecast>& forecasts) const {
    std::vector<ScoreRow> rows;
    for (std::size_t h = 0; h < horizons_.size(); ++h) {
      const ScoredForecast scored{model, track, horizons_[h], forecasts[h], outcomes_[h], thresholds_[h]};
      append(score_forecast(origin, scored, definition_), rows);
    }
    return rows;
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

  void forecast_track(const Origin& origin, Track track, std::vector<std::vector<ScoreRow>>& same_everywhere) {
    const KnownMarket market = known_market(origin, later_, track, horizons_.back());
    const std::vector<Forecast> engine = forecast_engine(origin, market);
    append(score(origin, kEngineModel, track, engine), scores_);
    for (std::size_t r = 0; r < rivals_.size(); ++r) {
      const Rival& rival = *rivals_[r];
      if (!rival.competes_in(track)) continue;
      std::vector<ScoreRow> rows = rival.differs_by_track() ? std::vector<ScoreRow>{} : same_everywhere[r];
      for (ScoreRow& row : rows) row.track = track;
      if (rows.empty()) {
        std::vector<Forecast> forecasts;
        for (std::size_t h = 0; h < horizons_.size(); ++h)
          forecasts.push_back(rival.forecast({origin, market, horizons_[h], definition_.paths, &engine[h]}));
        rows = score(origin, std::string(rival.name()), track, forecasts);
        same_everywhere[r] = rows;
      }
      append(std::move(rows), scores_);
    }
  }

  const BacktestDefinition& definition_;
  const HistoryView& later_;
  const RealisedWeeks& realised_;
  const std::vector<std::unique_ptr<Rival>>& rivals_;
  std::vector<int> horizons_;  // those of which something came
  std::vector<Outcome> outcomes_;
  std::vector<std::optional<double>> thresholds_;  // of tail scores
  std::vector<ScoreRow> scores_;
  std::vector<OriginRow> rows_;
};

}  // namespace

BacktestResult run_backtest(const History& history, const BacktestDefinition& definition, const Executor& executor,
                            const BacktestOptions& options) {
  const std::vector<Date> origins = definition.origins();
  const HistoryView later = history.complete();
  const RealisedWeeks realised(history, add_weeks(definition.first_origin, -kLongestBacktestHorizon),
                               add_weeks(definition.last_origin, definition.horizons.back() + 1));
  std::vector<std::unique_ptr<Rival>> rivals;
  for (const std::string& name : definition.rivals) rivals.push_back(make_rival(name));
  std::vector<OriginRun> runs(origins.size(), OriginRun(definition, later, realised, rivals));
  std::vector<char> scored(origins.size());
  std::atomic<std::size_t> done{0};
  executor.for_blocks(
      origins.size(),
      [&](std::size_t i) {
        try {
          scored[i] = runs[i].run(history, origins[i], options.settings) ? 1 : 0;
        } catch (const InputError& error) {
          throw InputError(error.findings().placed_in(definition.file));
        }
        if (options.progress) options.progress(++done, origins.size());
      },
      options.stop);
  BacktestResult result;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    append(runs[i].scores(), result.scores);
    append(runs[i].rows(), result.origins);
    if (scored[i] == 0) ++result.skipped;
  }
  return result;
}

}  // namespace ebbtide
