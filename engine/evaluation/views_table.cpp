#include "evaluation/views_table.h"

#include "evaluation/series_rows.h"

namespace ebbtide {
namespace {

std::string kind_text(ViewKind kind) {
  switch (kind) {
    case ViewKind::probability:
      return "probability";
    case ViewKind::mean:
      return "mean";
    case ViewKind::quantile:
      return "quantile";
    case ViewKind::shortfall:
      return "shortfall";
  }
  return "";
}

}  // namespace

Table views_table(const std::vector<ScenarioResult>& results) {
  Table table(
      "views", "What each view asked, and got by reweighting paths",
      {{"scenario", ColumnType::text, "", "Name of the scenario."},
       {"view", ColumnType::text, "", "The view in one sentence."},
       {"kind", ColumnType::text, "", "Statistic: probability, mean, quantile or shortfall."},
       {"unit", ColumnType::text, "", "Unit of the four columns beside it; % for probabilities."},
       {"at_least", ColumnType::number, "", "Lower bound asked for."},
       {"at_most", ColumnType::number, "", "Upper bound asked for; equal to the lower one where pinned."},
       {"without_views", ColumnType::number, "", "The statistic under conditions alone."},
       {"got", ColumnType::number, "", "The statistic under conditions and views."},
       {"relative_entropy", ColumnType::number, "", "Of all the scenario's views together, nats: 0 changes nothing."},
       {"effective_sample_size", ColumnType::number, "",
        "Paths that carry the same information when weighted equally."}});
  for (const ScenarioResult& result : results) {
    if (!result.simulation.weighting) continue;
    const Weighting& weighting = *result.simulation.weighting;
    for (const ViewResult& each : weighting.views) {
      const bool probability = each.view.kind == ViewKind::probability;
      const double scale = probability ? 100.0 : 1.0;
      const auto bound = [&](const std::optional<double>& value) {
        return value ? Cell(scale * *value) : Cell(std::monostate{});
      };
      table.append({result.scenario.name, each.view.text, kind_text(each.view.kind),
                    std::string(unit_text(probability ? Unit::percent : each.view.unit)), bound(each.view.at_least),
                    bound(each.view.at_most), scale * each.before, scale * each.after, weighting.relative_entropy,
                    weighting.all.effective_sample_size});
    }
  }
  return table;
}

}  // namespace ebbtide
