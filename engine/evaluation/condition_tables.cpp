#include "evaluation/condition_tables.h"

#include "core/contract.h"
#include "evaluation/condition_outcome.h"
#include "evaluation/series_rows.h"

namespace ebbtide {
namespace {

const Column kScenario = {"scenario", ColumnType::text, "", "Name of the scenario."};

void append_estimate(const std::optional<Estimate>& estimate, std::vector<Cell>& row) {
  row.push_back(estimate ? Cell(estimate->value) : Cell(std::monostate{}));
  row.push_back(estimate ? Cell(estimate->standard_error) : Cell(std::monostate{}));
}

void append_flow(const std::optional<WindowFlow>& flow, std::vector<Cell>& row) {
  row.push_back(flow ? Cell(flow->percent) : Cell(std::monostate{}));
  row.push_back(flow ? Cell(std::string(flow->seen ? "seen" : "smoothed")) : Cell(std::monostate{}));
}

// The conditions that the law of a plausibility lists: all of the market's but known ones.
std::vector<ConditionOutcome> market_conditions_of(const ScenarioResult& result) {
  std::vector<ConditionOutcome> all = outcomes_of(result);
  all.resize(result.model.constraints.size());
  std::erase_if(all, [](const ConditionOutcome& outcome) { return outcome.kind == ConditionKind::known; });
  return all;
}

}  // namespace

Table conditions_table(const std::vector<ScenarioResult>& results) {
  Table table("conditions", "What was asked and what was got",
              {kScenario,
               {"condition", ColumnType::text, "", "Condition in words."},
               {"kind", ColumnType::text, "",
                "known: published by as_of; hard, target, evidence, bound: how the scenario's condition binds."},
               {"asked", ColumnType::number, "", "Value asked for; empty for a bound."},
               {"asked_sd", ColumnType::number, "", "Standard deviation asked for, of a target or of evidence."},
               {"lower", ColumnType::number, "", "Lower end of a bound; empty for none."},
               {"upper", ColumnType::number, "", "Upper end of a bound; empty for none."},
               {"got_mean", ColumnType::number, "", "Mean of the quantity over paths."},
               {"got_sd", ColumnType::number, "", "Standard deviation of the quantity over paths."},
               {"unit", ColumnType::text, "", "Unit of the values: % (simple percent), bp or musd."},
               {"meaning", ColumnType::text, "", "What the kind means, in one sentence."}});
  for (const ScenarioResult& result : results) {
    for (const ConditionOutcome& outcome : outcomes_of(result)) {
      const auto value = [](const std::optional<Estimate>& estimate) {
        return estimate ? Cell(estimate->value) : Cell(std::monostate{});
      };
      table.append({result.scenario.name, outcome.text, std::string(kind_text(outcome.kind)),
                    value_or_unknown(outcome.asked), value_or_unknown(outcome.asked_sd),
                    value_or_unknown(outcome.lower), value_or_unknown(outcome.upper), value(outcome.got_mean),
                    value(outcome.got_sd), std::string(unit_text(outcome.unit)), outcome.meaning});
    }
  }
  return table;
}

Table plausibility_table(const std::vector<ScenarioResult>& results) {
  Table table("plausibility", "How far each scenario's market conditions lie from the model's own law",
              {kScenario,
               {"conditions", ColumnType::integer, "", "Hard, target and evidence conditions on the market."},
               {"bounds", ColumnType::integer, "", "Bounds on the market."},
               {"q", ColumnType::number, "",
                "Squared distance of the conditions from their mean, in standard deviations, given known values."},
               {"p_value", ColumnType::number, "", "Probability that a draw of the model lies as far out, 0 to 1."},
               {"simulated_share", ColumnType::number, "",
                "Share of simulated paths that lie as far out, parameters drawn; empty with drivers."},
               {"simulated_share_mc_se", ColumnType::number, "", "Monte Carlo standard error of that share."},
               {"bounds_probability", ColumnType::number, "",
                "Probability that every bound holds, given the other conditions, 0 to 1."},
               {"bounds_probability_mc_se", ColumnType::number, "", "Monte Carlo standard error of that probability."},
               {"window", ColumnType::integer, "weeks", "Weeks from the first that a condition touches to the last."},
               {"past_windows", ColumnType::integer, "", "Past windows of that length with every value public."},
               {"historical_percentile", ColumnType::number, "%", "Share of past windows that lie nearer to the mean."},
               {"earlier_weeks", ColumnType::text, "",
                "Weeks that conditions on later weeks move by more than 0.1 standard deviations, and what moves most."},
               {"summary", ColumnType::text, "", "The row in words."}});
  for (const ScenarioResult& result : results) {
    std::vector<Cell> row = {result.scenario.name};
    if (!result.plausibility) {
      row.insert(row.end(), {std::int64_t{0}, std::int64_t{0}});
      row.insert(row.end(), table.columns().size() - row.size(), std::monostate{});
      table.append(std::move(row));
      continue;
    }
    const Plausibility& plausibility = *result.plausibility;
    row.emplace_back(static_cast<std::int64_t>(plausibility.conditions));
    row.emplace_back(static_cast<std::int64_t>(plausibility.bounds));
    row.push_back(value_or_unknown(plausibility.distance));
    row.push_back(value_or_unknown(plausibility.p_value));
    append_estimate(plausibility.simulated_share, row);
    append_estimate(plausibility.bounds_probability, row);
    const std::optional<PastWindows>& past = plausibility.past;
    row.push_back(past ? Cell(static_cast<std::int64_t>(past->weeks)) : Cell(std::monostate{}));
    row.push_back(past ? Cell(static_cast<std::int64_t>(past->count)) : Cell(std::monostate{}));
    row.push_back(past ? value_or_unknown(past->nearer_percent) : Cell(std::monostate{}));
    row.push_back(text_or_unknown(earlier_moves_text(plausibility.earlier)));
    row.push_back(text_or_unknown(plausibility_text(plausibility)));
    table.append(std::move(row));
  }
  return table;
}

Table similar_weeks_table(const std::vector<ScenarioResult>& results) {
  Table table("similar_weeks", "Past weeks most like each scenario's market conditions",
              {kScenario,
               {"rank", ColumnType::integer, "", "1 is the most similar."},
               {"first_week", ColumnType::date, "", "Friday on which the window's first week ends."},
               {"last_week", ColumnType::date, "", "Friday on which its last week ends."},
               {"distance", ColumnType::number, "",
                "Squared distance of the window from the conditions, in standard deviations, as q."},
               {"condition", ColumnType::text, "", "Condition in words."},
               {"asked", ColumnType::number, "", "Value asked for; empty for a bound."},
               {"value", ColumnType::number, "", "What the quantity did in the window."},
               {"unit", ColumnType::text, "", "Unit of asked and value: % (simple percent) or bp."},
               {"flow_pct_aum", ColumnType::number, "%",
                "Total net flow of the window, the sum of each week's percent of its opening AUM; empty before the "
                "universe's history."},
               {"flow_status", ColumnType::text, "", "seen: every week published; smoothed: some filled by the model."},
               {"flow_after_pct_aum", ColumnType::number, "%",
                "The same of the four weeks after; empty where not all were public at as_of."},
               {"flow_after_status", ColumnType::text, "", "As flow_status."}});
  for (const ScenarioResult& result : results) {
    if (!result.plausibility || !result.plausibility->past) continue;
    const std::vector<ConditionOutcome> conditions = market_conditions_of(result);
    std::int64_t rank = 0;
    for (const SimilarWindow& window : result.plausibility->past->similar) {
      ++rank;
      EBBTIDE_REQUIRE(window.values.size() == conditions.size());
      for (std::size_t i = 0; i < conditions.size(); ++i) {
        std::vector<Cell> row = {result.scenario.name,
                                 rank,
                                 window.first_week,
                                 window.last_week,
                                 window.distance,
                                 conditions[i].text,
                                 value_or_unknown(conditions[i].asked),
                                 window.values[i],
                                 std::string(unit_text(conditions[i].unit))};
        append_flow(window.flow, row);
        append_flow(window.flow_after, row);
        table.append(std::move(row));
      }
    }
  }
  return table;
}

}  // namespace ebbtide
