#include "scenario/bounds.h"

#include "core/format.h"
#include "scenario/tree.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

std::optional<Bounds> parse_between(const YamlNode& pair, Unit unit, std::string_view subject, const LevelCheck& check,
                                    Reporter& reporter) {
  const YamlNode& first = pair.items[0];
  const YamlNode& second = pair.items[1];
  const auto low = read_quantity(first, unit, subject, reporter);
  const auto high = read_quantity(second, unit, subject, reporter);
  const bool low_good = low && check(*low, first);
  const bool high_good = high && check(*high, second);
  if (!low_good || !high_good) return std::nullopt;
  if (low->value >= high->value) {
    reporter.error(pair.where, "out-of-range", format("the bounds {} leave no room", node_text(pair)),
                   "the lower bound first, the higher one second");
    return std::nullopt;
  }
  return Bounds{
      .at_least = low->value, .at_most = high->value, .text = format("between {} and {}", first.text, second.text)};
}

}  // namespace

std::optional<Bounds> parse_bounds(const YamlEntry& form, const Fields& fields, Unit unit, std::string_view subject,
                                   const LevelCheck& check, Reporter& reporter) {
  const YamlNode* node = fields.get(form.key);
  if (node == nullptr) return std::nullopt;
  if (form.key == "between") return parse_between(*node, unit, subject, check, reporter);
  const auto level = read_quantity(*node, unit, subject, reporter);
  if (!level || !check(*level, *node)) return std::nullopt;
  Bounds bounds;
  if (form.key != "at most") bounds.at_least = level->value;
  if (form.key != "at least") bounds.at_most = level->value;
  bounds.text = form.key == "is" ? node->text : format("{} {}", form.key, node->text);
  return bounds;
}

}  // namespace ebbtide
