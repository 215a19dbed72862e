// The numbers of the synthetic work W (make_work_w.py has its equations), for the programs in C++.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace peers {

// Row by row as in the file.
struct Table {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;

  double operator()(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
  std::vector<double> column_major() const;
};

struct WorkW {
  std::size_t weeks = 0;
  std::vector<double> c, g0, a, phi, s, aum;
  Table A, L, G, B;
  std::vector<std::size_t> class_of;

  std::size_t factors() const { return c.size(); }
  std::size_t classes() const { return g0.size(); }
  std::size_t series() const { return a.size(); }
  // Of results: week by week the flows of all series, then their AUM.
  std::size_t columns() const { return weeks * 2 * series(); }
};

// With other sizes than the file's where they are not 0: weeks go on, series repeat.
WorkW load_work_w(const std::string& file, std::size_t weeks = 0, std::size_t series = 0);

std::vector<std::string> column_names(const WorkW& work);

}  // namespace peers
