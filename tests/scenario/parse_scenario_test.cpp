#include "scenario/parse_scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/resolved.h"
#include "support/scenario_text.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Depth, IsThatOfWhatTheUniversePublishes) {
  EXPECT_EQ(testing::good_scenario("").depth, TableDepth::margins);
  EXPECT_EQ(testing::good_scenario("", {{"universe", "us-spot-etf"}}).depth, TableDepth::cells);
}

TEST(Depth, IsTheOneAskedFor) {
  EXPECT_EQ(testing::good_scenario("depth: total\n").depth, TableDepth::total);
  EXPECT_EQ(testing::good_scenario("depth: margins\n", {{"universe", "us-spot-etf"}}).depth, TableDepth::margins);
  EXPECT_EQ(testing::good_scenario("depth: pairs\n").depth, TableDepth::pairs);
  EXPECT_EQ(testing::good_scenario("depth: pairs\n", {{"depth", "cells"}}).depth, TableDepth::cells);
}

TEST(Depth, OfAnotherNameIsToldTheNearest) {
  Findings findings;
  testing::load_text("depth: cels\n", findings);
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].code, "unknown-value");
  EXPECT_EQ(findings.sorted()[0].where.line, 5);
  EXPECT_THAT(render(findings, false), HasSubstr("did you mean 'cells'"));
}

TEST(Depth, IsDescribedWithItsOrigin) {
  Findings findings;
  const auto described = [&](const std::string& body) {
    const auto loaded = testing::load_text(body, findings);
    for (const ResolvedValue& value : loaded.front().resolved) {
      if (value.path == "depth") return value.value + " " + value.origin.substr(value.origin.find(':') + 1);
    }
    return std::string();
  };
  EXPECT_EQ(described(""), "margins default");
  EXPECT_EQ(described("depth: pairs\n"), "pairs 5:8");
}

}  // namespace
}  // namespace ebbtide
