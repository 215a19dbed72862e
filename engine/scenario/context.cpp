#include "scenario/context.h"

#include <vector>

#include "core/contract.h"
#include "core/format.h"

namespace ebbtide {

std::optional<NamedVariable> find_variable(const std::string& name, const SourcePosition& where,
                                           const ParseContext& context) {
  EBBTIDE_REQUIRE(context.market != nullptr);
  const MarketSpec& market = *context.market;
  if (const MarketVariable* variable = market.find(name)) return NamedVariable{.variable = variable, .sign = 1.0};
  for (const MarketAlias& alias : market.aliases) {
    if (alias.name != name) continue;
    const MarketVariable* variable = market.find(alias.variable);
    EBBTIDE_REQUIRE(variable != nullptr);
    return NamedVariable{.variable = variable, .sign = alias.sign};
  }
  std::vector<std::string> names;
  for (const MarketVariable& variable : market.variables) names.push_back(variable.name);
  for (const MarketAlias& alias : market.aliases) names.push_back(alias.name);
  context.reporter.error(where, "unknown-factor", format("there is no market variable '{}'", name),
                         one_of(names, "market variables"), did_you_mean(name, names));
  return std::nullopt;
}

}  // namespace ebbtide
