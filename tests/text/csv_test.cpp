#include "text/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.h"
#include "support/findings.h"
#include "support/properties.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CsvFile read(const std::string& text, const std::vector<std::string>& header = {}) {
  Findings findings;
  auto csv = parse_csv("f.csv", text, header, findings);
  EXPECT_TRUE(csv.has_value()) << render(findings, false);
  return csv.value_or(CsvFile{});
}

std::vector<std::string> codes_of(const std::string& text, const std::vector<std::string>& header = {}) {
  Findings findings;
  EXPECT_FALSE(parse_csv("f.csv", text, header, findings).has_value()) << text;
  return short_findings(findings);
}

std::vector<std::string> texts(const CsvRow& row) {
  std::vector<std::string> result;
  for (const CsvField& field : row.fields) result.push_back(field.text);
  return result;
}

TEST(CsvReader, ReadsFieldsWithTheirPlaces) {
  const CsvFile csv = read("date,asset\n2026-01-23,Z\xC3\xBCrich coin\n,\"a, \"\"b\"\"\"\n");
  EXPECT_THAT(csv.header, ElementsAre("date", "asset"));
  ASSERT_EQ(csv.rows.size(), 2u);
  EXPECT_THAT(texts(csv.rows[0]), ElementsAre("2026-01-23", "Z\xC3\xBCrich coin"));
  EXPECT_THAT(texts(csv.rows[1]), ElementsAre("", "a, \"b\""));
  EXPECT_EQ(csv.rows[1].line, 3);
  EXPECT_EQ(csv.rows[0].fields[1].column, 12);
  EXPECT_EQ(csv.rows[1].fields[0].column, 1);
  EXPECT_EQ(csv.rows[1].fields[1].column, 2);
  EXPECT_THAT(csv.lines, ElementsAre("date,asset", "2026-01-23,Z\xC3\xBCrich coin", ",\"a, \"\"b\"\"\""));
}

TEST(CsvReader, TakesAnyLineEndAndAByteOrderMark) {
  for (const char* text : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2",
                           "\xEF\xBB\xBF"
                           "a,b\r\n1,2",
                           "a,b\n1,2\r"}) {
    const CsvFile csv = read(text, {"a", "b"});
    ASSERT_EQ(csv.rows.size(), 1u) << text;
    EXPECT_THAT(texts(csv.rows[0]), ElementsAre("1", "2"));
  }
  EXPECT_THAT(texts(read("a,b\n1,").rows[0]), ElementsAre("1", ""));
  EXPECT_EQ(read("a,b\n", {"a", "b"}).rows.size(), 0u);
}

TEST(CsvReader, PlacesFieldsAfterALineEndInQuotes) {
  const CsvFile csv = read("a,b,c\n\"x\r\ny\", 2 ,\"\"\n4,5,6\n");
  EXPECT_THAT(texts(csv.rows[0]), ElementsAre("x\r\ny", " 2 ", ""));
  EXPECT_EQ(csv.rows[0].line, 2);
  EXPECT_EQ(csv.rows[0].fields[1].line, 3);
  EXPECT_EQ(csv.rows[0].fields[1].column, 4);
  EXPECT_EQ(csv.rows[1].line, 4);
}

TEST(CsvReader, RejectsEveryRaggedRowWithItsLine) {
  EXPECT_THAT(codes_of("a,b\n1\n1,2\n1,2,3\n\n5,6\n"),
              ElementsAre("2:0 ragged-row", "4:5 ragged-row", "5:0 ragged-row"));
}

TEST(CsvReader, RejectsAnotherHeader) {
  EXPECT_THAT(codes_of("a,c\n", {"a", "b"}), ElementsAre("1:3 unexpected-header"));
  EXPECT_THAT(codes_of("a\n", {"a", "b"}), ElementsAre("1:0 unexpected-header"));
  EXPECT_THAT(codes_of("a,b,c\n", {"a", "b"}), ElementsAre("1:5 unexpected-header"));
  EXPECT_THAT(codes_of("b,a\n", {"a", "b"}), ElementsAre("1:1 unexpected-header"));
  Findings findings;
  parse_csv("f.csv", "date,isuer\n", {"date", "issuer"}, findings);
  EXPECT_EQ(findings.sorted()[0].expected, "date,issuer");
  EXPECT_EQ(findings.sorted()[0].suggestion, "did you mean 'issuer'?");
}

TEST(CsvReader, LetsOptionalColumnsBeLeftOut) {
  const TemporaryFolder folder;
  const auto header_of = [&folder](const std::string& text, Findings& findings) {
    write_file(folder.file("f.csv"), text);
    const auto csv = load_csv(folder.file("f.csv"), {"date", "known", "value"}, {"known"}, findings);
    return csv ? csv->header : std::vector<std::string>{};
  };
  Findings findings;
  EXPECT_THAT(header_of("date,known,value\n", findings), ElementsAre("date", "known", "value"));
  EXPECT_THAT(header_of("date,value\n", findings), ElementsAre("date", "value"));
  EXPECT_TRUE(findings.empty());
  header_of("date,konwn,value\n", findings);
  ASSERT_THAT(short_findings(findings), ElementsAre("1:6 unexpected-header"));
  EXPECT_EQ(findings.sorted()[0].expected, "date,known,value; may be left out: known");
  EXPECT_EQ(findings.sorted()[0].suggestion, "did you mean 'known'?");
  Findings missing;
  header_of("date,known\n", missing);
  EXPECT_THAT(short_findings(missing), ElementsAre("1:0 unexpected-header"));
}

TEST(CsvReader, NamesASeparatorThatIsNoComma) {
  for (const char* text : {"a;b\n1,5;2\n", "a\tb\n1,5\t2\n"}) {
    Findings findings;
    parse_csv("f.csv", text, {"a", "b"}, findings);
    ASSERT_THAT(short_findings(findings), ElementsAre("1:1 unexpected-header")) << text;
    EXPECT_EQ(findings.sorted()[0].suggestion, "separate fields by ',' and write '.' for the decimal point");
  }
}

TEST(CsvReader, RejectsColumnsWithoutANameOrWithTheSame) {
  EXPECT_THAT(codes_of("a,b,a\n1,2,3\n"), ElementsAre("1:5 duplicate-column"));
  EXPECT_THAT(codes_of("a,,c\n1,2,3\n"), ElementsAre("1:3 unexpected-header"));
}

TEST(CsvReader, RejectsQuotesOutOfPlace) {
  EXPECT_THAT(codes_of("a,b\n1,x\"y\n"), ElementsAre("2:4 stray-quote"));
  EXPECT_THAT(codes_of("a,b\n\"1\"x,2\n3\n"), ElementsAre("2:4 stray-quote", "3:0 ragged-row"));
  EXPECT_THAT(codes_of("a,b\n1,\"open\n2,3\n"), ElementsAre("2:3 unterminated-quote"));
  EXPECT_THAT(codes_of("a\n\"\n"), ElementsAre("2:1 unterminated-quote"));
}

TEST(CsvReader, RejectsBytesThatAreNoText) {
  EXPECT_THAT(codes_of("a\nZ\xFC\n"), ElementsAre("2:2 invalid-utf8"));
  EXPECT_THAT(codes_of(std::string("a\n\0\n", 4)), ElementsAre("2:1 nul-byte"));
  EXPECT_THAT(codes_of("a\nx\ry\n"), ElementsAre("2:2 control-character"));
  EXPECT_THAT(codes_of("a\nx\x1by\n"), ElementsAre("2:2 control-character"));
}

TEST(CsvReader, RejectsEmptyAndUnreadableFiles) {
  EXPECT_THAT(codes_of(""), ElementsAre("0:0 empty-file"));
  EXPECT_THAT(codes_of("\xEF\xBB\xBF", {"a"}), ElementsAre("0:0 empty-file"));
  const TemporaryFolder folder;
  Findings findings;
  EXPECT_FALSE(load_csv(folder.file("none.csv"), {}, findings).has_value());
  EXPECT_FALSE(load_csv(folder.path().string(), {}, findings).has_value());
  EXPECT_THAT(short_findings(findings), ElementsAre("0:0 unreadable-file", "0:0 unreadable-file"));
  write_file(folder.file("a.csv"), "a\n1\n");
  EXPECT_EQ(load_csv(folder.file("a.csv"), {"a"}, findings)->file, folder.file("a.csv"));
}

TEST(CsvError, PointsAtAFieldOrARow) {
  const CsvFile csv = read("a,b\n1,2\n");
  Findings findings;
  csv_error(csv, csv.rows[0], 1, "x-code", "p", "e", "s", findings);
  csv_error(csv, csv.rows[0], -1, "y-code", "p", "e", "s", findings);
  csv_error(csv, csv.rows[0], 7, "z-code", "p", "e", "s", findings);
  EXPECT_THAT(short_findings(findings), ElementsAre("2:0 y-code", "2:0 z-code", "2:3 x-code"));
  EXPECT_EQ(findings.sorted()[0].source_line, "1,2");
}

Table one_of_each() {
  return Table("t", "T",
               {{"text", ColumnType::text, "", ""},
                {"number", ColumnType::number, "", ""},
                {"integer", ColumnType::integer, "", ""},
                {"date", ColumnType::date, "", ""}});
}

TEST(CsvWriter, WritesEveryTypeAndLeavesTheUnknownEmpty) {
  Table table = one_of_each();
  table.append({std::string("a,b \"c\""), 0.1, std::int64_t{-3}, *parse_date("2026-01-23")});
  table.append({std::monostate(), std::monostate(), std::monostate(), std::monostate()});
  table.append({std::string("x\ny"), -1730.0, std::int64_t{0}, std::monostate()});
  EXPECT_EQ(csv_text(table), "text,number,integer,date\n\"a,b \"\"c\"\"\",0.1,-3,2026-01-23\n,,,\n\"x\ny\",-1730,0,\n");
}

TEST(CsvText, IsNoLongerThanForetold) {
  Table table(
      "t", "",
      {{"a,\"b\"", ColumnType::text}, {"n", ColumnType::number}, {"i", ColumnType::integer}, {"d", ColumnType::date}});
  EXPECT_GE(csv_bytes_at_most(table), csv_text(table).size());
  const std::vector<std::string> texts = {"", "=1+\"2\"", "\"\"\"\"", "x,y\nz", "\xEF\xBB\xBF"};
  for (const std::string& text : texts) {
    table.append({text, std::numeric_limits<double>::lowest(), std::numeric_limits<std::int64_t>::min(),
                  *parse_date("2026-01-23")});
    table.append({Cell(), Cell(), Cell(), Cell()});
    EXPECT_GE(csv_bytes_at_most(table), csv_text(table).size());
  }
  Table plain("t", "", {{"n", ColumnType::number}});
  for (int i = 0; i < 100; ++i) plain.append({-1.7976931348623157e+308});
  EXPECT_EQ(csv_bytes_at_most(plain), csv_text(plain).size() + 4);  // only the header has room to spare
  Table unknown("t", "", {{"n", ColumnType::number}});
  for (int i = 0; i < 100; ++i) unknown.append({Cell()});
  EXPECT_GE(csv_bytes_at_most(unknown), csv_text(unknown).size());
}

TEST(CsvWriter, KeepsSpreadsheetsFromTakingTextForFormulas) {
  Table table("t", "T", {{"a", ColumnType::text, "", ""}});
  for (const char* text : {"=1+1", "+x", "-x", "@x", "\tx", "\rx", "x=1", "'x"}) table.append({std::string(text)});
  EXPECT_EQ(csv_text(table), "a\n'=1+1\n'+x\n'-x\n'@x\n'\tx\n\"'\rx\"\nx=1\n'x\n");
}

TEST(CsvWriter, WritesNoEmptyLine) {
  Table table("t", "T", {{"a", ColumnType::text, "", ""}});
  table.append({std::monostate()});
  EXPECT_EQ(csv_text(table), "a\n\"\"\n");
  EXPECT_EQ(read(csv_text(table)).rows.size(), 1u);
}

TEST(CsvWriter, QuotesAByteOrderMarkThatIsText) {
  const Table table("t", "T", {{"\xEF\xBB\xBF", ColumnType::text, "", ""}});
  EXPECT_EQ(csv_text(table), "\"\xEF\xBB\xBF\"\n");
  EXPECT_EQ(read(csv_text(table)).header[0], "\xEF\xBB\xBF");
}

TEST(CsvWriter, RefusesNumbersThatAreNotFinite) {
  for (const double value : {std::nan(""), double{INFINITY}, -double{INFINITY}}) {
    Table table = one_of_each();
    table.append({std::string("a"), value, std::int64_t{1}, std::monostate()});
    try {
      csv_text(table);
      ADD_FAILURE() << "wrote " << value;
    } catch (const NumericalError& error) {
      EXPECT_THAT(error.what(), HasSubstr("table t, row 1, column number"));
    }
  }
}

RC_GTEST_PROP(Csv, ReadsBackWhatItWrote, ()) {
  const auto letters = rc::gen::elementOf(std::string("ab,\"\n\r '=;\t-"));
  const auto field = rc::gen::suchThat(rc::gen::container<std::string>(letters), [](const std::string& s) {
    return s.empty() || std::string("=+-@\t\r").find(s[0]) == std::string::npos;
  });
  const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
      rc::gen::container<std::vector<std::string>>(3, field));
  Table table("t", "T",
              {{"a", ColumnType::text, "", ""}, {"b,\"", ColumnType::text, "", ""}, {"c", ColumnType::text, "", ""}});
  for (const auto& row : rows) table.append({row[0], row[1], row[2]});
  Findings findings;
  const auto csv = parse_csv("f.csv", csv_text(table), {"a", "b,\"", "c"}, findings);
  RC_ASSERT(csv.has_value());
  RC_ASSERT(csv->rows.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) RC_ASSERT(texts(csv->rows[i]) == rows[i]);
}

RC_GTEST_PROP(Csv, PlacesEveryFieldWhereItsTextBegins, ()) {
  const auto letters = rc::gen::elementOf(std::string("a,\n"));
  const std::string text = *rc::gen::container<std::string>(letters);
  Findings findings;
  const auto csv = parse_csv("f.csv", "x\n" + text, {"x"}, findings);
  for (const CsvRow& row : csv ? csv->rows : std::vector<CsvRow>()) {
    for (const CsvField& field : row.fields) {
      const std::string& line = csv->lines[static_cast<std::size_t>(field.line - 1)];
      RC_ASSERT(line.substr(static_cast<std::size_t>(field.column - 1), field.text.size()) == field.text);
    }
  }
}

}  // namespace
}  // namespace ebbtide
