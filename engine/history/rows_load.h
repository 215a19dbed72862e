// flows.csv and aum.csv of a universe, factors.csv of the market (docs/history-format.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "history/observation_rules.h"

namespace ebbtide {

// When figures of a file without the column `published` came out: so many business days after the week's end.
struct PublicationRule {
  int lag_business_days = 0;
  BusinessCalendar calendar = {};
};

// Rows in file order; nullopt after an error. Without a universe, names are not checked. A file without the column
// `rounding_musd` is taken to print its figures in full: each is known to the unit of its last digit.
std::optional<std::vector<Observation>> load_observations(const std::string& file, Measure measure,
                                                          const Universe* universe, const PublicationRule& rule,
                                                          Findings& findings);

struct Levels {
  Date first_week;
  std::vector<std::vector<double>> values;  // [week][series], NaN where the field is empty
};

// Consecutive Fridays and one column per series, in the order of market.yaml. Without a market, any columns.
std::optional<Levels> load_levels(const std::string& file, const MarketSpec* market, Findings& findings);

}  // namespace ebbtide
