#include "scenario/keys.h"

#include <algorithm>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr std::array<Unit, 2> kMarketUnits = {Unit::percent, Unit::basis_point};
constexpr std::array<Unit, 2> kFlowUnits = {Unit::million_usd, Unit::percent};
constexpr std::array<Unit, 2> kPercent = {Unit::percent, Unit::none};

constexpr Key supported(Section section, std::string_view name, ValueKind kind, std::string_view description) {
  Key key;
  key.section = section;
  key.name = name;
  key.kind = kind;
  key.description = description;
  return key;
}

constexpr Key required(Section section, std::string_view name, ValueKind kind, std::string_view description) {
  Key key = supported(section, name, kind, description);
  key.required = true;
  return key;
}

constexpr Key measured(Section section, std::string_view name, ValueKind kind, std::array<Unit, 2> units,
                       std::string_view description) {
  Key key = supported(section, name, kind, description);
  key.units = units;
  return key;
}

constexpr Key choice(Section section, std::string_view name, std::string_view values, std::string_view description) {
  Key key = supported(section, name, ValueKind::choice, description);
  key.values = values;
  return key;
}

constexpr Key nested(std::string_view name, ValueKind kind, Section child, std::string_view description) {
  Key key = supported(Section::scenario, name, kind, description);
  key.child = child;
  return key;
}

constexpr Key of_quantity(std::string_view name, std::string_view description) {
  Key key = supported(Section::view, name, ValueKind::section, description);
  key.child = Section::quantity;
  return key;
}

constexpr Key stated(std::string_view name, std::array<Unit, 2> units, std::string_view description) {
  Key key = required(Section::assumption, name, ValueKind::quantity, description);
  key.units = units;
  return key;
}

constexpr Key reserved(Section section, std::string_view name) {
  Key key = supported(section, name, ValueKind::anything, "Reserved for a later version.");
  key.reserved = true;
  return key;
}

constexpr Key horizon_key() {
  Key key = required(Section::scenario, "horizon", ValueKind::quantity, "Weeks to simulate, 1 to 52: \"8 weeks\".");
  key.units = {Unit::week, Unit::none};
  return key;
}

using enum Section;

constexpr auto kKeys = std::to_array<Key>({
    choice(scenario, "schema", kSchemaName, "The version of this format; every file says it."),
    supported(scenario, "name", ValueKind::name, "Name in every output; by default the file's name without ending."),
    supported(scenario, "title", ValueKind::text, "One line for people; by default the name."),
    supported(scenario, "why", ValueKind::text, "What the scenario asks."),
    supported(scenario, "source", ValueKind::text, "Where its sizes come from."),
    supported(scenario, "extends", ValueKind::file,
              "A file, relative to this one, whose values hold unless given here."),
    required(scenario, "universe", ValueKind::reference, "Folder name of the set of funds."),
    required(scenario, "as_of", ValueKind::date, "Nothing published after this day is read."),
    horizon_key(),
    supported(scenario, "paths", ValueKind::integer, "Simulated paths, 100 to 100000000; by default 100000."),
    supported(scenario, "seed", ValueKind::integer, "Seed of the random numbers, 64 bits; by default 1."),
    choice(
        scenario, "depth", "total|margins|pairs|cells",
        "Which members have tables: the total; assets, regions and issuers too; pairs; cells. By default cells where "
        "the universe publishes them, else margins."),
    supported(scenario, "baseline", ValueKind::reference, "Name of the scenario that differences are taken to."),
    nested("conditions", ValueKind::section_list, condition, "What the market and the flows are made to do."),
    nested("views", ValueKind::section_list, view, "What is held about probabilities, means and quantiles."),
    choice(scenario, "path", "full|sequential",
           "full (the default): later weeks inform earlier ones; sequential: every week knows only its own past."),
    supported(scenario, "drivers", ValueKind::name_lists,
              "By market variable: whose shocks alone may deliver its hard and target conditions."),
    nested("assumptions", ValueKind::section_list, assumption, "Responses stated in place of those of the data."),
    nested("feedback", ValueKind::section, Section::feedback, "Whether flows move prices."),
    nested("events", ValueKind::section_map, event, "What to report probabilities of, by name."),
    nested("thresholds", ValueKind::section_list, threshold, "Probabilities that make the run fail when broken."),
    nested("sweep", ValueKind::section, sweep, "Runs the scenario once per combination of values."),
    nested("judgment", ValueKind::section, judgment, "Who asks for this and why."),
    reserved(scenario, "parameters"),

    supported(condition, "factor", ValueKind::reference, "A market variable or its alias."),
    supported(condition, "combination", ValueKind::weights,
              "A weighted sum of market variables: {ether: 1, bitcoin: -1}."),
    supported(condition, "flow", ValueKind::member, "Net flow of the week."),
    supported(condition, "cumulative_flow", ValueKind::member, "Net flow from week 1 to the week."),
    supported(condition, "net_flow_pct_aum", ValueKind::member, "Net flow of the week in percent of AUM before it."),
    supported(condition, "aum", ValueKind::member, "Assets under management at the end of the week."),
    measured(condition, "change", ValueKind::quantity_or_list, kMarketUnits,
             "Change in `week`, or a list for weeks 1, 2, ... with ~ for a free week."),
    measured(condition, "cumulative", ValueKind::quantity, kMarketUnits, "Change over all of `weeks` together."),
    measured(condition, "average", ValueKind::quantity, kMarketUnits, "Mean weekly change over `weeks`."),
    measured(condition, "value", ValueKind::quantity, kFlowUnits, "The flow or AUM in `week`."),
    measured(condition, "at most", ValueKind::quantity, {}, "The largest permitted value."),
    measured(condition, "at least", ValueKind::quantity, {}, "The smallest permitted value."),
    measured(condition, "between", ValueKind::quantity_pair, {}, "The smallest and the largest permitted value."),
    supported(condition, "week", ValueKind::week, "The week that `change`, `value` or a bound is for."),
    supported(condition, "weeks", ValueKind::week_range,
              "First and last week of `cumulative`, `average` or of a bound on the change over them together: 1-4."),
    choice(condition, "kind", "hard|target|evidence",
           "hard (the default): holds on every path; target: the quantity gets this distribution; evidence: a noisy "
           "sighting of it."),
    measured(condition, "sd", ValueKind::quantity_or_list, {},
             "Standard deviation of a target or of the error of evidence; one for a whole list, or a list."),

    supported(event, "flow", ValueKind::member, "Net flow of the week."),
    supported(event, "cumulative_flow", ValueKind::member, "Net flow from week 1 to the week."),
    supported(event, "net_flow_pct_aum", ValueKind::member, "Net flow of the week in percent of AUM before it."),
    supported(event, "aum", ValueKind::member, "Assets under management at the end of the week."),
    supported(event, "factor", ValueKind::reference, "Change of a market variable in the week."),
    supported(event, "week", ValueKind::week, "The week that `below` or `above` looks at."),
    supported(event, "weeks", ValueKind::week_range, "The weeks that a minimum or maximum is taken over: 1-8."),
    measured(event, "below", ValueKind::quantity, {}, "True when the value is below this."),
    measured(event, "above", ValueKind::quantity, {}, "True when the value is above this."),
    measured(event, "min below", ValueKind::quantity, {}, "True when the lowest value is below this."),
    measured(event, "min above", ValueKind::quantity, {}, "True when the lowest value is above this."),
    measured(event, "max below", ValueKind::quantity, {}, "True when the highest value is below this."),
    measured(event, "max above", ValueKind::quantity, {}, "True when the highest value is above this."),

    required(threshold, "probability of", ValueKind::reference, "Name of an event."),
    measured(threshold, "at most", ValueKind::quantity, kPercent, "The largest probability that passes."),
    measured(threshold, "at least", ValueKind::quantity, kPercent, "The smallest probability that passes."),

    supported(member, "asset", ValueKind::reference, "An asset of the universe."),
    supported(member, "region", ValueKind::reference, "A region of the universe."),
    supported(member, "issuer", ValueKind::reference, "An issuer of the universe."),

    supported(sweep, "grid", ValueKind::paths, "Every combination of the lists, the last key fastest."),
    supported(sweep, "zip", ValueKind::paths, "The first of every list, the second of every list, ..."),

    required(judgment, "author", ValueKind::text, "Who decided."),
    required(judgment, "why", ValueKind::text, "On what grounds."),
    supported(judgment, "reference", ValueKind::text, "Where it is written down."),

    supported(view, "probability of", ValueKind::event, "An event, or the name of one of `events`."),
    of_quantity("mean of", "The quantity whose mean is held."),
    of_quantity("quantile of", "The quantity whose quantile at `level` is held."),
    of_quantity("shortfall of", "The quantity whose mean over the lowest `level` of paths is held."),
    measured(view, "level", ValueKind::quantity, kPercent,
             "Of a quantile: its probability; of a shortfall: the share."),
    measured(view, "is", ValueKind::quantity, {}, "The value that is held."),
    measured(view, "at most", ValueKind::quantity, {}, "The largest value that is held possible."),
    measured(view, "at least", ValueKind::quantity, {}, "The smallest value that is held possible."),
    measured(view, "between", ValueKind::quantity_pair, {}, "The smallest and the largest value held possible."),

    supported(quantity, "flow", ValueKind::member, "Net flow of the week."),
    supported(quantity, "cumulative_flow", ValueKind::member, "Net flow from week 1 to the week."),
    supported(quantity, "net_flow_pct_aum", ValueKind::member, "Net flow of the week in percent of AUM before it."),
    supported(quantity, "aum", ValueKind::member, "Assets under management at the end of the week."),
    supported(quantity, "factor", ValueKind::reference, "Change of a market variable in the week."),
    supported(quantity, "week", ValueKind::week, "The week that is looked at."),
    supported(quantity, "weeks", ValueKind::week_range, "The weeks that `statistic` is taken over: 1-8."),
    choice(quantity, "statistic", "min|max", "The lowest or the highest value over `weeks`."),

    required(assumption, "response of", ValueKind::reference, "A market variable, or \"flow\" (total, % of AUM)."),
    required(assumption, "to", ValueKind::reference,
             "A market variable before it in market.yaml; for flow: \"return\", the AUM-weighted return."),
    stated("per", kMarketUnits, "The move of `to` that the response is for."),
    stated("is", kMarketUnits, "How far `response of` moves with it in the same week."),
    measured(assumption, "sd", ValueKind::quantity, kMarketUnits, "Standard deviation of `is`; by default none."),
    required(assumption, "why", ValueKind::text, "On what grounds; shown wherever the assumption counts."),

    [] {
      Key key =
          choice(feedback, "price impact", "none|structural",
                 "none: the past's joint law holds what flows did to prices; structural: an unexpected flow moves "
                 "prices by `multiplier` times its share of the market.");
      key.required = true;
      return key;
    }(),
    measured(feedback, "market cap", ValueKind::quantity, {Unit::million_usd, Unit::none},
             "Worth of all the coins that the universe holds a part of, before week 1; needed where structural."),
    supported(feedback, "multiplier", ValueKind::number, "Median of the lognormal multiplier; by default 2."),
    supported(feedback, "sigma", ValueKind::number, "Standard deviation of its logarithm; by default 0.7."),
});

}  // namespace

std::span<const Key> scenario_keys() {
  return kKeys;
}

const Key* find_key(Section section, std::string_view name) {
  const auto found = std::find_if(kKeys.begin(), kKeys.end(),
                                  [&](const Key& key) { return key.section == section && key.name == name; });
  return found == kKeys.end() ? nullptr : &*found;
}

std::vector<std::string> key_names(Section section) {
  std::vector<std::string> names;
  for (const Key& key : kKeys) {
    if (key.section == section && !key.reserved) names.emplace_back(key.name);
  }
  return names;
}

std::vector<std::string> choice_values(Section section, std::string_view name) {
  const Key* key = find_key(section, name);
  EBBTIDE_REQUIRE(key != nullptr && key->kind == ValueKind::choice);
  std::vector<std::string> values;
  std::string_view rest = key->values;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('|'), rest.size());
    values.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return values;
}

std::string_view section_text(Section section) {
  constexpr std::array<std::string_view, 11> kTexts = {"scenario", "condition",  "event",    "threshold",
                                                       "member",   "sweep",      "judgment", "view",
                                                       "quantity", "assumption", "feedback"};
  return kTexts[static_cast<std::size_t>(section)];
}

}  // namespace ebbtide
