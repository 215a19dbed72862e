#include <algorithm>
#include <set>

#include "core/format.h"
#include "history/finding_codes.h"
#include "history/load.h"
#include "history/yaml_fields.h"

namespace ebbtide {
namespace {

constexpr int kLongestLag = 30;

class MarketReader {
 public:
  MarketReader(const YamlFields& top, YamlReporter& reporter) : top_(top), reporter_(reporter) {}

  MarketSpec read() {
    check_schema(top_, "ebbtide-market/1", reporter_);
    spec_.first_week = top_.friday("first_week").value_or(Date{});
    read_series();
    if (top_.required("variables")) {
      for (const YamlNode& node : top_.list("variables")) read_variable(node);
    }
    read_aliases();
    for (const YamlNode& node : top_.list("shown")) read_shown(node);
    read_disappointment();
    read_holidays();
    return std::move(spec_);
  }

 private:
  void read_series() {
    if (!top_.required("series")) return;
    for (const YamlEntry& entry : top_.map("series")) {
      const YamlFields fields(entry.value, format("series '{}'", entry.key), {"lag_business_days", "publisher", "unit"},
                              reporter_);
      if (!fields.is_map()) continue;
      MarketSeries series;
      series.name = entry.key;
      series.lag_business_days = fields.count("lag_business_days", kLongestLag).value_or(0);
      series.publisher = fields.text("publisher").value_or("");
      series.unit = fields.text("unit").value_or("");
      spec_.series.push_back(std::move(series));
    }
  }

  void read_variable(const YamlNode& node) {
    const YamlFields fields(
        node, "variable",
        {"name", "title", "kind", "series", "transform", "scale", "unit", "group", "over", "beta_to", "proxy", "note"},
        reporter_);
    if (!fields.is_map()) return;
    MarketVariable variable;
    variable.name = fields.text("name").value_or("");
    claim_name(variable.name, node.where);
    variable.title = fields.text("title").value_or("");
    variable.is_return = fields.choice("kind", {"factor", "return"}).value_or(0) == 1;
    variable.series = fields.text("series").value_or("");
    if (!variable.series.empty()) check_series(variable.series, fields.optional("series")->where);
    read_transform(fields, variable);
    variable.group =
        fields.choice("group", {"macro", "prices"}).value_or(0) == 1 ? VolatilityGroup::prices : VolatilityGroup::macro;
    variable.over = earlier_variable(fields, "over");
    variable.beta_to = earlier_variable(fields, "beta_to");
    if (fields.optional("over") && fields.optional("beta_to")) {
      reporter_.error(fields.optional("beta_to")->where, code::kConflictingKeys,
                      "a variable has both 'over' and 'beta_to'", "one of the two");
    }
    variable.proxy = fields.flag_or_false("proxy");
    variable.note = fields.text_or_empty("note");
    spec_.variables.push_back(std::move(variable));
  }

  void read_transform(const YamlFields& fields, MarketVariable& variable) {
    const auto transform = fields.choice("transform", {"change", "log change"});
    const auto unit = fields.choice("unit", {"bp", "%"});
    if (!transform) return;
    variable.transform = *transform == 0 ? Transform::change : Transform::log_change;
    const bool is_change = variable.transform == Transform::change;
    variable.unit = is_change ? Unit::basis_point : Unit::percent;
    if (unit && (*unit == 0) != is_change) {
      reporter_.error(fields.optional("unit")->where, code::kUnitMismatch,
                      format("a {} is in {}", is_change ? "change" : "log change", is_change ? "bp" : "%"),
                      is_change ? "unit: bp" : "unit: \"%\"");
    }
    const YamlNode* scale = fields.optional("scale");
    if (is_change) {
      variable.scale = fields.number("scale").value_or(1.0);
      if (scale && !(variable.scale > 0.0)) {
        reporter_.error(scale->where, code::kInvalidNumber, format("'scale' is {}", scale->text), "a positive number",
                        "the unit of the level in bp: 100 for percentage points");
      }
    } else if (scale) {
      reporter_.error(scale->where, code::kConflictingKeys, "a log change has a 'scale'", "'scale' only with 'change'");
    }
    if (is_change && variable.is_return) {
      reporter_.error(fields.optional("transform")->where, code::kConflictingKeys, "a return is not a log change",
                      "transform: log change");
    }
  }

  void check_series(const std::string& name, const SourcePosition& where) {
    if (spec_.series_index(name)) return;
    std::vector<std::string> names;
    for (const MarketSeries& series : spec_.series) names.push_back(series.name);
    reporter_.error(where, code::kUnknownSeries, format("no series is named '{}'", name),
                    format("one of: {}", fmt::join(names, ", ")), did_you_mean(name, names));
  }

  void check_variable(const std::string& name, const SourcePosition& where, const std::string& which) {
    if (spec_.index_of(name)) return;
    std::vector<std::string> names;
    for (const MarketVariable& variable : spec_.variables) names.push_back(variable.name);
    reporter_.error(where, code::kUnknownVariable, format("no {}variable is named '{}'", which, name),
                    format("one of: {}", fmt::join(names, ", ")), did_you_mean(name, names));
  }

  std::optional<std::string> earlier_variable(const YamlFields& fields, std::string_view key) {
    if (!fields.optional(key)) return std::nullopt;
    auto name = fields.text(key);
    if (name) check_variable(*name, fields.optional(key)->where, "earlier ");
    return name;
  }

  void read_aliases() {
    for (const YamlEntry& entry : top_.map("aliases")) {
      const YamlFields fields(entry.value, format("alias '{}'", entry.key), {"variable", "sign"}, reporter_);
      if (!fields.is_map()) continue;
      claim_name(entry.key, entry.key_where);
      MarketAlias alias;
      alias.name = entry.key;
      alias.variable = fields.text("variable").value_or("");
      if (!alias.variable.empty()) check_variable(alias.variable, fields.optional("variable")->where, "");
      alias.sign = fields.choice("sign", {"1", "-1"}).value_or(0) == 1 ? -1.0 : 1.0;
      spec_.aliases.push_back(std::move(alias));
    }
  }

  void read_shown(const YamlNode& node) {
    const YamlFields fields(node, "shown level", {"name", "title", "terms", "unit"}, reporter_);
    if (!fields.is_map()) return;
    ShownLevel level;
    level.name = fields.text("name").value_or("");
    claim_name(level.name, node.where);
    level.title = fields.text("title").value_or("");
    level.unit = fields.text("unit").value_or("");
    fields.required("terms");
    for (const YamlEntry& entry : fields.map("terms")) {
      check_series(entry.key, entry.key_where);
      const auto weight = yaml_number(entry.value, format("weight of '{}'", entry.key), reporter_);
      level.terms.emplace_back(entry.key, weight.value_or(0.0));
    }
    spec_.shown.push_back(std::move(level));
  }

  void read_disappointment() {
    const YamlNode* node = top_.optional("disappointment");
    if (node == nullptr) return;
    const YamlFields fields(*node, "the dollar disappointment", {"dollar"}, reporter_);
    if (!fields.is_map()) return;
    const auto name = fields.text("dollar");
    if (!name) return;
    check_variable(*name, fields.optional("dollar")->where, "");
    spec_.disappointment_dollar = *name;
  }

  void read_holidays() {
    if (!top_.required("holidays")) return;
    std::vector<Date> dates;
    for (const YamlNode& node : top_.list("holidays")) {
      if (const auto date = yaml_date(node, "a holiday", reporter_)) dates.push_back(*date);
    }
    spec_.calendar = BusinessCalendar(std::move(dates));
  }

  // Variables, aliases and shown levels share one set of names.
  void claim_name(const std::string& name, const SourcePosition& where) {
    if (name.empty() || names_.insert(name).second) return;
    reporter_.error(where, code::kRepeatedName, format("'{}' is named twice", name),
                    "each variable, alias and shown level under a name of its own");
  }

  const YamlFields& top_;
  YamlReporter& reporter_;
  MarketSpec spec_;
  std::set<std::string> names_;
};

}  // namespace

std::optional<MarketSpec> load_market_spec(const std::string& file, Findings& findings) {
  Findings own;
  std::optional<MarketSpec> spec;
  if (const auto document = load_yaml(file, own)) {
    YamlReporter reporter(*document, own);
    const YamlFields top(
        document->root, "the market",
        {"schema", "first_week", "series", "variables", "aliases", "shown", "disappointment", "holidays"}, reporter);
    if (top.is_map()) spec = MarketReader(top, reporter).read();
  }
  findings.append(own);
  if (own.has_errors()) return std::nullopt;
  return spec;
}

}  // namespace ebbtide
