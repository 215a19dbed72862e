// Responses that a scenario's author states, put in place of those of the data in every draw of the parameters.
//
// A stated response is one coefficient b_k of a market equation or of the flow, with mean m and standard deviation s in
// model units. Jeffrey's rule: b_k takes the author's law, everything else keeps its law given b_k. With the posterior
// N(b, sigma^2 V) and g = V_.k / V_kk,
//   V' = V - g V_kk g' + g v g',   b' = b + g (m - b_k),   v = s^2 / E sigma^2,
// and for several coefficients of one equation the same with matrices, the stated ones independent. The residual
// variance keeps its posterior.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/finding.h"
#include "core/unit.h"
#include "model/posterior.h"
#include "scenario/scenario.h"

namespace ebbtide {

// A response as stated beside the data's own: how far `of` moves with `per` of `to` in the same week.
struct StatedResponse {
  std::string text;
  std::string of;
  std::string to;
  Quantity per;
  Quantity stated;
  double stated_sd = 0.0;    // in the unit of `stated`, as the two below
  double estimate = 0.0;     // posterior mean of the data
  double estimate_sd = 0.0;  // its standard error: the posterior's standard deviation
  std::string why;
};

struct CoefficientLaw {
  int index = 0;
  double mean = 0.0;
  double sd = 0.0;
};

// The posterior in which these coefficients (each named once) have the laws given. Where an sd is above 0 the
// posterior's mean variance must be positive and finite.
RegressionPosterior with_coefficients(const RegressionPosterior& posterior, const std::vector<CoefficientLaw>& laws);

struct AssumedCalibration {
  std::shared_ptr<const Calibration> calibration;  // the one given where nothing is assumed
  std::vector<StatedResponse> responses;
};

// Of a price net of another (`over`) the response is the price's own: to that other one it is the coefficient plus one.
// Findings: no-such-response (a calibration file may lack what the market declares), calibration-value (an sd where the
// residual variance has no mean).
AssumedCalibration assume_responses(std::shared_ptr<const Calibration> calibration,
                                    const std::vector<Assumption>& assumptions, Findings& findings);

}  // namespace ebbtide
