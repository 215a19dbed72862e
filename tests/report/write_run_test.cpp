#include "report/write_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.h"
#include "support/sample_manifest.h"
#include "support/sample_run.h"
#include "support/small_disk.h"
#include "support/temporary_folder.h"
#include "text/csv.h"
#include "text/file.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

RunTables with_unusable_number(double number) {
  RunTables run = sample::sample_run(1, 1);
  run.bridge.append(
      {"baseline", run.created, std::int64_t{1}, run.created, "", "", "", "musd", number, 1.0, 1.0, 1.0, "seen"});
  return run;
}

TEST(WriteRun, WritesEveryFileAndListsItWithHashAndRows) {
  const TemporaryFolder temporary;
  const RunTables run = sample::sample_run();
  const std::string target = temporary.file("monday");
  const std::vector<OutputFile> outputs =
      write_run(run, sample::sample_manifest(), target, Overwrite::never, Executor(2));
  std::vector<std::string> names;
  for (const OutputFile& output : outputs) {
    names.push_back(output.name);
    const std::optional<std::string> content = read_file(target + "/" + output.name);
    ASSERT_TRUE(content) << output.name;
    EXPECT_EQ(output.sha256, sha256_hex(*content)) << output.name;
    EXPECT_EQ(output.bytes, content->size()) << output.name;
  }
  EXPECT_EQ(names,
            (std::vector<std::string>{"distribution.csv", "summary.csv",       "bridge.csv",        "breadth.csv",
                                      "rotation.csv",     "records.csv",       "market_shares.csv", "events.csv",
                                      "deltas.csv",       "drivers.csv",       "scenarios.csv",     "conditions.csv",
                                      "plausibility.csv", "similar_weeks.csv", "views.csv",         "assumptions.csv",
                                      "weeks.csv",        "dictionary.json",   "workbook.xlsx",     "manifest.json"}));
  EXPECT_EQ(outputs[1].rows, run.summary.row_count());
  Findings findings;
  const std::optional<Json> manifest = load_json(target + "/manifest.json", findings);
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["outputs"].size(), names.size() - 1);
}

TEST(WriteRun, CsvReadsBackToTheSameNumbers) {
  const TemporaryFolder temporary;
  const RunTables run = sample::sample_run(3, 8);
  write_run(run, sample::sample_manifest(), temporary.file("monday"), Overwrite::never, Executor(2));
  Findings findings;
  const std::optional<CsvFile> csv = load_csv(temporary.file("monday/summary.csv"), {}, findings);
  ASSERT_TRUE(csv) << render(findings, false);
  ASSERT_EQ(csv->rows.size(), run.summary.row_count());
  std::size_t numbers = 0;
  for (std::size_t row = 0; row < csv->rows.size(); ++row) {
    for (std::size_t column = 0; column < csv->header.size(); ++column) {
      const std::string& text = csv->rows[row].fields[column].text;
      const Cell& cell = run.summary.at(row, column);
      if (const double* number = std::get_if<double>(&cell)) {
        EXPECT_EQ(std::stod(text), *number) << csv->header[column];
        ++numbers;
      } else if (std::holds_alternative<std::monostate>(cell)) {
        EXPECT_EQ(text, "");
      }
    }
  }
  EXPECT_GT(numbers, 1000U);
}

TEST(WriteRun, GivesTheSameBytesForTheSameRunWhateverTheClockSays) {
  const TemporaryFolder temporary;
  const RunTables run = sample::sample_run();
  ManifestInput later = sample::sample_manifest();
  later.runtime = {"2031-05-05T05:05:05Z", "elsewhere", 7, 99.0, {}};
  const auto one = write_run(run, sample::sample_manifest(), temporary.file("one"), Overwrite::never, Executor(2));
  const auto two = write_run(run, later, temporary.file("two"), Overwrite::never, Executor(2));
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i + 1 < one.size(); ++i) EXPECT_EQ(one[i].sha256, two[i].sha256) << one[i].name;
}

TEST(WriteRun, GivesTheSameBytesForAnyNumberOfThreads) {
  const TemporaryFolder temporary;
  const RunTables run = sample::sample_run();
  const auto alone = write_run(run, sample::sample_manifest(), temporary.file("1"), Overwrite::never, Executor(1));
  for (const int threads : {2, 5}) {
    const std::string target = temporary.file(std::to_string(threads));
    const auto together = write_run(run, sample::sample_manifest(), target, Overwrite::never, Executor(threads));
    ASSERT_EQ(alone.size(), together.size());
    for (std::size_t i = 0; i < alone.size(); ++i) {
      EXPECT_EQ(alone[i].name, together[i].name);
      EXPECT_EQ(alone[i].sha256, together[i].sha256) << alone[i].name;
      EXPECT_EQ(alone[i].rows, together[i].rows);
    }
  }
}

// Several files fail here, the workbook first of all: bridge.csv stands before it and before deltas.csv.
TEST(WriteRun, TellsTheFirstFileThatFailsForAnyNumberOfThreads) {
  RunTables run = with_unusable_number(std::nan(""));
  std::vector<Cell> row;
  for (const Column& column : run.deltas.columns())
    row.push_back(column.type == ColumnType::number ? Cell(std::nan("")) : Cell());
  run.deltas.append(row);
  for (const int threads : {1, 2, 5}) {
    const TemporaryFolder temporary;
    try {
      write_run(run, sample::sample_manifest(), temporary.file("monday"), Overwrite::never, Executor(threads));
      FAIL() << "a number that is none was written";
    } catch (const NumericalError& error) {
      EXPECT_THAT(error.what(), HasSubstr("table bridge"));
    }
    EXPECT_TRUE(fs::is_empty(temporary.path()));
  }
}

TEST(WriteRun, WritesOnlyTheFormatsAskedFor) {
  const TemporaryFolder temporary;
  write_run(sample::sample_run(1, 1), sample::sample_manifest(), temporary.file("csv"), Overwrite::never, Executor(2),
            {true, false});
  EXPECT_TRUE(fs::exists(temporary.file("csv/summary.csv")));
  EXPECT_FALSE(fs::exists(temporary.file("csv/workbook.xlsx")));
  write_run(sample::sample_run(1, 1), sample::sample_manifest(), temporary.file("xlsx"), Overwrite::never, Executor(2),
            {false, true});
  EXPECT_FALSE(fs::exists(temporary.file("xlsx/summary.csv")));
  EXPECT_TRUE(fs::exists(temporary.file("xlsx/workbook.xlsx")));
}

TEST(WriteRun, RefusesNonFiniteNumbersAndLeavesNothing) {
  for (const double number : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (const RunFormats formats : {RunFormats{true, true}, RunFormats{false, true}}) {
      const TemporaryFolder temporary;
      EXPECT_THROW(write_run(with_unusable_number(number), sample::sample_manifest(), temporary.file("monday"),
                             Overwrite::never, Executor(2), formats),
                   NumericalError);
      EXPECT_TRUE(fs::is_empty(temporary.path()));
    }
  }
}

class FullDisk : public ::testing::TestWithParam<const char*> {};

// Sizes at which the disk fills while CSV files are written, before the workbook's parts, and in the workbook itself.
INSTANTIATE_TEST_SUITE_P(Sizes, FullDisk, ::testing::Values("64k", "512k", "1m", "3m", "5m"));

TEST_P(FullDisk, IsToldWithItsFileAndLeavesNothing) {
  const TemporaryFolder temporary;
  const SmallDisk disk(temporary.path(), GetParam());
  if (!disk.mounted()) GTEST_SKIP() << "a small file system needs root and the right to mount";
  try {
    write_run(sample::sample_run(12, 8), sample::sample_manifest(), temporary.file("monday"), Overwrite::never,
              Executor(2));
    FAIL() << "a run was written to a full disk";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("monday"));
    EXPECT_THAT(error.what(), HasSubstr("No space left on device"));
  }
  EXPECT_TRUE(fs::is_empty(temporary.path()));
}

// The library does not notice a part cut short by a full disk: whatever room there is, a workbook is whole or refused.
TEST(NearlyFullDisk, GivesAWholeWorkbookOrNone) {
  const RunTables run = sample::sample_run(12, 8);
  const TemporaryFolder elsewhere;
  write_run(run, sample::sample_manifest(), elsewhere.file("monday"), Overwrite::never, Executor(2));
  const std::optional<std::string> whole = read_file(elsewhere.file("monday/workbook.xlsx"));
  int refused = 0;
  int written = 0;
  for (int kilobytes = 8000; kilobytes <= 32000; kilobytes += 3000) {
    const TemporaryFolder temporary;
    const SmallDisk disk(temporary.path(), std::to_string(kilobytes) + "k");
    if (!disk.mounted()) GTEST_SKIP() << "a small file system needs root and the right to mount";
    try {
      write_run(run, sample::sample_manifest(), temporary.file("monday"), Overwrite::never, Executor(2));
      EXPECT_EQ(read_file(temporary.file("monday/workbook.xlsx")), whole) << kilobytes << " kB";
      ++written;
    } catch (const IoError&) {
      EXPECT_TRUE(fs::is_empty(temporary.path())) << kilobytes << " kB";
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(written, 0);
}

}  // namespace
}  // namespace ebbtide
