#include "math/special.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <exception>

#include "core/error.h"
#include "core/format.h"

namespace ebbtide {
namespace {

namespace bmp = boost::math::policies;

// Overflow is the true limit (the quantile at 0 or 1), so it returns infinity; everything else throws.
using Policy = bmp::policy<bmp::promote_float<false>, bmp::promote_double<false>,
                           bmp::overflow_error<bmp::ignore_error>, bmp::underflow_error<bmp::ignore_error>>;
using Normal = boost::math::normal_distribution<double, Policy>;
using StudentT = boost::math::students_t_distribution<double, Policy>;
using ChiSquared = boost::math::chi_squared_distribution<double, Policy>;
using Binomial = boost::math::binomial_distribution<double, Policy>;
using FisherF = boost::math::fisher_f_distribution<double, Policy>;
using Gamma = boost::math::gamma_distribution<double, Policy>;

template <typename Function>
double guarded(const char* name, Function function) {
  try {
    return function();
  } catch (const std::exception& failure) {
    throw NumericalError(format("{}: {}", name, failure.what()));
  }
}

}  // namespace

double normal_cdf(double x) {
  return guarded("normal_cdf", [&] { return boost::math::cdf(Normal(), x); });
}

double normal_quantile(double probability) {
  return guarded("normal_quantile", [&] { return boost::math::quantile(Normal(), probability); });
}

double normal_density(double x) {
  return guarded("normal_density", [&] { return boost::math::pdf(Normal(), x); });
}

double student_t_cdf(double x, double degrees_of_freedom) {
  return guarded("student_t_cdf", [&] { return boost::math::cdf(StudentT(degrees_of_freedom), x); });
}

double student_t_quantile(double probability, double degrees_of_freedom) {
  return guarded("student_t_quantile",
                 [&] { return boost::math::quantile(StudentT(degrees_of_freedom), probability); });
}

double student_t_density(double x, double degrees_of_freedom) {
  return guarded("student_t_density", [&] { return boost::math::pdf(StudentT(degrees_of_freedom), x); });
}

double chi_squared_survival(double x, double degrees_of_freedom) {
  return guarded("chi_squared_survival",
                 [&] { return boost::math::cdf(boost::math::complement(ChiSquared(degrees_of_freedom), x)); });
}

double fisher_f_survival(double x, double numerator, double denominator) {
  return guarded("fisher_f_survival",
                 [&] { return boost::math::cdf(boost::math::complement(FisherF(numerator, denominator), x)); });
}

double gamma_quantile(double probability, double shape) {
  return guarded("gamma_quantile", [&] { return boost::math::quantile(Gamma(shape), probability); });
}

double gamma_cdf(double x, double shape) {
  return guarded("gamma_cdf", [&] { return boost::math::cdf(Gamma(shape), x); });
}

double gamma_quantile_upper(double tail_probability, double shape) {
  return guarded("gamma_quantile_upper",
                 [&] { return boost::math::quantile(boost::math::complement(Gamma(shape), tail_probability)); });
}

double binomial_cdf(int successes, int trials, double probability) {
  if (successes < 0) return 0.0;
  return guarded("binomial_cdf", [&] { return boost::math::cdf(Binomial(trials, probability), successes); });
}

double log_gamma(double x) {
  return guarded("log_gamma", [&] { return boost::math::lgamma(x, Policy()); });
}

}  // namespace ebbtide
