// The mean flows and AUM of a model in linear form: how far each condition that a common ground lacks moves them.
#pragma once

#include <string>
#include <vector>

#include "model/fund_linearisation.h"
#include "model/model.h"
#include "parallel/executor.h"

namespace ebbtide {

// Rows that a model shares with another, known values included: by constraint and by flow pin.
struct CommonGround {
  std::vector<char> constraints;
  std::vector<char> flow_pins;
};
CommonGround common_ground(const Model& model, const Model& other);

// Of the total (index 0) or a member (1 + its index) in one week, million USD.
struct FundShift {
  Vector flow;                                   // by condition
  Vector aum;                                    // by condition; empty without AUM
  std::array<double, kFlowChannels> channels{};  // of the flow, all conditions together
  double ground_flow = 0.0, ground_aum = 0.0;    // on the mean path of the common ground
};

struct MeanShift {
  std::vector<std::string> conditions;        // texts of the rows that the ground lacks, inequalities left out
  std::vector<std::vector<FundShift>> weeks;  // horizon week, then total and members
};

// Needs funds. Throws NumericalError.
MeanShift mean_shift(const Model& model, const CommonGround& ground, const Executor& executor);

}  // namespace ebbtide
