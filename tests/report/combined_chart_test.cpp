#include "report/combined_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace ebbtide {
namespace {

// The chart's part as the library writes it.
std::string written(lxw_chart* chart) {
  chart->file = std::tmpfile();
  lxw_chart_assemble_xml_file(chart);
  std::string text(static_cast<std::size_t>(std::ftell(chart->file)), '\0');
  std::rewind(chart->file);
  text.resize(std::fread(text.data(), 1, text.size(), chart->file));
  std::fclose(chart->file);
  return text;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t start = text.find(from);
  return start == std::string::npos ? "" : text.substr(start, text.find(to, start) - start);
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

std::string chart_with(int areas, int lines) {
  lxw_chart* chart = lxw_chart_new(LXW_CHART_LINE);
  draw_unmarked_series_as_areas(chart);
  for (int i = 0; i < areas + lines; ++i) {
    lxw_chart_series* series = chart_add_series(chart, nullptr, "=Data!$A$1:$A$3");
    if (i >= areas) chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
  }
  const std::string text = written(chart);
  lxw_chart_free(chart);
  return text;
}

TEST(CombinedChart, StacksAreasAndDrawsLinesOverThemOnTheSameAxes) {
  const std::string text = chart_with(3, 2);
  const std::string areas = between(text, "<c:areaChart>", "</c:areaChart>");
  const std::string lines = between(text, "<c:lineChart>", "</c:lineChart>");
  EXPECT_EQ(count(areas, "<c:ser>"), 3U);
  EXPECT_EQ(count(lines, "<c:ser>"), 2U);
  EXPECT_NE(areas.find("grouping val=\"stacked\""), std::string::npos);
  EXPECT_NE(lines.find("grouping val=\"standard\""), std::string::npos);
  EXPECT_EQ(count(areas, "c:marker"), 0U) << "areas have no markers in the file format";
  EXPECT_EQ(between(areas, "<c:axId", "</"), between(lines, "<c:axId", "</"));
  EXPECT_LT(text.find("</c:areaChart>"), text.find("<c:lineChart>"));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(count(text, "<c:order val=\"" + std::to_string(i) + "\"/>"), 1U);
  EXPECT_EQ(count(text, "<c:valAx>"), 1U);
}

TEST(CombinedChart, DrawsAreasAlone) {
  const std::string text = chart_with(2, 0);
  EXPECT_EQ(count(text, "<c:ser>"), 2U);
  EXPECT_EQ(count(text, "<c:lineChart>"), 0U);
}

}  // namespace
}  // namespace ebbtide
