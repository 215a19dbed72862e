// Any bytes as a scenario file, its first line also as a value for --set: scenarios that keep what the rest of the
// engine relies on, or findings; never both.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "fuzz/property.h"
#include "scenario/load.h"

namespace {

using ebbtide::Date;
using ebbtide::MarketVariable;
using ebbtide::Member;

const Date kFirstWeek = ebbtide::parse_date("2026-01-02").value();

ebbtide::History small_history() {
  ebbtide::Universe universe;
  universe.name = "global-etp";
  for (const char* name : {"Bitcoin", "Ethereum"}) {
    Member asset;
    asset.name = name;
    universe.members[0].push_back(asset);
  }
  ebbtide::MarketSpec market;
  market.series = {{"us_2y_pct", 0, "", "%"}, {"btc_usd", 0, "", "USD"}, {"eth_usd", 0, "", "USD"}};
  const char* names[] = {"cuts_priced_out", "bitcoin", "ether"};
  for (std::size_t i = 0; i < 3; ++i) {
    MarketVariable variable;
    variable.name = names[i];
    variable.series = market.series[i].name;
    variable.is_return = i > 0;
    variable.unit = i > 0 ? ebbtide::Unit::percent : ebbtide::Unit::basis_point;
    variable.transform = i > 0 ? ebbtide::Transform::log_change : ebbtide::Transform::change;
    market.variables.push_back(variable);
  }
  market.aliases.push_back({"cuts_priced", "cuts_priced_out", -1.0});
  ebbtide::Observation total;
  total.week_end = kFirstWeek;
  total.published = kFirstWeek + std::chrono::days(3);
  total.value_musd = 100.0;
  return ebbtide::History(universe, market, {total}, {}, kFirstWeek, {{3.5, 90000.0, 3000.0}, {3.6, 95000.0, 3100.0}});
}

void check(const ebbtide::Scenario& scenario) {
  ebbtide::demand(scenario.horizon_weeks >= 1 && scenario.horizon_weeks <= 52, "a horizon");
  ebbtide::demand(scenario.paths >= 100 && scenario.paths <= 100'000'000, "a number of paths");
  std::set<std::string> events;
  for (const auto& condition : scenario.conditions) {
    ebbtide::demand(!condition.terms.empty(), "a condition is on something");
    ebbtide::demand(condition.weeks.first >= 1 && condition.weeks.last <= scenario.horizon_weeks,
                    "weeks of the horizon");
  }
  for (const auto& event : scenario.events) {
    events.insert(event.name);
    ebbtide::demand(event.weeks.first >= 1 && event.weeks.last <= scenario.horizon_weeks, "weeks of the horizon");
  }
  for (const auto& threshold : scenario.thresholds) {
    ebbtide::demand(events.contains(threshold.event), "a threshold is on an event");
    ebbtide::demand(threshold.probability >= 0.0 && threshold.probability <= 1.0, "a probability");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ebbtide::History kHistory = small_history();
  static const std::string kFile = (std::filesystem::temp_directory_path() / "ebbtide-fuzz-scenario.yaml").string();
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::ofstream(kFile, std::ios::binary) << text;
  ebbtide::LoadOptions options;
  options.universe_names = {"global-etp"};
  const std::size_t equals = text.find('=');
  if (!text.empty() && text[0] == '#' && equals != std::string::npos && equals < text.find('\n')) {
    options.overrides.emplace_back(text.substr(1, equals - 1), text.substr(equals + 1, text.find('\n') - equals - 1));
  }
  const auto find = [](const std::string& name, ebbtide::Findings&) {
    return name == "global-etp" ? &kHistory : nullptr;
  };
  ebbtide::Findings findings;
  const auto loaded = ebbtide::load_scenarios({kFile}, find, options, findings);
  ebbtide::demand(loaded.empty() == findings.has_errors(), "either scenarios or errors");
  ebbtide::demand_sound(findings, ebbtide::count_lines(text));
  for (const auto& one : loaded) check(one.scenario);
  return 0;
}
