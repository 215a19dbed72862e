#include "app/backtest_summary.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/format.h"
#include "core/table_reader.h"

namespace ebbtide {
namespace {

struct Row {
  const TableReader& table;
  std::size_t row;

  std::string text(const char* column) const { return table.text(row, column); }
  double number(const char* column) const { return table.number(row, column).value(); }
};

struct Place {
  std::string level;
  std::string score;
  std::string target;
  std::string track;
  int weeks = 0;

  bool is_of(const Row& row) const {
    return row.text("level") == level && row.text("target") == target && row.text("track") == track &&
           row.table.whole(row.row, "horizon") == weeks;
  }
};

template <typename Accept>
std::optional<Row> find_row(const TableReader& table, const Accept& accept) {
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (const Row row{table, i}; accept(row)) return row;
  }
  return std::nullopt;
}

// "+12.3 +- 4.5", or "-" where there is no such comparison.
std::string skill_text(const TableReader& skill, const Place& place, const std::string& rival) {
  const auto row = find_row(skill, [&](const Row& each) {
    return place.is_of(each) && each.text("score") == place.score && each.text("rival") == rival;
  });
  if (!row) return "-";
  const double percent = row->number("skill");
  return format("{}{} +- {}", percent > 0.0 ? "+" : "", fixed_text(percent, 1), fixed_text(row->number("skill_se"), 1));
}

std::string coverage_text(const TableReader& coverage, const Place& place, double nominal) {
  const auto row = find_row(coverage, [&](const Row& each) {
    return place.is_of(each) && each.text("model") == "ebbtide" && each.number("nominal") == nominal;
  });
  return row ? fixed_text(row->number("inside"), 0) : "-";
}

struct Block {
  std::string title;
  std::string level;
  std::string score;
  std::string target;
  std::vector<std::string> rivals;
};

// Empty where nothing of it was compared.
std::string block_text(const BacktestDefinition& definition, const TableReader& skill, const TableReader& coverage,
                       const Block& block) {
  std::string lines;
  for (const Track track : definition.tracks) {
    for (const int weeks : definition.horizons) {
      const Place place{block.level, block.score, block.target, std::string(track_text(track)), weeks};
      const auto any =
          find_row(skill, [&](const Row& row) { return place.is_of(row) && row.text("score") == block.score; });
      if (!any) continue;
      lines += format("  {:<6}{:>6}{:>5}{:>9}", place.track, weeks, any->table.whole(any->row, "forecasts"),
                      fixed_text(any->number("value"), 3));
      for (const std::string& rival : block.rivals) lines += format("{:>18}", skill_text(skill, place, rival));
      lines += format("{:>9}\n", coverage_text(coverage, place, 50.0) + "/" + coverage_text(coverage, place, 90.0));
    }
  }
  if (lines.empty()) return "";
  std::string heading = format("{}\n  {:<6}{:>6}{:>5}{:>9}", block.title, "track", "weeks", "n", block.score);
  for (const std::string& rival : block.rivals) heading += format("{:>18}", rival);
  return heading + format("{:>9}\n", "50/90 %") + lines;
}

// Those of the wanted rivals that the definition has.
std::vector<std::string> present(const BacktestDefinition& definition, const std::vector<std::string>& wanted) {
  std::vector<std::string> result;
  for (const std::string& name : wanted) {
    if (std::find(definition.rivals.begin(), definition.rivals.end(), name) != definition.rivals.end())
      result.push_back(name);
  }
  return result;
}

}  // namespace

std::string backtest_summary(const BacktestDefinition& definition, const Table& skill, const Table& coverage,
                             bool color) {
  const std::string name = color ? "\x1b[1m" + definition.name + "\x1b[0m" : definition.name;
  std::string text = format("{}  {}\n", name, definition.title);
  text +=
      "mean score in % of the AUM at the origin; skill over rivals in % with its standard error; share of outcomes in "
      "the 50 and 90 % intervals\n";
  const std::string flow = "cumulative_net_flow";
  const std::vector<Block> blocks = {
      {"net flow", "total", "crps", flow, present(definition, {"climatology_52", "ar1_t", "ar1_t_return"})},
      {"AUM", "total", "crps", "aum", present(definition, {"climatology_52", "aum_random_walk"})},
      {"net flow of assets", "assets", "energy", flow, present(definition, {"climatology_52", "aum_shares"})},
      {"net flow of regions", "regions", "energy", flow, present(definition, {"climatology_52", "aum_shares"})},
      {"net flow of issuers", "issuers", "energy", flow, present(definition, {"climatology_52", "aum_shares"})},
      {"net flow of cells", "cells", "energy", flow,
       present(definition, {"climatology_52", "aum_shares", "recent_shares"})}};
  const TableReader skills(skill), coverages(coverage);
  for (const Block& block : blocks) text += block_text(definition, skills, coverages, block);
  return text;
}

}  // namespace ebbtide
