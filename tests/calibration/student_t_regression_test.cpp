#include "calibration/student_t_regression.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/test_draws.h"

namespace ebbtide {
namespace {

struct Sample {
  Matrix x;
  Vector y;
};

// y = 0.5 + 2 z + 0.3 e, e Student t.
Sample sample(int rows, int degrees_of_freedom) {
  fixture::TestDraws draws(11);
  // 0: normal.
  const auto residual = [&] {
    const double normal = draws.normal();
    return degrees_of_freedom == 0 ? normal
                                   : normal / std::sqrt(draws.chi_squared(degrees_of_freedom) / degrees_of_freedom);
  };
  Sample result{Matrix(rows, 2), Vector(rows)};
  for (int row = 0; row < rows; ++row) {
    const double z = draws.normal();
    result.x(row, 0) = 1.0;
    result.x(row, 1) = z;
    result.y(row) = 0.5 + 2.0 * z + 0.3 * residual();
  }
  return result;
}

TEST(StudentTRegression, FindsTheParametersThatMadeTheSample) {
  const Sample data = sample(4000, 4);
  const StudentTFit fit = fit_student_t(data.x, data.y);
  // Five standard errors: of a t4 location 0.3 sqrt(7 / 5) / sqrt(4000).
  EXPECT_NEAR(fit.coefficients(0), 0.5, 0.03);
  EXPECT_NEAR(fit.coefficients(1), 2.0, 0.03);
  EXPECT_NEAR(fit.scale, 0.3, 0.03);
  EXPECT_GE(fit.degrees_of_freedom, 3.0);
  EXPECT_LE(fit.degrees_of_freedom, 5.0);
}

TEST(StudentTRegression, IsLeastSquaresWhereTheGaussianIsBest) {
  const Sample data = sample(400, 0);
  const StudentTFit fit = fit_student_t(data.x, data.y);
  EXPECT_GE(fit.degrees_of_freedom, 15.0);
  Vector two_points(4);
  two_points << 1.0, -1.0, 1.0, -1.0;  // flat tails: no t law beats the normal
  const StudentTFit flat = fit_student_t(Matrix::Ones(4, 1), two_points);
  EXPECT_TRUE(std::isinf(flat.degrees_of_freedom));
  EXPECT_NEAR(flat.coefficients(0), 0.0, 1e-12);
  EXPECT_NEAR(flat.scale, 1.0, 1e-12);
  EXPECT_NEAR(flat.log_likelihood, 4.0 * (-0.5 - 0.5 * std::log(2.0 * std::acos(-1.0))), 1e-12);
}

TEST(StudentTRegression, HardlyMindsAnOutlier) {
  Sample data = sample(60, 30.0);
  const double before = fit_student_t(data.x, data.y).coefficients(1);
  data.y(7) += 50.0;
  EXPECT_NEAR(fit_student_t(data.x, data.y).coefficients(1), before, 0.05);
}

}  // namespace
}  // namespace ebbtide
