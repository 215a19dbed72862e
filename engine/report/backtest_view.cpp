#include "report/backtest_view.h"

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "core/table_reader.h"

namespace ebbtide {
namespace {

template <typename Value>
void add_once(const Value& value, std::vector<Value>& values) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

ForecastPlace place_at(const TableReader& table, std::size_t row) {
  return {table.text(row, "level"), table.text(row, "target"), table.text(row, "track"), table.whole(row, "horizon")};
}

std::string headline_score(const std::string& level) {
  return level == "total" ? "crps" : "energy";
}

}  // namespace

BacktestView::BacktestView(const BacktestResults& results) {
  const TableReader skill(results.skill), coverage(results.coverage), tests(results.tests);
  for (std::size_t row = 0; row < skill.rows(); ++row) {
    const ForecastPlace place = place_at(skill, row);
    if (skill.text(row, "score") != headline_score(place.level)) continue;
    const auto same = [&](const ForecastQuantity& each) {
      return each.level == place.level && each.target == place.target;
    };
    if (std::none_of(quantities_.begin(), quantities_.end(), same))
      quantities_.push_back(
          {place.level, place.target, headline_score(place.level), quantity_name(place.level, place.target)});
    add_once(place.track, tracks_);
    add_once(place.weeks, horizons_);
    add_once(skill.text(row, "rival"), rivals_);
    skills_[{place, skill.text(row, "rival")}] = {skill.whole(row, "forecasts"), *skill.number(row, "value"),
                                                  *skill.number(row, "rival_value"), *skill.number(row, "skill"),
                                                  *skill.number(row, "skill_se")};
  }
  for (std::size_t row = 0; row < coverage.rows(); ++row) {
    if (coverage.text(row, "model") != kEngineName) continue;
    coverages_[{place_at(coverage, row), static_cast<int>(*coverage.number(row, "nominal"))}] = {
        coverage.whole(row, "outcomes"), *coverage.number(row, "inside"), *coverage.number(row, "band_low"),
        *coverage.number(row, "band_high"), coverage.text(row, "verdict")};
  }
  for (std::size_t row = 0; row < tests.rows(); ++row) {
    const ForecastPlace place = place_at(tests, row);
    if (tests.text(row, "score") != headline_score(place.level)) continue;
    tests_[{place, tests.text(row, "model")}] = {tests.number(row, "p_value"), tests.text(row, "set") == "worse"};
  }
}

const SkillNumber* BacktestView::skill(const ForecastPlace& place, const std::string& rival) const {
  const auto found = skills_.find({place, rival});
  return found == skills_.end() ? nullptr : &found->second;
}

std::string BacktestView::best_rival(const ForecastPlace& place) const {
  std::string best;
  for (const std::string& rival : rivals_) {
    const SkillNumber* own = skill(place, rival);
    if (own && (best.empty() || own->skill < skill(place, best)->skill)) best = rival;
  }
  return best;
}

const CoverageNumber* BacktestView::coverage(const ForecastPlace& place, int nominal) const {
  const auto found = coverages_.find({place, nominal});
  return found == coverages_.end() ? nullptr : &found->second;
}

const TestNumber* BacktestView::test(const ForecastPlace& place, const std::string& model) const {
  const auto found = tests_.find({place, model});
  return found == tests_.end() ? nullptr : &found->second;
}

std::string quantity_name(const std::string& level, const std::string& target) {
  if (level != "total") return "Flows of " + level;
  return target == "aum" ? "AUM" : "Net flow";
}

ForecastPlace place_of(const ForecastQuantity& quantity, const std::string& track, int weeks) {
  return {quantity.level, quantity.target, track, weeks};
}

std::string known_text(const std::string& track) {
  if (track == "U") return "nothing";
  return track == "M" ? "macro factors" : "macro and prices";
}

std::string weeks_text(int weeks) {
  return format("{} week{}", weeks, weeks == 1 ? "" : "s");
}

std::string skill_words(const SkillNumber& skill) {
  if (std::abs(skill.skill) <= 2.0 * skill.error) return "even";
  return skill.skill > 0.0 ? "better" : "worse";
}

std::string skill_text(const SkillNumber& skill) {
  return format("{}{} \u00b1 {} %", skill.skill > 0.0 ? "+" : "", fixed_text(skill.skill, 0),
                fixed_text(skill.error, 0));
}

}  // namespace ebbtide
