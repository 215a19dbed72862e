// Joint score of a lower-tail value at risk v (the quantile of the level) and expected shortfall e <= v (the mean
// below it); shortfall has no consistent score without the quantile: Fissler and Ziegel 2016, "Higher order
// elicitability and Osband's principle"; here with G1(x) = x and G2 the logistic function of x / s (as in Fissler,
// Ziegel and Gneiting 2016), so that flows of either sign have one:
//   S = (1{y <= v} - a) (v - y) + G2(e) (1{y <= v} (v - y) / a + e - v) - H(e) + H(y)
//   G2(x) = 1 / (1 + exp(-x / s)),   H(x) = s log(1 + exp(x / s)),   H' = G2
// Smaller is better; zero for certainty that comes true, never negative; in the unit of the outcome. s is a scale in
// that unit which rivals share and no forecast decides (say, the spread of the weeks known before); it weighs shortfall
// against quantile. Strictly consistent for a law with a finite mean.
//
// Pure. A level outside (0, 1), s <= 0 or e > v is an InternalError, an argument that is not finite a NumericalError.
#pragma once

namespace ebbtide {

double tail_score(double value_at_risk, double shortfall, double level, double scale, double observed);

}  // namespace ebbtide
