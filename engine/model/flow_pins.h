// Conditions on flows that the simulation meets by construction: hard and evidence on the flow of one week, in % of AUM
// or USD, of the total or of one member. A pinned flow is delivered by its own residual, and the path is weighted by
// the ratio of the true to the proposed density of that residual (docs/methods.md, Conditioning).
#pragma once

#include <vector>

#include "core/finding.h"
#include "model/posterior.h"
#include "scenario/scenario.h"

namespace ebbtide {

struct FlowPin {
  std::size_t condition = 0;  // index into Model::flow_conditions
  int week = 0;               // horizon week from 0
  int member = -1;            // index into fund_columns (model/cube.h); -1: the total
  bool percent = false;       // of opening AUM; else million USD
  double value = 0.0;
  double sd = 0.0;          // 0: hard
  double with_total = 0.0;  // correlation of its error with that of the total's pin of the week
};

// By week, the total before members. Conditions without a pin are met by weights alone: AUM, sums over weeks,
// inequalities, a second sighting of a flow; and members and cells that `funds` does not have. Findings:
// contradictory-condition where every member of a dimension is pinned in one week.
std::vector<FlowPin> bind_flow_pins(const FundPosterior& funds, const std::vector<FlowCondition>& conditions,
                                    Findings& findings);

// The standard normals behind flow pins: residual of the total of every week up to the last pin, then
// the residual of every member pin, then the error of every evidence pin. A sighting is off by the sum of its error
// terms.
class FlowNoiseLayout {
 public:
  explicit FlowNoiseLayout(const std::vector<FlowPin>& pins);
  int weeks() const { return weeks_; }
  int count() const { return count_; }
  int own_count() const { return count_ - weeks_; }  // residuals of members and errors
  static int residual_of_week(int week) { return week; }
  int residual_of(std::size_t pin) const { return residual_[pin]; }
  struct ErrorTerm {
    int normal = 0;
    double sd = 0.0;  // in the pin's unit
  };
  // None for a hard pin.
  const std::vector<ErrorTerm>& errors_of(std::size_t pin) const { return errors_[pin]; }

 private:
  int weeks_ = 0;
  int count_ = 0;
  std::vector<int> residual_;
  std::vector<std::vector<ErrorTerm>> errors_;
};

}  // namespace ebbtide
