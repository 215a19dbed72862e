#include "history/load.h"

#include "history/rows_load.h"
#include "history/universe_load.h"

namespace ebbtide {
namespace {

std::string in_folder(const std::string& folder, const char* file) {
  return folder.empty() || folder.back() == '/' ? folder + file : folder + '/' + file;
}

}  // namespace

std::optional<Universe> load_universe(const std::string& file, Findings& findings) {
  return read_universe(file, nullptr, findings);
}

std::optional<History> load_history(const std::string& universe_folder, const std::string& market_folder,
                                    Findings& findings) {
  auto market = load_market_spec(in_folder(market_folder, "market.yaml"), findings);
  auto universe = read_universe(in_folder(universe_folder, "universe.yaml"), market ? &*market : nullptr, findings);
  const Universe* names = universe ? &*universe : nullptr;
  auto flows = load_observations(in_folder(universe_folder, "flows.csv"), Measure::net_flow, names, findings);
  auto aum = load_observations(in_folder(universe_folder, "aum.csv"), Measure::aum, names, findings);
  auto levels = load_levels(in_folder(market_folder, "factors.csv"), market ? &*market : nullptr, findings);
  if (!market || !universe || !flows || !aum || !levels) return std::nullopt;
  return History(std::move(*universe), std::move(*market), std::move(*flows), std::move(*aum), levels->first_week,
                 std::move(levels->values));
}

std::vector<std::string> history_files(const std::string& universe_folder, const std::string& market_folder) {
  return {in_folder(universe_folder, "universe.yaml"), in_folder(universe_folder, "flows.csv"),
          in_folder(universe_folder, "aum.csv"), in_folder(market_folder, "market.yaml"),
          in_folder(market_folder, "factors.csv")};
}

}  // namespace ebbtide
