// Colours, fonts and number formats of the workbook: one restrained set for every sheet and chart.
#pragma once

#include <xlsxwriter.h>

#include <string>

#include "report/workbook_file.h"

namespace ebbtide {

inline constexpr const char* kFontName = "Calibri";
inline constexpr double kFontPoints = 10.0;

// Blues for what the model says, amber for what came true or fell, grey for the past; readable without colour vision.
inline constexpr lxw_color_t kInk = 0x1F2A37;
inline constexpr lxw_color_t kMutedInk = 0x667085;
inline constexpr lxw_color_t kHeaderFill = 0xE4EAF1;
inline constexpr lxw_color_t kScenarioFill = 0xF3F6F9;
inline constexpr lxw_color_t kRule = 0xC3CCD8;
inline constexpr lxw_color_t kOuterBand = 0xD3DFEB;
inline constexpr lxw_color_t kInnerBand = 0x9BB7D1;
inline constexpr lxw_color_t kMedianLine = 0x1F4E79;
inline constexpr lxw_color_t kRealised = 0xC55A11;
inline constexpr lxw_color_t kPast = 0x7A8594;
inline constexpr lxw_color_t kRise = 0x5B8DB8;
inline constexpr lxw_color_t kFall = 0xD98E4A;
inline constexpr lxw_color_t kLowTint = 0xF3D5BA;
inline constexpr lxw_color_t kHighTint = 0xC6D9EA;

inline constexpr const char* kFlowNumber = "#,##0.0;[Red]-#,##0.0";
inline constexpr const char* kBillionNumber = "#,##0.00;[Red]-#,##0.00";
inline constexpr const char* kPercentNumber = "0.0%;[Red]-0.0%";
inline constexpr const char* kFinePercentNumber = "0.00%;[Red]-0.00%";

// Font, size and ink alone: what every other format begins with.
lxw_format* plain_format(WorkbookFile& book);

struct Formats {
  explicit Formats(WorkbookFile& book);

  lxw_format* title;
  lxw_format* subtitle;
  lxw_format* header;        // left, wrapped
  lxw_format* header_right;  // over numbers
  lxw_format* scenario;      // the heading row of a scenario's block
  lxw_format* scenario_name;
  lxw_format* text;
  lxw_format* muted;           // inferred, smoothed: italic, and always said in words too
  lxw_format* wrapped;         // paragraphs
  lxw_format* wrapped_middle;  // the same between cells of one line
  lxw_format* label;           // bold, top
  lxw_format* name;            // bold, the key of a row
  lxw_format* date;
  lxw_format* whole;
  lxw_format* real;          // four decimals shown, all 15 significant digits in the cell
  lxw_format* flow;          // USD m
  lxw_format* billion;       // USD bn
  lxw_format* two_decimals;  // values in the unit of their row
  lxw_format* percent;
  lxw_format* fine_percent;
  lxw_format* total_text;  // the row that adds up
  lxw_format* total_billion;
  lxw_format* link;
};

}  // namespace ebbtide
