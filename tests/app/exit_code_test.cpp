#include "app/exit_code.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

TEST(ExitCode, ABatchEndsWithItsWorst) {
  EXPECT_EQ(worse(ExitCode::fine, ExitCode::answer_is_no), ExitCode::answer_is_no);
  EXPECT_EQ(worse(ExitCode::bad_input, ExitCode::answer_is_no), ExitCode::bad_input);
  EXPECT_EQ(worse(ExitCode::bad_input, ExitCode::io_failure), ExitCode::io_failure);
  EXPECT_EQ(worse(ExitCode::numerical_failure, ExitCode::io_failure), ExitCode::numerical_failure);
  EXPECT_EQ(worse(ExitCode::internal_error, ExitCode::numerical_failure), ExitCode::internal_error);
  EXPECT_EQ(worse(ExitCode::nothing_to_do, ExitCode::answer_is_no), ExitCode::answer_is_no);
  EXPECT_EQ(worse(ExitCode::fine, ExitCode::fine), ExitCode::fine);
}

TEST(ExitCode, HasTheDocumentedNumbers) {
  EXPECT_EQ(static_cast<int>(ExitCode::answer_is_no), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::bad_input), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::io_failure), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::numerical_failure), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::nothing_to_do), 5);
  EXPECT_EQ(static_cast<int>(ExitCode::internal_error), 70);
  EXPECT_EQ(static_cast<int>(ExitCode::interrupted), 130);
  EXPECT_EQ(static_cast<int>(ExitCode::terminated), 143);
}

}  // namespace
}  // namespace ebbtide
