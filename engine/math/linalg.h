// Dense linear algebra: Eigen's types under the project's names. Column-major doubles.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Dense>

namespace ebbtide {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

}  // namespace ebbtide
