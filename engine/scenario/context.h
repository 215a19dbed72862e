// What the parts of a scenario are checked against, and the look-up of market variables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/calendar.h"
#include "history/history.h"
#include "scenario/documents.h"

namespace ebbtide {

// A null pointer or empty value means that it is itself wrong and was reported; checks that need it are left out.
struct ParseContext {
  explicit ParseContext(Reporter& where_findings_go) : reporter(where_findings_go) {}

  Reporter& reporter;
  const History* history = nullptr;
  const MarketSpec* market = nullptr;
  bool without_universe = false;
  std::optional<int> horizon_weeks;
  std::optional<Date> as_of;
};

// A market variable under its own name or an alias; an alias is the variable times `sign`.
struct NamedVariable {
  const MarketVariable* variable = nullptr;
  double sign = 1.0;
};

// Reports an unknown name at the position. Requires context.market.
std::optional<NamedVariable> find_variable(const std::string& name, const SourcePosition& where,
                                           const ParseContext& context);

}  // namespace ebbtide
