#include "app/stopwatch.h"

#include <gtest/gtest.h>

#include <regex>

namespace ebbtide {
namespace {

TEST(Stopwatch, TellsTheSecondsOfEachPart) {
  double now = 100.0;
  Stopwatch watch([&] { return now; });
  now = 100.25;
  watch.lap("load");
  now = 103.5;
  watch.lap("simulate");
  now = 200.0;  // after the last part
  EXPECT_EQ(watch.text(), "load 0.2 s, simulate 3.2 s");
  EXPECT_DOUBLE_EQ(watch.total(), 3.5);
  EXPECT_EQ(watch.json().dump(), R"({"load":0.25,"simulate":3.25})");
}

TEST(Stopwatch, NamesTheTimeInUtc) {
  EXPECT_TRUE(std::regex_match(utc_now(), std::regex(R"(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ)")));
}

}  // namespace
}  // namespace ebbtide
