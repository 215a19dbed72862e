// How a condition binds: its `kind` and the `sd` that goes with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scenario/fields.h"
#include "scenario/scenario.h"

namespace ebbtide {

std::string_view kind_text(ConditionKind kind);  // "known", "hard", "target", "evidence", "bound"

struct Binding {
  ConditionKind kind = ConditionKind::hard;
  const YamlNode* sd = nullptr;  // of target and evidence: one quantity, or a list of them
};

// Reports an unknown kind, a target or evidence without sd, and an sd beside a hard condition.
std::optional<Binding> parse_binding(const Fields& fields, Reporter& reporter);

// A standard deviation: positive (or, where permitted, zero) and of a size that can be.
std::optional<double> read_sd(const YamlNode& node, Unit unit, std::string_view subject, bool may_be_zero,
                              Reporter& reporter);

// " (target, sd 0.5 %)"; nothing for a hard one.
std::string binding_text(ConditionKind kind, const YamlNode* sd);

}  // namespace ebbtide
