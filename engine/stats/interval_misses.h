// Likelihood-ratio tests of interval misses (or exceedances of a value at risk); misses[t] is true where week t fell
// outside.
//   unconditional  Kupiec 1995: misses come at the stated rate; chi squared, 1 degree of freedom
//   independence   Christoffersen 1998, "Evaluating interval forecasts": a miss is as likely after a miss as after
//                  none; first-order Markov alternative; chi squared, 1
//   conditional    both at once on the n - 1 weeks that have a predecessor; chi squared, 2: its statistic is the sum of
//                  the independence statistic and Kupiec's on those weeks
// The p values are those of large samples; with about 100 weeks and a rate of 10 % the true size of a 5 % test is near
// 5 %, with 5 misses expected or fewer it can be far off: the exact bands of coverage.h do not have that fault. For
// horizons h > 1 hand over every h-th origin. A sequence without any miss, or nothing else, says nothing of
// independence: statistic 0, p 1.
//
// Pure. A rate outside (0, 1), counts that do not fit or too few weeks are an InternalError.
#pragma once

#include <vector>

namespace ebbtide {

struct LikelihoodRatioTest {
  double statistic = 0.0;
  double p_value = 1.0;
};

LikelihoodRatioTest kupiec_test(int misses, int weeks, double rate);

// Pairs of neighbouring weeks: n01 counts the misses (1) after a week without (0).
struct MissTransitions {
  int n00 = 0;
  int n01 = 0;
  int n10 = 0;
  int n11 = 0;
};

MissTransitions count_transitions(const std::vector<bool>& misses);
LikelihoodRatioTest christoffersen_independence_test(const MissTransitions& transitions);
LikelihoodRatioTest christoffersen_conditional_test(const MissTransitions& transitions, double rate);

}  // namespace ebbtide
