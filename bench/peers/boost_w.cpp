// The work W as a C++ programmer writes it at once: Boost.Random's Mersenne twister and distributions, one path after
// the other, columns of doubles, nth_element.
#include <boost/random/chi_squared_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/student_t_distribution.hpp>
#include <cmath>

#include "peer_run.h"
#include "work_w.h"

namespace {

class Simulator {
 public:
  Simulator(const peers::WorkW& work, std::uint64_t seed)
      : work_(work),
        words_(static_cast<std::uint32_t>(seed)),
        x_(work.factors()),
        earlier_(x_),
        z_(x_),
        returns_(work.classes()),
        flows_(work.series()),
        aum_(work.series()) {}

  // Of one path: columns[column][path].
  void run(std::size_t path, std::vector<std::vector<double>>& columns) {
    std::fill(x_.begin(), x_.end(), 0.0);
    std::fill(flows_.begin(), flows_.end(), 0.0);
    aum_ = work_.aum;
    std::size_t column = 0;
    for (std::size_t week = 0; week < work_.weeks; ++week) {
      step();
      for (const auto* values : {&flows_, &aum_}) {
        for (const double value : *values) columns[column++][path] = value;
      }
    }
  }

 private:
  void step() {
    const double root = std::sqrt(3.0 / chi_squared_(words_));
    for (double& z : z_) z = root * normal_(words_);
    earlier_ = x_;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      double value = work_.c[i];
      for (std::size_t j = 0; j < x_.size(); ++j) value += work_.A(i, j) * earlier_[j];
      for (std::size_t j = 0; j <= i; ++j) value += work_.L(i, j) * z_[j];
      x_[i] = value;
    }
    for (std::size_t i = 0; i < returns_.size(); ++i) {
      returns_[i] = work_.g0[i];
      for (std::size_t j = 0; j < x_.size(); ++j) returns_[i] += work_.G(i, j) * x_[j];
    }
    const double unit = std::sqrt(3.0 / 5.0);
    for (std::size_t i = 0; i < flows_.size(); ++i) {
      double value = work_.a[i] + work_.phi[i] * flows_[i] + work_.s[i] * unit * student_(words_);
      for (std::size_t j = 0; j < x_.size(); ++j) value += work_.B(i, j) * x_[j];
      flows_[i] = value;
      aum_[i] = aum_[i] * (1.0 + returns_[work_.class_of[i]]) + value;
    }
  }

  const peers::WorkW& work_;
  boost::random::mt19937 words_;
  boost::random::normal_distribution<double> normal_;
  boost::random::chi_squared_distribution<double> chi_squared_{5.0};
  boost::random::student_t_distribution<double> student_{5.0};
  std::vector<double> x_, earlier_, z_, returns_, flows_, aum_;
};

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::parse_arguments(argc, argv, {"exact"});
  const peers::WorkW work = peers::load_work_w(arguments.input, arguments.weeks, arguments.series);
  const peers::Clock start = peers::Clock::now();
  std::vector<std::vector<double>> columns(work.columns(), std::vector<double>(arguments.paths));
  Simulator simulator(work, arguments.seed);
  for (std::size_t path = 0; path < arguments.paths; ++path) simulator.run(path, columns);
  const peers::Clock simulated = peers::Clock::now();
  std::vector<peers::Statistics> values;
  for (std::vector<double>& column : columns) values.push_back(peers::statistics_of(column));
  peers::report("boost", arguments, work.weeks, {simulated - start, peers::Clock::now() - simulated});
  if (!arguments.statistics.empty()) peers::write_statistics(arguments.statistics, peers::column_names(work), values);
}
