// What must hold of one row of flows.csv or aum.csv, whether it came from a file or was made in code.
#pragma once

#include <string>
#include <vector>

#include "history/history.h"

namespace ebbtide {

enum class Measure { net_flow, aum };

struct RowProblem {
  std::string code;
  std::string column;  // of the CSV file: "published"
  std::string problem;
  std::string expected;
  std::string suggestion;
};

// The header of flows.csv or aum.csv, and the columns of it that may be left out.
const std::vector<std::string>& observation_columns(Measure measure);
const std::vector<std::string>& optional_observation_columns();

// Every problem of the row on its own. Without a universe, names are not looked at.
std::vector<RowProblem> row_problems(const Observation& row, Measure measure, const Universe* universe);

// A later row of the same week and key is a problem: the line of the first is named.
RowProblem duplicate_problem(const Observation& row, int first_line);

}  // namespace ebbtide
