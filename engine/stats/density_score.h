// Log score -log f(y) of a forecast density; smaller is better. Only from a density that is known: that of simulated
// paths given their parameters, mixed over the posterior draws (Krueger, Lerch, Thorarinsdottir and Gneiting 2021,
// "Predictive inference based on Markov chain Monte Carlo output"), never from a kernel estimate, whose tails are made
// up.
#pragma once

#include <span>

namespace ebbtide {

// Equal-weight mixture of Student t laws, component b with locations[b], scales[b] > 0 and degrees_of_freedom[b] > 0
// (infinite: normal). In nats. Pure; empty or unequal lists and bad parameters are an InternalError, an outcome or a
// location that is not finite a NumericalError.
double student_t_mixture_log_score(std::span<const double> locations, std::span<const double> scales,
                                   std::span<const double> degrees_of_freedom, double observed);

}  // namespace ebbtide
