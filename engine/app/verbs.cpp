#include "app/verbs.h"

#include <filesystem>

#include "core/error.h"
#include "text/file.h"

namespace ebbtide {

LoadedInput load_input(const ScenarioInput& input, UniverseStore& universes, Console& console,
                       std::optional<MarketSpec> market_without_universe) {
  LoadedInput loaded;
  LoadOptions options;
  options.overrides = input.overrides;
  options.universe_names = universes.names();
  options.market_without_universe = std::move(market_without_universe);
  loaded.scenarios = load_scenarios(input.files, universes.lookup(), options, loaded.warnings);
  if (loaded.warnings.has_errors()) throw InputError(loaded.warnings);
  if (loaded.scenarios.empty()) throw NothingToDo("the files hold no scenario");
  console.report(loaded.warnings);
  return loaded;
}

void write_output(const std::string& file, bool force, const std::string& text, Console& console) {
  if (file == "-") {
    console.data(text);
    return;
  }
  std::error_code error;
  if (!force && std::filesystem::exists(file, error)) {
    throw UsageError({"'" + file + "' exists; --force replaces it"});
  }
  const std::string partial = file + ".partial";
  write_file(partial, text);
  std::filesystem::rename(partial, file, error);
  if (error) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    throw IoError("cannot write " + file + ": " + error.message());
  }
}

}  // namespace ebbtide
