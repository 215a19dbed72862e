#include "report/workbook_style.h"

namespace ebbtide {
namespace {

// Text stands a little off the edge, so that it never touches the number to its left.
lxw_format* words(WorkbookFile& book) {
  lxw_format* made = plain_format(book);
  format_set_align(made, LXW_ALIGN_LEFT);
  format_set_indent(made, 1);
  return made;
}

lxw_format* number(WorkbookFile& book, const char* pattern) {
  lxw_format* made = plain_format(book);
  format_set_num_format(made, pattern);
  format_set_align(made, LXW_ALIGN_RIGHT);
  return made;
}

lxw_format* bold(WorkbookFile& book, double points) {
  lxw_format* made = words(book);
  format_set_bold(made);
  format_set_font_size(made, points);
  return made;
}

lxw_format* heading(WorkbookFile& book, bool right) {
  lxw_format* made = bold(book, kFontPoints);
  format_set_text_wrap(made);
  format_set_bg_color(made, kHeaderFill);
  format_set_bottom(made, LXW_BORDER_THIN);
  format_set_bottom_color(made, kRule);
  if (right) {
    format_set_indent(made, 0);
    format_set_align(made, LXW_ALIGN_RIGHT);
  }
  return made;
}

lxw_format* with_top_rule(lxw_format* made) {
  format_set_bold(made);
  format_set_top(made, LXW_BORDER_THIN);
  format_set_top_color(made, kRule);
  return made;
}

lxw_format* wrapped_text(WorkbookFile& book, lxw_format_alignments vertical) {
  lxw_format* made = words(book);
  format_set_text_wrap(made);
  format_set_align(made, static_cast<std::uint8_t>(vertical));
  return made;
}

}  // namespace

lxw_format* plain_format(WorkbookFile& book) {
  lxw_format* made = book.add_format();
  format_set_font_name(made, kFontName);
  format_set_font_size(made, kFontPoints);
  format_set_font_color(made, kInk);
  format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
  return made;
}

Formats::Formats(WorkbookFile& book)
    : title(bold(book, 16.0)),
      subtitle(words(book)),
      header(heading(book, false)),
      header_right(heading(book, true)),
      scenario(words(book)),
      scenario_name(bold(book, kFontPoints)),
      text(words(book)),
      muted(words(book)),
      wrapped(wrapped_text(book, LXW_ALIGN_VERTICAL_TOP)),
      wrapped_middle(wrapped_text(book, LXW_ALIGN_VERTICAL_CENTER)),
      label(bold(book, kFontPoints)),
      name(bold(book, kFontPoints)),
      date(number(book, "yyyy-mm-dd")),
      whole(number(book, "0")),
      real(number(book, "0.0000")),
      flow(number(book, kFlowNumber)),
      billion(number(book, kBillionNumber)),
      two_decimals(number(book, kBillionNumber)),
      percent(number(book, kPercentNumber)),
      fine_percent(number(book, kFinePercentNumber)),
      total_text(with_top_rule(words(book))),
      total_billion(with_top_rule(number(book, kBillionNumber))),
      link(words(book)) {
  format_set_font_color(subtitle, kMutedInk);
  format_set_font_color(muted, kMutedInk);
  format_set_italic(muted);
  format_set_bg_color(scenario, kScenarioFill);
  format_set_bg_color(scenario_name, kScenarioFill);
  format_set_align(label, LXW_ALIGN_VERTICAL_TOP);
  format_set_align(date, LXW_ALIGN_LEFT);
  format_set_indent(date, 1);
  format_set_font_color(link, kMedianLine);
  format_set_underline(link, LXW_UNDERLINE_SINGLE);
}

}  // namespace ebbtide
