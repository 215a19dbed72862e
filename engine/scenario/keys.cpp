#include "scenario/keys.h"

#include <algorithm>

namespace ebbtide {
namespace {

constexpr std::array<Unit, 2> kMarketUnits = {Unit::percent, Unit::basis_point};
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
    supported(scenario, "baseline", ValueKind::reference, "Name of the scenario that differences are taken to."),
    nested("conditions", ValueKind::section_list, condition, "What the market is made to do."),
    nested("events", ValueKind::section_map, event, "What to report probabilities of, by name."),
    nested("thresholds", ValueKind::section_list, threshold, "Probabilities that make the run fail when broken."),
    nested("sweep", ValueKind::section, sweep, "Runs the scenario once per combination of values."),
    nested("judgment", ValueKind::section, judgment, "Who asks for this and why."),
    reserved(scenario, "views"),
    reserved(scenario, "path"),
    reserved(scenario, "drivers"),
    reserved(scenario, "assumptions"),
    reserved(scenario, "feedback"),
    reserved(scenario, "parameters"),

    supported(condition, "factor", ValueKind::reference, "A market variable or its alias."),
    supported(condition, "combination", ValueKind::weights,
              "A weighted sum of market variables: {ether: 1, bitcoin: -1}."),
    measured(condition, "change", ValueKind::quantity_or_list, kMarketUnits,
             "Change in `week`, or a list for weeks 1, 2, ... with ~ for a free week."),
    measured(condition, "cumulative", ValueKind::quantity, kMarketUnits, "Change over all of `weeks` together."),
    measured(condition, "average", ValueKind::quantity, kMarketUnits, "Mean weekly change over `weeks`."),
    supported(condition, "week", ValueKind::week, "The week that `change` is for."),
    supported(condition, "weeks", ValueKind::week_range, "First and last week of `cumulative` or `average`: 1-4."),
    choice(condition, "kind", "hard", "How the condition binds; hard (the default): it holds on every path."),
    reserved(condition, "flow"),
    reserved(condition, "cumulative_flow"),
    reserved(condition, "net_flow_pct_aum"),
    reserved(condition, "aum"),
    reserved(condition, "value"),
    reserved(condition, "sd"),
    reserved(condition, "at most"),
    reserved(condition, "at least"),
    reserved(condition, "between"),
    reserved(condition, "response of"),

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

std::string_view section_text(Section section) {
  constexpr std::array<std::string_view, 7> kTexts = {"scenario", "condition", "event",   "threshold",
                                                      "member",   "sweep",     "judgment"};
  return kTexts[static_cast<std::size_t>(section)];
}

}  // namespace ebbtide
