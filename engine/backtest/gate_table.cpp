#include "backtest/gate_table.h"

namespace ebbtide {
namespace {

Cell where(bool is_known, double value) {
  if (is_known) return value;
  return std::monostate{};
}

}  // namespace

Table gate_table(const BacktestDefinition& definition, const std::vector<GateOutcome>& outcomes) {
  Table table(
      "gates", "Scores against those of the committed baseline",
      {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
       {"track", ColumnType::text, "", "What was known of the weeks ahead: U nothing, M macro factors, MP prices too."},
       {"horizon", ColumnType::integer, "weeks", "Weeks forecast."},
       {"level", ColumnType::text, "", "The total, or the members of a dimension together."},
       {"target", ColumnType::text, "", "What was forecast: cumulative_net_flow from week 1, or closing aum."},
       {"score", ColumnType::text, "", "Score that is compared; smaller is better."},
       {"forecasts", ColumnType::integer, "", "Forecasts scored now and in the baseline."},
       {"value", ColumnType::number, "%", "Mean score on them now, in % of the AUM at the origin."},
       {"baseline", ColumnType::number, "%", "Mean score of the baseline on them."},
       {"noise", ColumnType::number, "%", "Standard error of the difference, runs of origins resampled in pairs."},
       {"limit", ColumnType::number, "%", "Mean up to which the gate holds."},
       {"verdict", ColumnType::text, "",
        "held, better or worse by more than the gate's floor and noise; missing: the baseline's forecasts are not all "
        "there; added: not in the baseline."}});
  for (const GateOutcome& each : outcomes) {
    const bool is_now = each.verdict != GateVerdict::missing, was_then = each.verdict != GateVerdict::added;
    table.append({definition.universe, std::string(track_text(each.series.track)), std::int64_t{each.series.weeks},
                  std::string(level_text(each.series.level)), each.series.target,
                  std::string(score_kind_text(each.series.score)), static_cast<std::int64_t>(each.forecasts),
                  where(is_now, each.mean), where(was_then, each.baseline_mean), where(is_now && was_then, each.noise),
                  where(is_now && was_then, each.limit), std::string(gate_verdict_text(each.verdict))});
  }
  return table;
}

}  // namespace ebbtide
