// What the sheets of a comparison's workbook share: which number a row is about, its two sides, and the marks of what
// is beyond noise (internal to engine/report).
#pragma once

#include <optional>
#include <vector>

#include "evaluation/comparison.h"
#include "report/sheet_writer.h"

namespace ebbtide {

// The common formats, and those of numbers that are marked: an amber fill, and always said in words too.
struct ComparisonFormats {
  explicit ComparisonFormats(WorkbookFile& book);

  // Two decimals from 100 on, four below: probabilities stand beside AUM.
  lxw_format* number(std::optional<double> value, bool marked) const;

  Formats common;
  lxw_format* marked_text;
  lxw_format* large;
  lxw_format* small;
  lxw_format* marked_large;
  lxw_format* marked_small;
};

// Beyond noise or in one run only.
bool is_marked(Agreement agreement);

// Scenario, week, target, series or member, unit.
std::vector<SheetColumn> key_columns();
// Writes them from the column on; returns the one after.
int write_key(SheetWriter& sheet, int column, const RowKey& key);

// First, second, difference, difference in standard errors, agreement.
std::vector<SheetColumn> value_columns();
void write_value(SheetWriter& sheet, int column, const ComparedValue& value, const ComparisonFormats& formats);

}  // namespace ebbtide
