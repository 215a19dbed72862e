// How the sheets of a backtest's workbook find their numbers, and the words for them (internal to engine/report).
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backtest/backtest_results.h"

namespace ebbtide {

// What is forecast, and the score by which it is judged first: crps of the total, energy of members together.
struct ForecastQuantity {
  std::string level;
  std::string target;
  std::string score;
  std::string name;  // quantity_name()
};

struct ForecastPlace {
  std::string level;
  std::string target;
  std::string track;
  int weeks = 1;

  // The checker takes the comparison of a defaulted <=> with 0 for a null pointer.
  auto operator<=>(const ForecastPlace&) const = default;  // NOLINT(modernize-use-nullptr)
};

struct SkillNumber {
  int forecasts = 0;
  double own_mean = 0.0;    // % of the AUM at the origin
  double rival_mean = 0.0;  // likewise
  double skill = 0.0;       // %
  double error = 0.0;       // one standard error
};

struct CoverageNumber {
  int outcomes = 0;
  double inside = 0.0;  // %
  double low = 0.0;
  double high = 0.0;
  std::string verdict;
};

struct TestNumber {
  std::optional<double> p_value;
  bool separable = false;  // from the best of all models
};

// The engine's numbers, by what was forecast. The tables must outlive it.
class BacktestView {
 public:
  explicit BacktestView(const BacktestResults& results);

  const std::vector<ForecastQuantity>& quantities() const { return quantities_; }  // those that were compared
  const std::vector<std::string>& tracks() const { return tracks_; }
  const std::vector<int>& horizons() const { return horizons_; }
  const std::vector<std::string>& rivals() const { return rivals_; }

  // By the quantity's own score.
  const SkillNumber* skill(const ForecastPlace& place, const std::string& rival) const;
  // The rival with the least mean; empty where there is none.
  std::string best_rival(const ForecastPlace& place) const;
  const CoverageNumber* coverage(const ForecastPlace& place, int nominal) const;
  const TestNumber* test(const ForecastPlace& place, const std::string& model) const;

 private:
  std::vector<ForecastQuantity> quantities_;
  std::vector<std::string> tracks_;
  std::vector<int> horizons_;
  std::vector<std::string> rivals_;
  std::map<std::pair<ForecastPlace, std::string>, SkillNumber> skills_;
  std::map<std::pair<ForecastPlace, int>, CoverageNumber> coverages_;
  std::map<std::pair<ForecastPlace, std::string>, TestNumber> tests_;
};

inline constexpr const char* kEngineName = "ebbtide";

// "Net flow", "AUM", "Flows of assets".
std::string quantity_name(const std::string& level, const std::string& target);
ForecastPlace place_of(const ForecastQuantity& quantity, const std::string& track, int weeks);
// "nothing", "macro factors", "macro and prices".
std::string known_text(const std::string& track);
std::string weeks_text(int weeks);  // "1 week"
// "better", "worse", or "even" within two standard errors.
std::string skill_words(const SkillNumber& skill);
// "+12.3 \u00b1 4.5 %".
std::string skill_text(const SkillNumber& skill);

}  // namespace ebbtide
