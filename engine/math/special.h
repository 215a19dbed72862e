// Distribution functions and quantiles, from Boost.Math in plain double (no promotion to long double).
#pragma once

namespace ebbtide {

double normal_cdf(double x);
double normal_quantile(double probability);
// Student t with unit scale (not unit variance).
double student_t_cdf(double x, double degrees_of_freedom);
double student_t_quantile(double probability, double degrees_of_freedom);
double chi_squared_survival(double x, double degrees_of_freedom);
double fisher_f_survival(double x, double numerator, double denominator);
// Quantiles of Gamma(shape, scale 1) from the lower and the upper tail.
double gamma_quantile(double probability, double shape);
double gamma_quantile_upper(double tail_probability, double shape);
double log_gamma(double x);

}  // namespace ebbtide
