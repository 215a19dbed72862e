// The market's variables, as market.yaml declares them: which published series they are made of, how, and in what unit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "core/unit.h"

namespace ebbtide {

// A column of factors.csv and when its Friday value becomes public.
struct MarketSeries {
  std::string name;           // "usd_broad_index"
  int lag_business_days = 0;  // after week_end
  std::string publisher;
  std::string unit;  // of the level, for display
};

enum class Transform { change, log_change };
enum class VolatilityGroup { macro, prices };

// One variable of the market state, in the order of the triangular system.
//   change:      scale x (level_t - level_{t-1}),        unit as declared (bp)
//   log_change:  100 x log(level_t / level_{t-1}),        modelled in log percent, read and written as simple percent
// `over` subtracts another variable's own transform (ether over bitcoin), so that the state holds the difference.
// `beta_to` makes it a satellite: its equation has a constant and that one variable of the same week, nothing else.
struct MarketVariable {
  std::string name;  // "cuts_priced_out", "bitcoin"
  std::string title;
  bool is_return = false;  // price of an asset: reported under target "return"; else "factor"
  std::string series;
  Transform transform = Transform::log_change;
  double scale = 1.0;
  Unit unit = Unit::percent;
  VolatilityGroup group = VolatilityGroup::macro;
  std::optional<std::string> over;
  std::optional<std::string> beta_to;
  bool proxy = false;
  std::string note;
};

// Another name under which users may condition on a variable: value x sign.
struct MarketAlias {
  std::string name;
  std::string variable;
  double sign = 1.0;
};

// A level shown beside the factors and used by no equation ("2-year yield less effective rate").
struct ShownLevel {
  std::string name;
  std::string title;
  std::vector<std::pair<std::string, double>> terms;  // series, weight
  std::string unit;
};

struct MarketSpec {
  std::vector<MarketSeries> series;
  std::vector<MarketVariable> variables;
  std::vector<MarketAlias> aliases;
  std::vector<ShownLevel> shown;
  // The variable whose fall a price may fail to gain from (docs/methods.md, dollar disappointment); none: no such term.
  std::optional<std::string> disappointment_dollar;
  BusinessCalendar calendar;
  Date first_week;  // market rows before it are read and shown, never used for calibration

  const MarketVariable* find(std::string_view name) const;
  std::optional<std::size_t> index_of(std::string_view name) const;      // of a variable
  std::optional<std::size_t> series_index(std::string_view name) const;  // of a series
  // The first day on which the Friday value of a series is public.
  Date published(std::size_t series_position, Date week_end) const;
};

}  // namespace ebbtide
