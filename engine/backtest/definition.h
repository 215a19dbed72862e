// A backtest as its file declares it (docs/backtest-format.md): which weeks are forecast again, from what information,
// by which models, and how the forecasts are scored.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/finding.h"
#include "model/posterior.h"

namespace ebbtide {

// What is known of the weeks that are forecast: nothing (U), the macro factors that came (M), or those and the prices
// that came (MP).
enum class Track { unconditional, macro, macro_and_prices };
std::string_view track_text(Track track);  // "U", "M", "MP"

// What a score is about: the total, or the members of a dimension or the cells, one by one and together.
enum class Level { total, assets, regions, issuers, cells };
std::string_view level_text(Level level);  // "total", "assets", ...

// docs/backtest-format.md says what each is.
enum class ScoreKind { crps, tail_crps, wis, pit, energy, variogram, var_es, log };
std::string_view score_kind_text(ScoreKind kind);

inline constexpr std::array kAllTracks = {Track::unconditional, Track::macro, Track::macro_and_prices};
inline constexpr std::array kAllLevels = {Level::total, Level::assets, Level::regions, Level::issuers, Level::cells};
// In the order of their numbers.
inline constexpr std::array kAllScoreKinds = {ScoreKind::crps,   ScoreKind::tail_crps, ScoreKind::wis,
                                              ScoreKind::pit,    ScoreKind::energy,    ScoreKind::variogram,
                                              ScoreKind::var_es, ScoreKind::log};

// When a score counts as worse than the committed one (gates.h).
struct GateRules {
  std::vector<ScoreKind> scores;
  double floor_percent = 0.0;  // of the committed mean
  double errors = 0.0;         // standard errors of the difference
};

struct BacktestDefinition {
  std::string file;
  std::string name;  // the file's name without its ending
  std::string title;
  std::string about;
  std::string data_folder;  // holds universes/ and market/; resolved from the file's own folder
  std::string universe;
  // Origins are days on which a forecast is made, from first_origin up to last_origin.
  Date first_origin;
  Date last_origin;
  FlowModel flow_model = FlowModel::regression;  // of the engine's own forecasts
  int every_weeks = 1;                           // from one to the next
  std::vector<int> horizons;                     // weeks, ascending
  std::vector<Track> tracks;
  std::vector<Level> levels;
  std::uint64_t paths = 0;
  std::uint64_t seed = 0;
  std::vector<std::string> rivals;  // names of rival.h, and that of linear_pool.h
  std::vector<ScoreKind> scores;
  std::optional<GateRules> gates;

  std::vector<Date> origins() const;
  bool has(Level level) const;
  bool has(ScoreKind kind) const;
  bool has_rival(std::string_view rival) const;
};

inline constexpr int kLongestBacktestHorizon = 26;  // weeks
inline constexpr std::uint64_t kMostBacktestPaths = 100'000;
inline constexpr std::uint64_t kFewestBacktestPaths = 100;

// Every problem of the file goes to `findings`; any error gives nullopt.
std::optional<BacktestDefinition> load_backtest(const std::string& file, Findings& findings);

}  // namespace ebbtide
