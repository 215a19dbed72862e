#include "report/write_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/comparisons.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names_of(const std::vector<OutputFile>& files) {
  std::vector<std::string> names;
  for (const OutputFile& file : files) names.push_back(file.name);
  return names;
}

TEST(WriteComparison, WritesItsFilesAndAManifest) {
  const TemporaryFolder temporary;
  const std::string target = temporary.file("out");
  const auto files = write_comparison(fixture::comparison_beyond_noise(), {"results/a", "f00"}, {"results/b", "f01"},
                                      target, Overwrite::never);
  EXPECT_THAT(names_of(files), ElementsAre("comparison.md", "differences.csv", "side_by_side.csv", "inputs.csv",
                                           "agreement.csv", "workbook.xlsx", "manifest.json"));
  for (const OutputFile& file : files) EXPECT_EQ(sha256_hex(*read_file(target + "/" + file.name)), file.sha256);
  const std::string manifest = *read_file(target + "/manifest.json");
  EXPECT_THAT(manifest, HasSubstr("\"run_sha256\": \"f01\""));
  EXPECT_THAT(manifest, HasSubstr("\"noise_factor\": 6"));
  EXPECT_THAT(manifest, HasSubstr("\"verdict\": \"Beyond noise: 12 numbers"));
  Findings findings;
  const auto differences = load_csv(target + "/differences.csv", {}, findings);
  ASSERT_TRUE(differences);
  EXPECT_EQ(differences->rows.size(), 13U);
}

TEST(WriteComparison, IsNoRunToCompareAndIsReplacedOnlyByForce) {
  const TemporaryFolder temporary;
  const std::string target = temporary.file("out");
  const Comparison comparison = fixture::comparison_beyond_noise();
  write_comparison(comparison, {}, {}, target, Overwrite::never);
  EXPECT_THROW(write_comparison(comparison, {}, {}, target, Overwrite::never), InputError);
  EXPECT_NO_THROW(write_comparison(comparison, {}, {}, target, Overwrite::force));
  Findings findings;
  EXPECT_FALSE(load_recorded_run(target, findings));
}

}  // namespace
}  // namespace ebbtide
