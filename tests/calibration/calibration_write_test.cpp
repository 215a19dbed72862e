// calibration.json there and back: every digit survives, and so does what is simulated from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/hand_written.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

std::string round_trip(const std::string& text) {
  Findings findings;
  const auto json = parse_json("c.json", text, findings);
  EXPECT_TRUE(json.has_value()) << render(findings, false);
  const auto calibration = calibration_from_json(*json, "c.json", findings);
  EXPECT_TRUE(calibration.has_value()) << render(findings, false);
  return json_text(calibration_json(*calibration));
}

TEST(CalibrationWrite, WritingReadingAndWritingAgainGivesTheSameText) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    const std::string text = json_text(calibration_json(*fixture::shipped_calibration(universe)));
    EXPECT_EQ(text, round_trip(text)) << universe;
  }
}

TEST(CalibrationWrite, KeepsTheLawOfTheFlow) {
  Calibration calibration = *fixture::shipped_calibration("us-spot-etf");
  calibration.funds->flow.model = FlowModel::ar1_t;
  calibration.funds->flow.tail_index = 4.5;
  const std::string text = json_text(calibration_json(calibration));
  EXPECT_THAT(text, ::testing::HasSubstr("\"model\": \"ar1_t\""));
  EXPECT_EQ(text, round_trip(text));
}

TEST(CalibrationWrite, HandWrittenFilesSettleAfterOneRoundTrip) {
  for (const Json& json : {fixture::reduced_calibration(), fixture::triangular_calibration()}) {
    const std::string once = round_trip(json_text(json));
    EXPECT_EQ(once, round_trip(once));
  }
}

TEST(CalibrationWrite, WritesMeanAndSdOfEveryParameterAndInfinityAsAWord) {
  const Json json = calibration_json(*fixture::shipped_calibration("global-etp"));
  EXPECT_EQ(json["market"]["equations"].size(), json["market"]["variables"].size());
  for (const Json& equation : json["market"]["equations"]) {
    for (const Json& coefficient : equation["coefficients"]) {
      EXPECT_TRUE(coefficient["mean"].is_number() && coefficient["sd"].is_number() && coefficient["sd"] > 0.0);
    }
    EXPECT_TRUE(equation.contains("first_week") && equation.contains("last_week"));
  }
  Findings findings;
  const Json exact = calibration_json(*calibration_from_json(fixture::reduced_calibration(), "c.json", findings));
  EXPECT_EQ(exact["market"]["tail_index"], "infinity");
  EXPECT_EQ(exact["market"]["equations"][0]["degrees_of_freedom"], "infinity");
  EXPECT_EQ(exact["market"]["equations"][0]["coefficients"][0]["sd"], 0.0);
  EXPECT_TRUE(exact["universe"].is_null());
}

}  // namespace
}  // namespace ebbtide
