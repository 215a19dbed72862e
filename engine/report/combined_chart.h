// Areas and lines on the same axes. libxlsxwriter writes one chart type per chart; the file format allows several
// groups in one plot area, and the library keeps the writer of the group as a member of the chart. A line chart is
// given a writer that calls the library's own area writer for the areas and its own line writer for the lines.
#pragma once

#include <xlsxwriter.h>

namespace ebbtide {

// Makes `chart`, created as LXW_CHART_LINE, draw every series without a marker type as a stacked area under the lines;
// lines need an explicit one (LXW_CHART_MARKER_NONE for a plain line). Areas come first in the order of series.
void draw_unmarked_series_as_areas(lxw_chart* chart);

}  // namespace ebbtide
