#include "report/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/error.h"
#include "core/format.h"
#include "report/run_view.h"
#include "support/sample_run.h"
#include "support/temporary_folder.h"
#include "text/csv.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;

bool runs(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

std::string sample_book(const TemporaryFolder& temporary, const std::string& name, int scenarios = 3) {
  write_workbook(sample::sample_run(scenarios), "feed", temporary.file(name));
  return *read_file(temporary.file(name));
}

TEST(Workbook, HasTheSameBytesForTheSameRun) {
  const TemporaryFolder temporary;
  const std::string first = sample_book(temporary, "one.xlsx");
  EXPECT_EQ(first, sample_book(temporary, "two.xlsx"));
  EXPECT_NE(first, sample_book(temporary, "three.xlsx", 4));
}

TEST(Workbook, LeavesNoTemporaryPartBeside) {
  const TemporaryFolder temporary;
  sample_book(temporary, "one.xlsx");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(temporary.path())) files += entry.exists() ? 1 : 0;
  EXPECT_EQ(files, 1);
}

// A user's comma locale must not reach the numbers; the library would write "1,5" if anybody called setlocale.
TEST(Workbook, DoesNotTakeOverTheUsersLocale) {
  const TemporaryFolder temporary;
  const std::string plain = sample_book(temporary, "plain.xlsx");
  ASSERT_EQ(setenv("LC_ALL", "de_DE.UTF-8", 1), 0);
  const std::string german = sample_book(temporary, "german.xlsx");
  unsetenv("LC_ALL");
  EXPECT_EQ(plain, german);
  EXPECT_STREQ(std::setlocale(LC_ALL, nullptr), "C");
}

TEST(Workbook, SaysWhichFileCannotBeWritten) {
  const TemporaryFolder temporary;
  try {
    write_workbook(sample::sample_run(1, 1), "feed", temporary.file("missing/book.xlsx"));
    FAIL() << "a workbook was written into a missing folder";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("missing"));
    EXPECT_THAT(error.what(), HasSubstr("No such file or directory"));
  }
}

TEST(Workbook, WritesARunWithoutFunds) {
  const TemporaryFolder temporary;
  RunTables run = sample::empty_run();
  const std::vector<sample::Scenario> list = sample::scenarios(1);
  sample::append_scenario(run, list[0], 2);
  for (int week = 1; week <= 2; ++week) {
    sample::append_law(run, list[0], week, {"factor", "cuts_priced_out", "bp", {}, 3.0, 7.5, Cell(), Cell()});
  }
  EXPECT_NO_THROW(write_workbook(run, "feed", temporary.file("book.xlsx")));
}

TEST(Workbook, LoadsInOpenpyxlWithItsSheetsNamesAndPrintSetUp) {
  if (!runs("/usr/bin/python3 -c 'import openpyxl'")) GTEST_SKIP() << "python3-openpyxl is not installed";
  const TemporaryFolder temporary;
  sample_book(temporary, "book.xlsx");
  const std::string output = temporary.file("facts.txt");
  ASSERT_EQ(std::system(("/usr/bin/python3 " EBBTIDE_SOURCE_DIR "/tests/report/workbook_facts.py " +
                         temporary.file("book.xlsx") + " > " + output)
                            .c_str()),
            0);
  const std::string facts = *read_file(output);
  EXPECT_THAT(facts, HasSubstr("sheets README|Summary|Flows|AUM|Bridge|Drivers|By asset|By region|By issuer|Breadth|"
                               "Rotation|Records|Market|Events|Conditions|Recent weeks|Data|Dictionary|Chart data\n"));
  EXPECT_THAT(facts, HasSubstr("created 2026-01-19T00:00:00\n"));
  EXPECT_THAT(facts, HasSubstr("summary_baseline_flow_p50"));
  EXPECT_THAT(facts, HasSubstr("summary_price_slump_aum_p95"));
  EXPECT_THAT(facts, HasSubstr("summary_cuts_fade_cumulative_flow_delta"));
  EXPECT_THAT(facts, HasSubstr("frozen Flows B5\n"));
  EXPECT_THAT(facts, HasSubstr("frozen Data B5\n"));
  EXPECT_THAT(facts, HasSubstr("frozen Conditions B3\n"));
  EXPECT_THAT(facts,
              HasSubstr("conditions price-slump|cuts_priced_out, week 2: +12 bp|hard|12||||12|0|bp|holds on every "
                        "path\n"));
  EXPECT_THAT(facts, HasSubstr("conditions price-slump|1 market value already published; conditions.csv lists them|"));
  EXPECT_THAT(facts, HasSubstr("conditions How plausible the market conditions are|"));
  EXPECT_THAT(facts, HasSubstr("|1|1.7|0.21|0.23|0.004||470|0.78|conditions on later weeks move week 1"));
  EXPECT_THAT(facts, HasSubstr("conditions Past weeks most like the market conditions|"));
  EXPECT_THAT(facts, HasSubstr("conditions price-slump|cuts_priced_out, week 2: +12.40 bp|1|2022-09-23 00:00:00|"
                               "2022-09-23 00:00:00|0.02|||||before the history of the universe's flows\n"));
  EXPECT_THAT(facts, HasSubstr("|0.05|-0.0019|-0.0142|||some weeks filled by the model's own smoother\n"));
  EXPECT_THAT(facts, HasSubstr("merged Summary 0\n"));
  EXPECT_THAT(facts, HasSubstr("print Summary landscape 0 "));
  EXPECT_THAT(facts, HasSubstr("formulas 6\n"));
  EXPECT_THAT(facts, HasSubstr("property True\n"));
  // Per scenario two fans, a waterfall and three member charts; two more waterfalls for each with a baseline; two on
  // the summary; each described.
  EXPECT_THAT(facts, HasSubstr("charts 24 24\n"));
}

// The sheet Data as LibreOffice reads it, one CSV file per sheet with full precision.
std::optional<CsvFile> data_sheet_read_back(const TemporaryFolder& temporary, Findings& findings) {
  // Field separator comma, quote, UTF-8, from line 1; quote text, no formulas, values as stored, every sheet.
  const std::string filter = "'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false,false,false,-1'";
  if (!runs("soffice --headless -env:UserInstallation=file://" + temporary.file("profile") + " --convert-to " + filter +
            " --outdir " + temporary.path().string() + " " + temporary.file("book.xlsx"))) {
    return std::nullopt;
  }
  // Title, subtitle and an empty row stand above the header.
  std::string text = read_file(temporary.file("book-Data.csv")).value_or("");
  for (int i = 0; i < 3; ++i) text.erase(0, text.find('\n') + 1);
  return parse_csv("book-Data.csv", text, {}, findings);
}

void expect_cell(const Cell& cell, const std::string& text, const std::string& where) {
  if (const std::optional<double> number = number_of(cell)) {
    EXPECT_NEAR(std::stod(text), *number, 1e-14 * std::fabs(*number)) << where;
  } else if (const Date* date = std::get_if<Date>(&cell)) {
    EXPECT_EQ(text, date_text(*date)) << where;
  } else if (const std::string* words = std::get_if<std::string>(&cell)) {
    EXPECT_EQ(text, *words) << where;
  } else {
    EXPECT_EQ(text, "") << where;
  }
}

TEST(Workbook, ReadsBackThroughLibreOfficeEqualToTheTable) {
  if (!runs("command -v soffice")) GTEST_SKIP() << "libreoffice-calc-nogui is not installed";
  const TemporaryFolder temporary;
  const RunTables run = sample::sample_run(2, 3);
  write_workbook(run, "feed", temporary.file("book.xlsx"));
  Findings findings;
  const std::optional<CsvFile> csv = data_sheet_read_back(temporary, findings);
  ASSERT_TRUE(csv) << render(findings, false);
  ASSERT_EQ(csv->rows.size(), run.summary.row_count());
  for (std::size_t row = 0; row < csv->rows.size(); ++row) {
    for (std::size_t column = 0; column < run.summary.columns().size(); ++column) {
      expect_cell(run.summary.at(row, column), csv->rows[row].fields[column].text,
                  format("row {}, {}", row, run.summary.columns()[column].name));
    }
  }
}

}  // namespace
}  // namespace ebbtide
