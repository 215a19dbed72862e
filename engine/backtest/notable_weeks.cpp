#include "backtest/notable_weeks.h"

#include <filesystem>
#include <set>

#include "core/format.h"
#include "history/finding_codes.h"
#include "history/yaml_fields.h"

namespace ebbtide {
namespace {

class NotableReader {
 public:
  NotableReader(const YamlDocument& document, Findings& findings)
      : reporter_(document, findings),
        fields_(document.root, "the list of weeks", {"schema", "title", "about", "data", "weeks"}, reporter_) {
    notable_.file = document.file;
    notable_.name = std::filesystem::path(document.file).stem().string();
  }

  NotableWeeks read() {
    if (!fields_.is_map()) return {};
    check_schema(fields_, "ebbtide-notable/1", reporter_);
    notable_.title = fields_.text("title").value_or("");
    fields_.text_or_empty("about");
    const std::filesystem::path own = std::filesystem::path(notable_.file).parent_path();
    notable_.data_folder = (own / fields_.text_or_empty("data")).lexically_normal().generic_string();
    if (notable_.data_folder.empty()) notable_.data_folder = ".";
    const YamlNode* list = fields_.required("weeks");
    const std::vector<YamlNode>& weeks = fields_.list("weeks");
    if (list && list->is_sequence() && weeks.empty())
      reporter_.error(list->where, code::kWrongType, "'weeks' is empty", "a list with an entry");
    for (const YamlNode& week : weeks) read_week(week);
    return notable_;
  }

 private:
  void read_week(const YamlNode& node) {
    const YamlFields fields(node, "a week", {"universe", "week", "title", "why"}, reporter_);
    if (!fields.is_map()) return;
    const auto universe = fields.text("universe"), title = fields.text("title"), why = fields.text("why");
    const YamlNode* date = fields.required("week");
    const auto week_end = date ? yaml_date(*date, "'week'", reporter_) : std::nullopt;
    if (!universe || !title || !why || !week_end) return;
    if (!seen_.emplace(*universe, *week_end).second) {
      reporter_.error(date->where, code::kRepeatedName,
                      format("{} of {} stands twice", date_text(*week_end), *universe), "each week once");
      return;
    }
    notable_.weeks.push_back({*universe, *week_end, *title, *why, date->where, fields.optional("universe")->where});
  }

  YamlReporter reporter_;
  YamlFields fields_;
  NotableWeeks notable_;
  std::set<std::pair<std::string, Date>> seen_;
};

}  // namespace

std::optional<NotableWeeks> load_notable_weeks(const std::string& file, Findings& findings) {
  Findings own;
  std::optional<NotableWeeks> result;
  if (const auto document = load_yaml(file, own)) result = NotableReader(*document, own).read();
  findings.append(own);
  return own.has_errors() ? std::nullopt : result;
}

}  // namespace ebbtide
