#include "report/manifest.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/sample_manifest.h"

namespace ebbtide {
namespace {

TEST(Manifest, KeepsWhatDecidesTheNumbersApartFromTheRest) {
  const Json manifest = manifest_json(sample::sample_manifest(), {{"summary.csv", "ab12", 40, 3}});
  EXPECT_EQ(manifest["schema"], "ebbtide-manifest/1");
  EXPECT_EQ(manifest["run"]["random_numbers"]["seed"], 20260119);
  EXPECT_EQ(manifest["run"]["program"]["compiler"], "GNU 12.2.0");
  EXPECT_EQ(manifest["run"]["libraries"]["boost"], "1.74");
  EXPECT_EQ(manifest["run"]["universes"], Json::array({"global-etp"}));
  EXPECT_EQ(manifest["run"]["scenarios"][0]["name"], "baseline");
  EXPECT_EQ(manifest["runtime"]["threads"], 2);
  EXPECT_EQ(manifest["runtime"]["load"], 0.25);
  EXPECT_FALSE(manifest["run"].contains("threads"));
  EXPECT_EQ(manifest["outputs"][0]["rows"], 3);
  EXPECT_EQ(manifest["outputs"][0]["sha256"], "ab12");
}

TEST(Manifest, HashIgnoresTimeHostThreadsAndTheOrderOfInputs) {
  const ManifestInput one = sample::sample_manifest();
  ManifestInput other = one;
  other.runtime = {"2030-01-01T00:00:00Z", "elsewhere", 64, 1.0, {}};
  std::swap(other.inputs.front(), other.inputs.back());
  EXPECT_EQ(run_sha256(one), run_sha256(other));
}

TEST(Manifest, HashChangesWithAnythingThatDecidesTheNumbers) {
  const ManifestInput one = sample::sample_manifest();
  std::vector<ManifestInput> others(6, one);
  others[0].seed = 1;
  others[1].inputs[0].sha256 = "00";
  others[2].scenarios[0]["horizon"] = 4;
  others[3].build.flags = "-O0";
  others[4].random_number_law = "another";
  others[5].libraries[0].second = "1.81";
  for (const ManifestInput& other : others) EXPECT_NE(run_sha256(one), run_sha256(other));
}

TEST(Manifest, KeepsA64BitSeed) {
  ManifestInput input = sample::sample_manifest();
  input.seed = 18446744073709551615U;
  EXPECT_NE(json_text(manifest_json(input, {})).find("18446744073709551615"), std::string::npos);
}

}  // namespace
}  // namespace ebbtide
