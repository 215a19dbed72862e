// The work W in QuantLib: a StochasticProcess of 92 values (factors, flows, AUM), its MultiPathGenerator, and one
// RiskStatistics a column.
//
// Not SequenceStatistics: it updates a columns x columns matrix on every add. QuantLib has no path generator with
// Student t or chi-squared draws, so the process takes those from Boost.Random, whose types QuantLib builds on.
// expectedShortfall throws where the quantile is not a loss, so the mean below the quantile is asked for directly.
#include <boost/random/chi_squared_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/student_t_distribution.hpp>
#include <cmath>
#include <ql/math/randomnumbers/rngtraits.hpp>
#include <ql/math/statistics/statistics.hpp>
#include <ql/methods/montecarlo/multipathgenerator.hpp>
#include <ql/stochasticprocess.hpp>

#include "peer_run.h"
#include "work_w.h"

namespace {

using QuantLib::Array;
using QuantLib::Real;
using QuantLib::Size;
using QuantLib::Time;

class Process : public QuantLib::StochasticProcess {
 public:
  Process(const peers::WorkW& work, std::uint32_t seed) : work_(work), words_(seed) {}

  Size size() const override { return work_.factors() + 2 * work_.series(); }
  Size factors() const override { return work_.factors(); }
  Array initialValues() const override {
    Array values(size(), 0.0);
    std::copy(work_.aum.begin(), work_.aum.end(), values.begin() + work_.factors() + work_.series());
    return values;
  }
  Array evolve(Time, const Array& earlier, Time, const Array& normals) const override {
    const Size n = work_.factors(), series = work_.series();
    const Real root = std::sqrt(3.0 / chi_squared_(words_)), unit = std::sqrt(3.0 / 5.0);
    Array values(size());
    for (Size i = 0; i < n; ++i) {
      Real value = work_.c[i];
      for (Size j = 0; j < n; ++j) value += work_.A(i, j) * earlier[j];
      for (Size j = 0; j <= i; ++j) value += work_.L(i, j) * root * normals[j];
      values[i] = value;
    }
    Array returns(work_.classes());
    for (Size i = 0; i < returns.size(); ++i) {
      returns[i] = work_.g0[i];
      for (Size j = 0; j < n; ++j) returns[i] += work_.G(i, j) * values[j];
    }
    for (Size i = 0; i < series; ++i) {
      Real value = work_.a[i] + work_.phi[i] * earlier[n + i] + work_.s[i] * unit * student_(words_);
      for (Size j = 0; j < n; ++j) value += work_.B(i, j) * values[j];
      values[n + i] = value;
      values[n + series + i] = earlier[n + series + i] * (1.0 + returns[work_.class_of[i]]) + value;
    }
    return values;
  }

  Array drift(Time, const Array&) const override { QL_FAIL("only evolve is used"); }
  QuantLib::Matrix diffusion(Time, const Array&) const override { QL_FAIL("only evolve is used"); }

 private:
  const peers::WorkW& work_;
  // evolve is const in QuantLib.
  mutable boost::random::mt19937 words_;
  mutable boost::random::chi_squared_distribution<double> chi_squared_{5.0};
  mutable boost::random::student_t_distribution<double> student_{5.0};
};

peers::Statistics statistics_of(const QuantLib::RiskStatistics& column) {
  peers::Statistics result{};
  result[0] = column.mean();
  result[1] = column.standardDeviation();
  for (std::size_t level = 0; level < peers::kLevels.size(); ++level)
    result[2 + level] = column.percentile(peers::kLevels[level]);
  const Real tail = result[3];
  result.back() = column.expectationValue([](Real x) { return x; }, [tail](Real x) { return x <= tail; }).first;
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::parse_arguments(argc, argv, {"exact"});
  const peers::WorkW work = peers::load_work_w(arguments.input, arguments.weeks, arguments.series);
  const peers::Clock start = peers::Clock::now();
  const auto process =
      QuantLib::ext::make_shared<Process>(work, static_cast<std::uint32_t>(arguments.seed) + 1'000'003U);
  const QuantLib::TimeGrid grid(static_cast<Time>(work.weeks), work.weeks);
  using Rsg = QuantLib::PseudoRandom::rsg_type;
  QuantLib::MultiPathGenerator<Rsg> generator(
      process, grid, QuantLib::PseudoRandom::make_sequence_generator(work.factors() * work.weeks, arguments.seed),
      false);
  std::vector<QuantLib::RiskStatistics> columns(work.columns());
  const std::size_t first = work.factors(), values = 2 * work.series();
  for (std::size_t path = 0; path < arguments.paths; ++path) {
    const QuantLib::MultiPath& drawn = generator.next().value;
    for (std::size_t week = 0; week < work.weeks; ++week) {
      for (std::size_t i = 0; i < values; ++i) columns[week * values + i].add(drawn[first + i][week + 1]);
    }
  }
  const peers::Clock simulated = peers::Clock::now();
  std::vector<peers::Statistics> results;
  for (const QuantLib::RiskStatistics& column : columns) results.push_back(statistics_of(column));
  peers::report("quantlib", arguments, work.weeks, {simulated - start, peers::Clock::now() - simulated});
  if (!arguments.statistics.empty()) peers::write_statistics(arguments.statistics, peers::column_names(work), results);
}
