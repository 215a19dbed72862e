#include "history/load.h"

#include "history/rows_load.h"
#include "history/universe_load.h"

namespace ebbtide {
namespace {

std::string in_folder(const std::string& folder, const char* file) {
  return folder.empty() || folder.back() == '/' ? folder + file : folder + '/' + file;
}

constexpr const char* kUniverseFile = "universe.yaml";

// What a universe's own folder holds.
struct Funds {
  Universe universe;
  std::vector<Observation> flows, aum;
};

std::optional<Funds> load_funds(const std::string& folder, const std::optional<MarketSpec>& market,
                                Findings& findings) {
  auto universe = read_universe(in_folder(folder, kUniverseFile), market ? &*market : nullptr, findings);
  const Universe* names = universe ? &*universe : nullptr;
  const PublicationRule rule{names ? names->publication_lag_business_days : 0,
                             market ? market->calendar : BusinessCalendar()};
  auto flows = load_observations(in_folder(folder, "flows.csv"), Measure::net_flow, names, rule, findings);
  auto aum = load_observations(in_folder(folder, "aum.csv"), Measure::aum, names, rule, findings);
  if (!universe || !flows || !aum) return std::nullopt;
  return Funds{std::move(*universe), std::move(*flows), std::move(*aum)};
}

std::vector<std::string> fund_files(const std::string& folder) {
  return {in_folder(folder, kUniverseFile), in_folder(folder, "flows.csv"), in_folder(folder, "aum.csv")};
}

}  // namespace

std::optional<Universe> load_universe(const std::string& file, Findings& findings) {
  return read_universe(file, nullptr, findings);
}

std::optional<History> load_history(const std::string& universe_folder, const std::string& market_folder,
                                    Findings& findings) {
  auto market = load_market_spec(in_folder(market_folder, "market.yaml"), findings);
  auto levels = load_levels(in_folder(market_folder, "factors.csv"), market ? &*market : nullptr, findings);
  auto own = load_funds(universe_folder, market, findings);
  std::optional<Funds> sibling;
  if (own && !own->universe.sibling.empty()) {
    sibling =
        load_funds(sibling_folder(in_folder(universe_folder, kUniverseFile), own->universe.sibling), market, findings);
    if (!sibling) return std::nullopt;
  }
  if (!market || !own || !levels) return std::nullopt;
  const auto history = [&](Funds funds) {
    return History(std::move(funds.universe), *market, std::move(funds.flows), std::move(funds.aum), levels->first_week,
                   levels->values);
  };
  History result = history(std::move(*own));
  if (sibling) result.set_sibling(history(std::move(*sibling)));
  return result;
}

std::vector<std::string> history_files(const std::string& universe_folder, const std::string& market_folder) {
  std::vector<std::string> files = fund_files(universe_folder);
  files.push_back(in_folder(market_folder, "market.yaml"));
  files.push_back(in_folder(market_folder, "factors.csv"));
  Findings reported_by_loading;
  const auto universe = load_universe(in_folder(universe_folder, kUniverseFile), reported_by_loading);
  if (!universe || universe->sibling.empty()) return files;
  for (std::string& file : fund_files(sibling_folder(in_folder(universe_folder, kUniverseFile), universe->sibling))) {
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace ebbtide
