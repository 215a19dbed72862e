#include "report/comparison_text.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "core/format.h"
#include "evaluation/comparison_tables.h"

namespace ebbtide {
namespace {

constexpr std::size_t kLinesShown = 12;    // on a terminal
constexpr std::size_t kRowsShown = 50;     // on a page
constexpr std::size_t kLongestValue = 60;  // characters of an input's value

std::string count_text(std::size_t count) {
  return fixed_text(static_cast<double>(count), 0, true);
}

std::string six_digits(std::optional<double> value) {
  return value ? format("{:.6g}", *value) : std::string("-");
}

std::string shortened(const std::string& text) {
  if (text.empty()) return "(none)";
  return text.size() <= kLongestValue ? text : text.substr(0, kLongestValue - 3) + "...";
}

std::string place_text(const InputChange& change) {
  return change.where.empty() ? change.what : change.where + ": " + change.what;
}

// Of a table: "same 120, within noise 3".
std::string counts_text(const ComparedTable& table) {
  std::string text;
  for (std::size_t i = 0; i < kAgreements; ++i) {
    if (table.counts[i] == 0) continue;
    text += format("{}{} {}", text.empty() ? "" : ", ", agreement_text(static_cast<Agreement>(i)),
                   count_text(table.counts[i]));
  }
  return text.empty() ? "no numbers" : text;
}

std::string z_text(const ComparedValue& value) {
  const std::optional<double> z = value.z();
  return z ? format("{:+.1f} s.e.", *z) : std::string("no noise");
}

// Of every scenario's quantity (target and member, whatever the week and statistic) the first.
std::vector<NumberPlace> one_of_each(const Comparison& comparison, const std::vector<NumberPlace>& places) {
  std::set<std::pair<std::size_t, RowKey>> told;
  std::vector<NumberPlace> chosen;
  for (const NumberPlace& place : places) {
    RowKey key = comparison.tables[place.table].rows[place.row].key;
    key.week_end.clear();
    if (told.emplace(place.table, std::move(key)).second) chosen.push_back(place);
  }
  return chosen;
}

// Empty where the runs are the same or nothing has an error.
std::string spread_line(const Comparison& comparison) {
  const std::optional<double> share = share_beyond_two(comparison);
  if (!share || comparison.verdict <= Verdict::within_tolerance) return {};
  return format(
      "{} % of the numbers with an error differ by more than 2 standard errors; noise alone makes about 5 %.\n",
      fixed_text(100.0 * *share, 1));
}

// Whether a row of the scores is the engine's own headline: CRPS of the total's flow in % of AUM.
bool is_headline(const RowKey& key) {
  return key.series == "crps" && key.target == "cumulative_net_flow" && key.item.starts_with("ebbtide: ") &&
         key.item.ends_with(": total");
}

// One line for each of the engine's headline scores, whether or not it differs; empty unless backtests are compared.
std::string headline_lines(const Comparison& comparison, const std::string& indent) {
  std::string text;
  for (const ComparedTable& table : comparison.tables) {
    if (table.name != "scores") continue;
    for (const ComparedRow& row : table.rows) {
      if (!is_headline(row.key)) continue;
      const ComparedValue& mean = row.values.front();
      text += format("{}{}, {}: {} -> {} ({})\n", indent, row.key.scenario, row.key.item, six_digits(mean.first.value),
                     six_digits(mean.second.value), z_text(mean));
    }
  }
  return text;
}

std::string rest_line(std::size_t all, std::size_t shown, const std::string& where) {
  return all > shown ? format("... and {} more{}\n", count_text(all - shown), where) : std::string();
}

}  // namespace

std::string comparison_lines(const Comparison& comparison) {
  std::string text =
      format("{}\n  first   {}\n  second  {}\n", verdict_sentence(comparison), comparison.first, comparison.second);
  for (const ComparedTable& table : comparison.tables) text += format("  {:<13} {}\n", table.name, counts_text(table));
  if (const std::string hint = paired_hint(comparison); !hint.empty()) text += hint + "\n";
  text += spread_line(comparison);
  if (const std::string headlines = headline_lines(comparison, "  "); !headlines.empty())
    text += "CRPS of the total's flow, % of AUM (model: track: weeks: level):\n" + headlines;
  const std::vector<InputChange> inputs = folded(comparison.inputs);
  if (!inputs.empty()) text += "Inputs that differ:\n";
  for (std::size_t i = 0; i < std::min(inputs.size(), kLinesShown); ++i) {
    const InputChange& change = inputs[i];
    text += format("  {:<13} {}: {} -> {}\n", group_text(change.group), place_text(change), shortened(change.first),
                   shortened(change.second));
  }
  text += rest_line(inputs.size(), kLinesShown, "");
  const std::vector<NumberPlace> all = beyond_noise(comparison), places = one_of_each(comparison, all);
  if (!places.empty()) text += "Largest differences, one of each quantity:\n";
  for (std::size_t i = 0; i < std::min(places.size(), kLinesShown); ++i) {
    const ComparedTable& table = comparison.tables[places[i].table];
    const ComparedRow& row = table.rows[places[i].row];
    const ComparedValue& value = row.values[places[i].column];
    text += format("  {}: {} -> {} {} ({})\n", number_in_words(row.key, table.columns[places[i].column]),
                   six_digits(value.first.value), six_digits(value.second.value), row.key.unit, z_text(value));
  }
  return text + rest_line(all.size(), std::min(places.size(), kLinesShown), "");
}

std::string comparison_markdown(const Comparison& comparison) {
  std::string text = format("# {} against {}\n\n**{}**\n", markdown_cell(comparison.first),
                            markdown_cell(comparison.second), verdict_sentence(comparison));
  if (const std::string hint = paired_hint(comparison); !hint.empty()) text += "\n" + hint + "\n";
  text += "\n## Numbers\n\n| table |";
  for (std::size_t i = 0; i < kAgreements; ++i) text += " " + agreement_text(static_cast<Agreement>(i)) + " |";
  text += "\n|---|";
  for (std::size_t i = 0; i < kAgreements; ++i) text += "---:|";
  for (const ComparedTable& table : comparison.tables) {
    text += "\n| " + table.name + " |";
    for (const std::size_t count : table.counts) text += " " + count_text(count) + " |";
  }
  text += "\n\n" + spread_line(comparison);
  if (const std::string headlines = headline_lines(comparison, "- "); !headlines.empty())
    text += "\n## CRPS of the total's flow, % of AUM\n\nmodel: track: weeks: level\n\n" + headlines;
  text += "\n## Inputs that differ\n\n";
  const std::vector<InputChange> inputs = folded(comparison.inputs);
  if (inputs.empty()) {
    text += "None: nothing that decides the numbers.\n";
  } else {
    text += "| group | where | what | first | second |\n|---|---|---|---|---|\n";
  }
  for (std::size_t i = 0; i < std::min(inputs.size(), kRowsShown); ++i) {
    const InputChange& change = inputs[i];
    text += format("| {} | {} | {} | {} | {} |\n", group_text(change.group), markdown_cell(change.where),
                   markdown_cell(change.what), markdown_cell(shortened(change.first)),
                   markdown_cell(shortened(change.second)));
  }
  text += rest_line(inputs.size(), kRowsShown, ": `inputs.csv`");
  const std::vector<NumberPlace> all = beyond_noise(comparison), places = one_of_each(comparison, all);
  text += "\n## Largest differences beyond noise, one of each quantity\n\n";
  if (places.empty()) return text + "None.\n";
  text += "| number | unit | first | second | difference | in standard errors |\n|---|---|---:|---:|---:|---:|\n";
  for (std::size_t i = 0; i < std::min(places.size(), kRowsShown); ++i) {
    const ComparedTable& table = comparison.tables[places[i].table];
    const ComparedRow& row = table.rows[places[i].row];
    const ComparedValue& value = row.values[places[i].column];
    text += format("| {} | {} | {} | {} | {} | {} |\n",
                   markdown_cell(number_in_words(row.key, table.columns[places[i].column])),
                   markdown_cell(row.key.unit), six_digits(value.first.value), six_digits(value.second.value),
                   six_digits(value.difference()), value.z() ? format("{:+.1f}", *value.z()) : "no noise");
  }
  return text + "\n" + rest_line(all.size(), std::min(places.size(), kRowsShown), ": `differences.csv`");
}

}  // namespace ebbtide
