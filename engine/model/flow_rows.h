// The linearised flow equations: every flow pin as a row on the market path and on the standard normals behind it.
//
//   flow = reference + weights (Y - Y_ref) + noise n
//
// around a reference market path with all flow noises at zero. The rows only propose: the simulation evaluates the true
// equations and weighs the difference, so what the linearisation leaves out costs effective sample size and nothing
// else. Left out: the flows' effect on AUM within the horizon other than at the reference, members held at what they
// own, and the residuals of members before the pin.
#pragma once

#include <vector>

#include "model/flow_pins.h"
#include "model/fund_theta.h"
#include "model/model.h"

namespace ebbtide {

struct FlowRows {
  Matrix weights;    // pins x (market weeks * variables)
  Vector reference;  // the flow at the reference, in the pin's unit
  Matrix noise;      // pins x FlowNoiseLayout::count()
  Vector sd;         // of the pin's own residual given all else, in the pin's unit
};

// reference: market week x variable.
FlowRows linearise_flows(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout,
                         const Matrix& reference);
// The same with nothing left out, around a path and flow noises: value and derivative of the flow equations. The error
// of evidence is in the noise's weights and not in the reference.
FlowRows differentiate_flows(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout,
                             const Matrix& path, const Vector& noise);

}  // namespace ebbtide
