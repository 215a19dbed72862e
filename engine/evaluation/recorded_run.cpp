#include "evaluation/recorded_run.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "core/format.h"
#include "text/csv.h"
#include "text/scalar.h"

namespace ebbtide {
namespace {

std::vector<ValueColumn> summary_values() {
  std::vector<ValueColumn> values;
  for (const char* name :
       {"mean", "sd", "q01", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q99", "shortfall_05"}) {
    values.push_back({name, std::string(name) + "_se"});
  }
  return values;
}

void add_not_a_run(const std::string& folder, std::string problem, Findings& findings) {
  Finding finding;
  finding.code = "not-a-run";
  finding.where.file = folder;
  finding.problem = std::move(problem);
  finding.expected = "a folder that run or backtest wrote, with manifest.json and CSV tables";
  findings.add(std::move(finding));
}

// Reads the fields of one file by column name; the names are looked up once.
class Reader {
 public:
  Reader(const CsvFile& csv, Findings& findings) : csv_(csv), findings_(findings) {
    for (std::size_t i = 0; i < csv.header.size(); ++i) index_.emplace(csv.header[i], i);
  }

  bool require(const std::string& name) {
    if (column_of(name)) return true;
    Finding finding;
    finding.code = "unexpected-header";
    finding.where = {csv_.file, 1, 0};
    finding.source_line = csv_.lines.empty() ? "" : csv_.lines.front();
    finding.problem = format("there is no column '{}'", name);
    finding.expected = "the columns that docs/output-format.md lists";
    findings_.add(std::move(finding));
    return false;
  }

  // Empty where the table has no such column.
  std::string text(const CsvRow& row, const std::string& name) const {
    const std::optional<std::size_t> column = column_of(name);
    return column ? row.fields[*column].text : std::string();
  }

  std::optional<double> number(const CsvRow& row, const std::string& name) {
    const std::optional<std::size_t> column = name.empty() ? std::nullopt : column_of(name);
    if (!column || row.fields[*column].text.empty()) return std::nullopt;
    const std::optional<double> value = parse_number(row.fields[*column].text);
    if (!value) {
      csv_error(csv_, row, static_cast<int>(*column), "invalid-number",
                format("'{}' is not a number", row.fields[*column].text), "a number, or nothing where it is unknown",
                "", findings_);
    }
    return value;
  }

 private:
  std::optional<std::size_t> column_of(const std::string& name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? std::nullopt : std::optional(found->second);
  }

  const CsvFile& csv_;
  Findings& findings_;
  std::map<std::string, std::size_t> index_;
};

RowKey key_of(const Reader& reader, const CsvRow& row, const std::vector<std::string>& item) {
  RowKey key{reader.text(row, "scenario"), reader.text(row, "week_end"),
             reader.text(row, "target"),   reader.text(row, "series"),
             reader.text(row, "asset"),    reader.text(row, "region"),
             reader.text(row, "issuer"),   {},
             reader.text(row, "unit")};
  for (const std::string& column : item) {
    const std::string part = reader.text(row, column);
    if (!part.empty()) key.item += (key.item.empty() ? "" : ": ") + part;
  }
  return key;
}

RecordedTable read_table(const CsvFile& csv, const TableShape& shape, Findings& findings) {
  RecordedTable table{&shape, {}};
  Reader reader(csv, findings);
  bool complete = reader.require("scenario");
  for (const std::string& column : shape.item) complete = reader.require(column) && complete;
  for (const ValueColumn& column : shape.values) complete = reader.require(column.name) && complete;
  if (!complete) return table;
  table.rows.reserve(csv.rows.size());
  for (const CsvRow& row : csv.rows) {
    RecordedRow& recorded = table.rows.emplace_back();
    recorded.key = key_of(reader, row, shape.item);
    for (const ValueColumn& column : shape.values) {
      recorded.values.push_back({reader.number(row, column.name), reader.number(row, column.error)});
    }
  }
  return table;
}

// Every column that says nothing of the forecast is a score.
std::vector<std::string> score_columns(const CsvFile& csv, const std::set<std::string>& of_forecast) {
  std::vector<std::string> names;
  for (const std::string& name : csv.header) {
    if (!of_forecast.contains(name)) names.push_back(name);
  }
  return names;
}

std::vector<RecordedScore> read_scores(const CsvFile& csv, Findings& findings) {
  static const std::vector<std::string> kItem = {"model", "track", "horizon", "level", "member"};
  static const std::set<std::string> kForecast = {"universe", "model", "track",  "origin",
                                                  "horizon",  "level", "member", "target"};
  std::vector<RecordedScore> scores;
  Reader reader(csv, findings);
  bool complete = true;
  for (const std::string& column : kForecast) complete = reader.require(column) && complete;
  if (!complete) return scores;
  const std::vector<std::string> columns = score_columns(csv, kForecast);
  for (const CsvRow& row : csv.rows) {
    RecordedScore score;
    score.key = key_of(reader, row, kItem);
    score.key.scenario = reader.text(row, "universe");
    score.horizon = static_cast<int>(reader.number(row, "horizon").value_or(1.0));
    score.origin = reader.text(row, "origin");
    for (const std::string& column : columns) {
      const std::optional<double> value = reader.number(row, column);
      if (!value) continue;
      score.key.series = column;
      score.value = *value;
      scores.push_back(score);
    }
  }
  return scores;
}

bool lists_output(const Json& manifest, const std::string& name) {
  if (!manifest.contains("outputs") || !manifest["outputs"].is_array()) return false;
  return std::any_of(manifest["outputs"].begin(), manifest["outputs"].end(), [&](const Json& output) {
    return output.is_object() && output.contains("file") && output["file"] == name;
  });
}

bool is_run_manifest(const Json& manifest) {
  return manifest.is_object() && manifest.contains("schema") && manifest["schema"] == "ebbtide-manifest/1" &&
         manifest.contains("run") && manifest["run"].is_object() && manifest.contains("run_sha256") &&
         manifest["run_sha256"].is_string();
}

}  // namespace

bool operator<(const RowKey& left, const RowKey& right) {
  const auto all = [](const RowKey& key) {
    return std::tie(key.scenario, key.week_end, key.target, key.series, key.asset, key.region, key.issuer, key.item,
                    key.unit);
  };
  return all(left) < all(right);
}

const std::vector<TableShape>& recorded_shapes() {
  static const std::vector<TableShape> kShapes = {
      {"summary", {}, summary_values()},
      {"breadth", {"dimension"}, {{"mean", "mean_se"}, {"none", "none_se"}, {"most", "most_se"}, {"all", "all_se"}}},
      {"rotation", {"dimension", "loses", "gains"}, {{"probability", "probability_se"}}},
      {"records", {}, {{"below_lowest", "below_lowest_se"}, {"above_highest", "above_highest_se"}}},
      {"market_shares", {}, {{"mean", "mean_se"}, {"q05", "q05_se"}, {"q50", "q50_se"}, {"q95", "q95_se"}}},
      {"events", {"event"}, {{"probability", "mc_se"}, {"delta", "delta_mc_se"}}},
      {"deltas", {"baseline"}, {{"delta", "mc_se"}}},
      {"drivers", {"kind", "driver"}, {{"contribution", "mc_se"}}},
      {"conditions", {"condition"}, {{"got_mean", ""}, {"got_sd", ""}}},
      {"plausibility",
       {},
       {{"q", ""},
        {"p_value", ""},
        {"simulated_share", "simulated_share_mc_se"},
        {"bounds_probability", "bounds_probability_mc_se"}}},
      {"views", {"view"}, {{"without_views", ""}, {"got", ""}}},
  };
  return kShapes;
}

std::optional<RecordedRun> load_recorded_run(const std::string& folder, Findings& findings) {
  const std::filesystem::path path = folder;
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) {
    add_not_a_run(folder, "there is no folder of that name", findings);
    return std::nullopt;
  }
  if (!std::filesystem::exists(path / "manifest.json", ignored)) {
    add_not_a_run(folder, "the folder has no manifest.json", findings);
    return std::nullopt;
  }
  Findings found;
  const std::optional<Json> manifest = load_json((path / "manifest.json").string(), found);
  if (!manifest) {
    findings.append(found);
    return std::nullopt;
  }
  if (!is_run_manifest(*manifest)) {
    add_not_a_run(folder, "its manifest.json is not that of a run", findings);
    return std::nullopt;
  }
  RecordedRun run{folder, (*manifest)["run"], (*manifest)["run_sha256"].get<std::string>(), {}, {}};
  for (const TableShape& shape : recorded_shapes()) {
    if (!lists_output(*manifest, shape.name + ".csv")) continue;
    if (const auto csv = load_csv((path / (shape.name + ".csv")).string(), {}, found))
      run.tables.push_back(read_table(*csv, shape, found));
  }
  const bool backtest = lists_output(*manifest, "scores.csv");
  if (backtest) {
    if (const auto csv = load_csv((path / "scores.csv").string(), {}, found)) run.scores = read_scores(*csv, found);
  }
  if (run.tables.empty() && !backtest && !found.has_errors())
    add_not_a_run(folder, "it has no CSV tables: it was written with --format xlsx", found);
  findings.append(found);
  if (found.has_errors()) return std::nullopt;
  return run;
}

std::vector<std::string> scenario_names(const RecordedRun& run) {
  std::vector<std::string> names;
  if (!run.run.contains("scenarios") || !run.run["scenarios"].is_array()) return names;
  for (const Json& scenario : run.run["scenarios"]) {
    if (scenario.is_object() && scenario.contains("name") && scenario["name"].is_string())
      names.push_back(scenario["name"].get<std::string>());
  }
  return names;
}

void keep_scenarios(RecordedRun& run, const std::map<std::string, std::string>& new_name_of) {
  Json kept = Json::array();
  for (Json& scenario : run.run["scenarios"]) {
    const auto found = new_name_of.find(scenario.value("name", std::string()));
    if (found == new_name_of.end()) continue;
    scenario["name"] = found->second;
    if (scenario.contains("values") && scenario["values"].is_object()) scenario["values"]["name"] = found->second;
    kept.push_back(std::move(scenario));
  }
  run.run["scenarios"] = std::move(kept);
  for (RecordedTable& table : run.tables) {
    std::erase_if(table.rows, [&](const RecordedRow& row) { return !new_name_of.contains(row.key.scenario); });
    for (RecordedRow& row : table.rows) row.key.scenario = new_name_of.at(row.key.scenario);
  }
}

}  // namespace ebbtide
