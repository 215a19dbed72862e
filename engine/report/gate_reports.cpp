#include "report/gate_reports.h"

#include <algorithm>
#include <map>
#include <vector>

#include "core/format.h"
#include "core/table_reader.h"
#include "text/json.h"

namespace ebbtide {
namespace {

struct GateRow {
  std::string suite;   // "M, 4 weeks"
  std::string series;  // "assets: cumulative_net_flow"
  std::string score;
  int forecasts = 0;
  std::optional<double> mean;
  std::string value, baseline, noise, limit;  // as shown; empty where there is none
  std::string verdict;

  bool fails() const { return verdict == "worse" || verdict == "missing"; }
  std::string message() const {
    if (verdict == "missing") return format("{}: the baseline's forecasts are not all there", score);
    return format("{} {} > limit {} (baseline {}, noise {})", score, value, limit, baseline, noise);
  }
};

class GateRows {
 public:
  explicit GateRows(const Table& table) {
    const TableReader reader(table);
    for (std::size_t row = 0; row < reader.rows(); ++row) rows_.push_back(read(reader, row));
  }
  const std::vector<GateRow>& all() const { return rows_; }
  std::size_t count(const std::string& verdict) const {
    return static_cast<std::size_t>(
        std::count_if(rows_.begin(), rows_.end(), [&](const GateRow& row) { return row.verdict == verdict; }));
  }
  std::size_t failures() const {
    return static_cast<std::size_t>(
        std::count_if(rows_.begin(), rows_.end(), [](const GateRow& row) { return row.fails(); }));
  }

 private:
  static GateRow read(const TableReader& table, std::size_t row) {
    const auto shown = [&](const char* column) {
      const std::optional<double> value = table.number(row, column);
      return value ? fixed_text(*value, 4) : "";
    };
    GateRow result;
    const int weeks = table.whole(row, "horizon");
    result.suite = format("{}, {} week{}", table.text(row, "track"), weeks, weeks == 1 ? "" : "s");
    result.series = format("{}: {}", table.text(row, "level"), table.text(row, "target"));
    result.score = table.text(row, "score");
    result.forecasts = table.whole(row, "forecasts");
    result.mean = table.number(row, "value");
    result.value = shown("value");
    result.baseline = shown("baseline");
    result.noise = shown("noise");
    result.limit = shown("limit");
    result.verdict = table.text(row, "verdict");
    return result;
  }

  std::vector<GateRow> rows_;
};

std::string xml_escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&apos;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

std::string markdown_row(const GateRow& row) {
  std::string line = "|";
  for (const std::string& field : {row.suite, row.series, row.score, std::to_string(row.forecasts), row.value,
                                   row.baseline, row.noise, row.limit, row.verdict})
    line += " " + markdown_cell(field) + " |";
  return line + "\n";
}

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::string junit_text(const Table& gates, const GateReportInput& input) {
  const GateRows rows(gates);
  std::map<std::string, std::vector<const GateRow*>> suites;
  std::vector<std::string> order;
  for (const GateRow& row : rows.all()) {
    if (!suites.contains(row.suite)) order.push_back(row.suite);
    suites[row.suite].push_back(&row);
  }
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  xml += format("<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" time=\"{}\">\n", xml_escaped(input.name),
                rows.all().size(), rows.failures(), fixed_text(input.seconds, 1));
  for (const std::string& suite : order) {
    const std::vector<const GateRow*>& cases = suites[suite];
    const auto failures = std::count_if(cases.begin(), cases.end(), [](const GateRow* row) { return row->fails(); });
    xml +=
        format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", xml_escaped(suite), cases.size(), failures);
    xml += format(
        "    <properties>\n      <property name=\"revision\" value=\"{}\"/>\n      <property name=\"paths\" "
        "value=\"{}\"/>\n      <property name=\"seed\" value=\"{}\"/>\n    </properties>\n",
        xml_escaped(input.revision), input.paths, input.seed);
    for (const GateRow* row : cases) {
      xml += format("    <testcase classname=\"{}\" name=\"{}, {}\"", xml_escaped(input.name + "." + suite),
                    xml_escaped(row->series), xml_escaped(row->score));
      if (row->fails()) {
        xml += format(">\n      <failure message=\"{}\"/>\n    </testcase>\n", xml_escaped(row->message()));
      } else {
        xml += "/>\n";
      }
    }
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

std::string gates_markdown(const Table& gates, const GateReportInput& input, std::size_t most_bytes) {
  const GateRows rows(gates);
  std::string text = format("## {}\n\n", markdown_cell(input.title));
  const std::size_t failures = rows.failures(), better = rows.count("better");
  text += failures == 0
              ? format("**All {} gates hold.**", rows.all().size())
              : format("**{} of {} gates {} not hold.**", failures, rows.all().size(), failures == 1 ? "does" : "do");
  if (better > 0) {
    text += format(" {} better by more than noise: a sudden improvement is more often a leak than progress.",
                   counted(better, "score is", "scores are"));
  }
  text += format("\n\n{} paths a forecast, {} s, revision {}.\n\n", input.paths, fixed_text(input.seconds, 1),
                 input.revision);
  const std::string head =
      "| suite | series | score | forecasts | now, % | baseline, % | noise | limit | verdict |\n"
      "|---|---|---|---:|---:|---:|---:|---:|---|\n";
  text += head;
  std::vector<const GateRow*> order;
  for (const GateRow& row : rows.all()) order.push_back(&row);
  std::stable_partition(order.begin(), order.end(), [](const GateRow* row) { return row->verdict != "held"; });
  std::size_t left = order.size();
  for (const GateRow* row : order) {
    const std::string line = markdown_row(*row);
    if (text.size() + line.size() > most_bytes) break;
    text += line;
    --left;
  }
  if (left > 0) text += format("\n{} more in `gates.csv`.\n", left);
  return text;
}

std::string benchmark_text(const Table& gates, const GateReportInput& input) {
  Json list = Json::array();
  const auto add = [&](const std::string& name, const std::string& unit, double value, const std::string& range,
                       const std::string& extra) {
    Json one;
    one["name"] = name;
    one["unit"] = unit;
    one["value"] = value;
    if (!range.empty()) one["range"] = "± " + range;
    if (!extra.empty()) one["extra"] = extra;
    list.push_back(std::move(one));
  };
  const GateRows rows(gates);
  for (const GateRow& row : rows.all()) {
    if (!row.mean || *row.mean <= 0.0) continue;
    add(format("{}: {}, {}, {}", input.name, row.suite, row.series, row.score), "% of AUM", *row.mean, row.noise,
        format("{} forecasts, {}", row.forecasts, row.verdict));
  }
  add(input.name + ": time", "s", input.seconds, "", format("{} paths a forecast", input.paths));
  return json_text(list);
}

}  // namespace ebbtide
