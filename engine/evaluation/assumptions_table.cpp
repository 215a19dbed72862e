#include "evaluation/assumptions_table.h"

#include "core/format.h"

namespace ebbtide {
namespace {

std::string signed_number(double value) {
  return (value > 0.0 ? "+" : "") + number_text(value);
}

// Estimates to the second digit of their standard error, which is what they are good for.
int decimals_of(double standard_error) {
  int decimals = 0;
  for (double size = standard_error; size > 0.0 && size < 9.95 && decimals < 6; size *= 10.0) ++decimals;
  return standard_error > 0.0 ? decimals : 6;
}

}  // namespace

std::string response_words(const StatedResponse& response) {
  const int decimals = decimals_of(response.estimate_sd);
  const std::string estimate = fixed_text(response.estimate, decimals);
  return format("response of {} to {}, per {} {}: stated {} {}{}, the data say {}{} {} (standard error {})",
                response.of, response.to, signed_number(response.per.value), unit_text(response.per.unit),
                signed_number(response.stated.value), unit_text(response.stated.unit),
                response.stated_sd > 0.0 ? format(" (sd {})", number_text(response.stated_sd)) : "",
                response.estimate > 0.0 ? "+" : "", estimate, unit_text(response.stated.unit),
                fixed_text(response.estimate_sd, decimals));
}

Table assumptions_table(const std::vector<ScenarioResult>& results) {
  Table table(
      "assumptions", "Responses stated in place of the data's",
      {{"scenario", ColumnType::text, "", "Name of the scenario."},
       {"response_of", ColumnType::text, "", "What responds: a market variable, or flow (the total, % of AUM)."},
       {"to", ColumnType::text, "", "What it responds to in the same week."},
       {"per", ColumnType::number, "", "Move of `to` that the response is told for, in the unit beside it."},
       {"per_unit", ColumnType::text, "", "% (simple percent) or bp."},
       {"stated", ColumnType::number, "", "The author's response, used in place of the data's."},
       {"stated_sd", ColumnType::number, "", "Its standard deviation."},
       {"estimate", ColumnType::number, "", "The data's own response; not used."},
       {"estimate_se", ColumnType::number, "", "Its standard error (posterior standard deviation)."},
       {"unit", ColumnType::text, "", "Of the four before it: % (simple percent; of AUM for flow) or bp."},
       {"why", ColumnType::text, "", "The author's grounds."},
       {"in_words", ColumnType::text, "", "The row in one sentence."}});
  for (const ScenarioResult& result : results) {
    for (const StatedResponse& response : result.model.assumptions) {
      table.append({result.scenario.name, response.of, response.to, response.per.value,
                    std::string(unit_text(response.per.unit)), response.stated.value, response.stated_sd,
                    response.estimate, response.estimate_sd, std::string(unit_text(response.stated.unit)), response.why,
                    response_words(response)});
    }
  }
  return table;
}

}  // namespace ebbtide
