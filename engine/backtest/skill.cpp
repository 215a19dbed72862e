#include "backtest/skill.h"

#include <algorithm>

#include "backtest/forecast_index.h"
#include "core/contract.h"
#include "stats/mean.h"

namespace ebbtide {
ResampledWeeks resampled_origins(std::size_t forecasts, int mean_run, std::uint64_t seed, std::size_t resamples) {
  const double run = std::min(static_cast<double>(mean_run), static_cast<double>(forecasts));
  return ResampledWeeks::stationary(forecasts, run, resamples, seed);
}

Skill paired_skill(const PairedScores& scores, int mean_run, std::uint64_t seed) {
  EBBTIDE_REQUIRE(scores.own.size() == scores.rival.size() && scores.own.size() >= 2);
  const std::size_t count = scores.own.size();
  const Estimate skill = bootstrap_skill(scores.own, scores.rival, resampled_origins(count, mean_run, seed));
  return {count, mean(scores.own), mean(scores.rival), 100.0 * skill.value, 100.0 * skill.standard_error};
}

Table skill_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table = forecast_table(
      "skill", "Skill of ebbtide over each rival",
      {{"score", ColumnType::text, "",
        "Score that is compared; crps at a level of members: the mean over them; energy and variogram: of all "
        "together."},
       {"rival", ColumnType::text, "", "Model it is compared with."},
       {"forecasts", ColumnType::integer, "", "Origins of forecasts that both made and whose outcome is known."},
       {"value", ColumnType::number, "%", "Mean score of ebbtide on them, of amounts in % of the AUM at the origin."},
       {"rival_value", ColumnType::number, "%", "Mean score of the rival on them."},
       {"skill", ColumnType::number, "%", "By how much ebbtide's mean is below the rival's."},
       {"skill_se", ColumnType::number, "%", "Standard error of the skill, runs of origins resampled in pairs."}});
  for (const ScoreKind kind : definition.scores) {
    if (kind == ScoreKind::pit || kind == ScoreKind::log) continue;
    const ScoreIndex index(result, kind);
    for (const ForecastKey& key : forecast_keys(definition)) {
      const ByOutcome* own = index.find(kEngineModel, key);
      for (const std::string& rival : definition.rivals) {
        const ByOutcome* other = index.find(rival, key);
        if (!own || !other) continue;
        CommonScores common = common_scores({own, other});
        if (common.origins.size() < 2 || mean(common.values[1]) <= 0.0) continue;
        const PairedScores pairs{std::move(common.values[0]), std::move(common.values[1])};
        const Skill skill = paired_skill(pairs, run_weeks(key.weeks), definition.seed);
        append_forecast(definition, key,
                        {std::string(score_kind_text(kind)), rival, static_cast<std::int64_t>(skill.forecasts),
                         skill.own_mean, skill.rival_mean, skill.percent, skill.percent_error},
                        table);
      }
    }
  }
  return table;
}

}  // namespace ebbtide
