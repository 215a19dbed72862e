#include "report/explanation_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "support/explanations.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;

// The part of a workbook that holds the one chart that `make` makes.
std::string chart_part(const std::function<lxw_chart*(WorkbookFile&, ChartData&)>& make) {
  const TemporaryFolder folder;
  {
    WorkbookFile book(folder.file("book.xlsx"), folder.path().string());
    const Formats formats(book);
    SheetWriter sheet(book.add_sheet(kChartDataSheet), kChartDataSheet, formats);
    sheet.begin("Chart data", "", {{"Label", 20, false}}, 0);
    ChartData data(sheet);
    sheet.insert_chart(make(book, data), {0, 9}, 400, 200, "words");
    book.close();
  }
  const std::string command =
      "unzip -p " + folder.file("book.xlsx") + " xl/charts/chart1.xml > " + folder.file("chart.xml");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return *read_file(folder.file("chart.xml"));
}

TEST(MissChart, GoesFromExpectedToWhatCame) {
  const std::string part = chart_part(
      [](WorkbookFile& book, ChartData& data) { return miss_chart(book, data, fixture::small_explanation()); });
  for (const char* label : {">100<", ">-10<", ">-590<", ">-200<", ">-700<"}) EXPECT_THAT(part, HasSubstr(label));
}

TEST(LawsChart, HoldsAllThreeIntervalsAndWhatCame) {
  const std::string part = chart_part(
      [](WorkbookFile& book, ChartData& data) { return laws_chart(book, data, fixture::small_explanation()); });
  EXPECT_THAT(part, HasSubstr("90 % intervals"));
  // The axis reaches from the lowest quantile, -900, to the highest, 600.
  EXPECT_THAT(part, HasSubstr("<c:min val=\"-1000\"/>"));
}

TEST(CameBridgeChart, IsOfWhatCameAlone) {
  const std::string part = chart_part(
      [](WorkbookFile& book, ChartData& data) { return came_bridge_chart(book, data, fixture::small_explanation()); });
  for (const char* label : {">10.0<", ">-0.7<", ">-0.3<", ">9.0<"}) EXPECT_THAT(part, HasSubstr(label));
  EXPECT_THAT(part, HasSubstr("published"));
}

TEST(WeeksChart, StacksTheFourParts) {
  const std::string part = chart_part([](WorkbookFile& book, ChartData& data) {
    return weeks_chart(book, data, {fixture::small_explanation(), fixture::small_explanation()});
  });
  EXPECT_THAT(part, HasSubstr("<c:grouping val=\"stacked\"/>"));
  std::size_t series = 0;
  for (std::size_t at = part.find("<c:ser>"); at != std::string::npos; at = part.find("<c:ser>", at + 1)) ++series;
  EXPECT_EQ(series, 4U);
}

}  // namespace
}  // namespace ebbtide
