#include "report/combined_chart.h"

#include <memory>
#include <utility>

#include "core/contract.h"

namespace ebbtide {
namespace {

using GroupWriter = void (*)(lxw_chart*);

// The library's writer for a chart type, as a new chart of that type carries it.
GroupWriter group_writer(lxw_chart_type type) {
  const std::unique_ptr<lxw_chart, decltype(&lxw_chart_free)> sample(lxw_chart_new(static_cast<std::uint8_t>(type)),
                                                                     lxw_chart_free);
  EBBTIDE_REQUIRE(sample != nullptr);
  return sample->write_chart_type;
}

bool is_line(const lxw_chart_series* series) {
  return series->marker != nullptr;
}

// Called by the library while it writes the plot area. Areas stand first in the list, so cutting it in two is a matter
// of one link, which is put back.
void write_areas_then_lines(lxw_chart* chart) {
  lxw_chart_series_list* all = chart->series_list;
  lxw_chart_series* last_area = nullptr;
  for (lxw_chart_series* series = all->stqh_first; series != nullptr && !is_line(series);
       series = series->list_pointers.stqe_next) {
    last_area = series;
  }
  if (last_area == nullptr) return;
  lxw_chart_series* const first_line = last_area->list_pointers.stqe_next;

  // Areas know no markers, not even the default one of line charts.
  lxw_chart_marker* const default_marker = std::exchange(chart->default_marker, nullptr);
  const std::uint8_t grouping = std::exchange(chart->grouping, static_cast<std::uint8_t>(LXW_GROUPING_STACKED));
  last_area->list_pointers.stqe_next = nullptr;
  group_writer(LXW_CHART_AREA_STACKED)(chart);
  last_area->list_pointers.stqe_next = first_line;
  chart->grouping = grouping;
  chart->default_marker = default_marker;
  if (first_line == nullptr) return;

  lxw_chart_series_list lines = {};
  lines.stqh_first = first_line;
  lines.stqh_last = all->stqh_last;
  chart->series_list = &lines;
  group_writer(LXW_CHART_LINE)(chart);
  chart->series_list = all;
}

}  // namespace

void draw_unmarked_series_as_areas(lxw_chart* chart) {
  EBBTIDE_REQUIRE(chart->type == LXW_CHART_LINE);
  chart->write_chart_type = write_areas_then_lines;
}

}  // namespace ebbtide
