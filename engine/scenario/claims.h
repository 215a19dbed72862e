// What several conditions or views claim about one quantity, and which of these claims do not go together.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "scenario/documents.h"
#include "scenario/scenario.h"

namespace ebbtide {

// Values in one scale for all claims on a quantity.
struct Claim {
  ConditionKind kind = ConditionKind::hard;
  double value = 0.0;  // of all kinds but inequality
  double sd = 0.0;
  double low = -std::numeric_limits<double>::infinity();  // of an inequality
  double high = std::numeric_limits<double>::infinity();
  std::string text = {};
  SourcePosition where = {};
};

// To 1e-9, relative, or absolute below 1.
bool same_number(double a, double b);

// Reports each claim that repeats or excludes another one, once; see pinned_quantity.h for the rules.
void report_clashes(const std::vector<Claim>& claims, Reporter& reporter);

}  // namespace ebbtide
