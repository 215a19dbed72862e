#include "scenario/condition_kind.h"

#include "core/format.h"
#include "scenario/values.h"

namespace ebbtide {
std::string_view kind_text(ConditionKind kind) {
  switch (kind) {
    case ConditionKind::known:
      return "known";
    case ConditionKind::hard:
      return "hard";
    case ConditionKind::target:
      return "target";
    case ConditionKind::evidence:
      return "evidence";
    case ConditionKind::inequality:
      return "bound";
  }
  return "";
}

std::optional<Binding> parse_binding(const Fields& fields, Reporter& reporter) {
  Binding binding;
  if (fields.entry("kind") != nullptr) {
    const auto kind = read_choice(fields, Section::condition, "kind", reporter);
    if (!kind) return std::nullopt;
    if (*kind == "target") binding.kind = ConditionKind::target;
    if (*kind == "evidence") binding.kind = ConditionKind::evidence;
  }
  if (binding.kind == ConditionKind::hard) {
    forbid(fields, {"sd"}, "a hard condition, which leaves no deviation", "'sd' with kind: target or kind: evidence",
           reporter);
    return fields.entry("sd") == nullptr ? std::optional(binding) : std::nullopt;
  }
  if (fields.entry("sd") == nullptr) {
    reporter.error(fields.node().where, "missing-key", format("kind: {} needs the key 'sd'", kind_text(binding.kind)),
                   binding.kind == ConditionKind::target ? "the standard deviation that the quantity shall have"
                                                         : "the standard deviation of the error of the sighting");
    return std::nullopt;
  }
  binding.sd = fields.get("sd");
  return binding.sd == nullptr ? std::nullopt : std::optional(binding);
}

std::optional<double> read_sd(const YamlNode& node, Unit unit, std::string_view subject, bool may_be_zero,
                              Reporter& reporter) {
  const auto sd = read_quantity(node, unit, subject, reporter);
  if (!sd) return std::nullopt;
  if (sd->value < 0.0 || (sd->value == 0.0 && !may_be_zero)) {
    reporter.error(node.where, "out-of-range", format("{} is '{}'", subject, node.text),
                   may_be_zero ? "0 or more" : "more than 0",
                   sd->value == 0.0 ? "for no deviation say kind: hard" : "");
    return std::nullopt;
  }
  const double greatest = unit == Unit::percent       ? kAbsurdLogPercent
                          : unit == Unit::basis_point ? kAbsurdBasisPoints
                                                      : kAbsurdMillionUsd;
  if (sd->value <= greatest) return sd->value;
  reporter.error(node.where, "absurd-value", format("{} is '{}'", subject, node.text),
                 "at most 300 %, 10,000 bp or 100,000 bn USD");
  return std::nullopt;
}

std::string binding_text(ConditionKind kind, const YamlNode* sd) {
  return sd == nullptr ? "" : format(" ({}, sd {})", kind_text(kind), sd->text);
}

}  // namespace ebbtide
