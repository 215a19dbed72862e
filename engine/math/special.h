// Distribution functions, quantiles and densities, from Boost.Math in plain double (no promotion to long double).
// A quantile at probability 0 or 1 is the end of the support, infinite where that is. Arguments outside a function's
// domain and failures of an iteration throw NumericalError. All functions are pure and safe to call from any thread.
#pragma once

namespace ebbtide {

double normal_cdf(double x);
double normal_quantile(double probability);
double normal_density(double x);
// Student t with unit scale (not unit variance).
double student_t_cdf(double x, double degrees_of_freedom);
double student_t_quantile(double probability, double degrees_of_freedom);
double student_t_density(double x, double degrees_of_freedom);
double chi_squared_survival(double x, double degrees_of_freedom);
double fisher_f_survival(double x, double numerator, double denominator);
double gamma_cdf(double x, double shape);  // scale 1
// Quantiles of Gamma(shape, scale 1) from the lower and the upper tail.
double gamma_quantile(double probability, double shape);
double gamma_quantile_upper(double tail_probability, double shape);
double log_gamma(double x);
// Probability of at most `successes` in so many independent trials; 0 below 0.
double binomial_cdf(int successes, int trials, double probability);

}  // namespace ebbtide
