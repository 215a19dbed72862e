#include "report/comparison_cells.h"

#include <cmath>
#include <string>

namespace ebbtide {
namespace {

lxw_format* filled(WorkbookFile& book) {
  lxw_format* made = plain_format(book);
  format_set_bg_color(made, kLowTint);
  format_set_bold(made);
  return made;
}

lxw_format* as_number(lxw_format* made, const char* pattern) {
  format_set_num_format(made, pattern);
  format_set_align(made, LXW_ALIGN_RIGHT);
  return made;
}

lxw_format* filled_text(WorkbookFile& book) {
  lxw_format* made = filled(book);
  format_set_align(made, LXW_ALIGN_LEFT);
  format_set_indent(made, 1);
  return made;
}

std::string member_text(const RowKey& key) {
  std::string text;
  for (const std::string* name : {&key.series, &key.asset, &key.region, &key.issuer}) {
    if (!name->empty()) text += (text.empty() ? "" : " / ") + *name;
  }
  return text.empty() && !key.target.empty() ? "total" : text;
}

}  // namespace

// Plain patterns, which keep the minus of a negative number everywhere; conditions inside a pattern do not.
ComparisonFormats::ComparisonFormats(WorkbookFile& book)
    : common(book),
      marked_text(filled_text(book)),
      large(as_number(plain_format(book), "#,##0.00")),
      small(as_number(plain_format(book), "0.0000")),
      marked_large(as_number(filled(book), "#,##0.00")),
      marked_small(as_number(filled(book), "0.0000")) {}

lxw_format* ComparisonFormats::number(std::optional<double> value, bool marked) const {
  const bool is_large = value && std::abs(*value) >= 100.0;
  if (marked) return is_large ? marked_large : marked_small;
  return is_large ? large : small;
}

bool is_marked(Agreement agreement) {
  return agreement == Agreement::beyond_noise || agreement == Agreement::one_run_only;
}

std::vector<SheetColumn> key_columns() {
  return {{"Scenario", 24, false},
          {"Week ending", 12, false},
          {"Target", 20, false},
          {"Series or member", 24, false},
          {"Unit", 8, false}};
}

int write_key(SheetWriter& sheet, int column, const RowKey& key) {
  const Formats& formats = sheet.formats();
  sheet.text(column, key.scenario, formats.name);
  sheet.date(column + 1, parse_date(key.week_end), formats.date);
  sheet.text(column + 2, key.target, formats.text);
  sheet.text(column + 3, member_text(key), formats.text);
  sheet.text(column + 4, key.unit, formats.text);
  return column + 5;
}

std::vector<SheetColumn> value_columns() {
  return {{"First", 15}, {"Second", 15}, {"Difference", 15}, {"In s.e.", 9}, {"Agreement", 17, false}};
}

void write_value(SheetWriter& sheet, int column, const ComparedValue& value, const ComparisonFormats& formats) {
  const bool marks = is_marked(value.agreement);
  int at = column;
  for (const std::optional<double>& number : {value.first.value, value.second.value, value.difference(), value.z()}) {
    sheet.number(at++, number, formats.number(number, marks));
  }
  sheet.text(column + 4, agreement_text(value.agreement), marks ? formats.marked_text : formats.common.text);
}

}  // namespace ebbtide
