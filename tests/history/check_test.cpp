#include "history/check.h"

#include <gtest/gtest.h>

#include "support/shipped.h"

namespace ebbtide {
namespace {
TEST(CheckHistory, FindsNoErrorInTheShippedUniverses) {
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    const Findings findings = check_history(testing::load_shipped(name), "u");
    EXPECT_FALSE(findings.has_errors()) << render(findings, false);
    std::cout << render(findings, false);
  }
}
}  // namespace
}  // namespace ebbtide
