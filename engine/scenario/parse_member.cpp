#include "scenario/parse_member.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "core/format.h"
#include "scenario/fields.h"

namespace ebbtide {
namespace {

std::vector<std::string> member_names(const Universe& universe, Dimension dimension) {
  std::vector<std::string> names;
  for (const Member& member : universe.of(dimension)) names.push_back(member.name);
  return names;
}

// "write {asset: Bitcoin}" when some dimension has the name; "" otherwise.
std::string other_dimension_hint(const Universe& universe, const std::string& name) {
  for (Dimension dimension : kDimensions) {
    if (universe.find(dimension, name) != nullptr) return format("write {{{}: {}}}", dimension_text(dimension), name);
  }
  return "";
}

// The residual member that counts what the files call `name`, or nullptr.
const Member* counted_under(const Universe& universe, Dimension dimension, const std::string& name) {
  for (const Member& member : universe.of(dimension)) {
    if (std::find(member.includes.begin(), member.includes.end(), name) != member.includes.end()) return &member;
  }
  return nullptr;
}

void report_unknown(const YamlNode& node, Dimension dimension, const Universe& universe, Reporter& reporter) {
  const std::vector<std::string> names = member_names(universe, dimension);
  std::string hint = other_dimension_hint(universe, node.text);
  const Member* residual = counted_under(universe, dimension, node.text);
  if (residual != nullptr) hint = format("'{}' is counted under '{}'", node.text, residual->name);
  if (hint.empty()) hint = did_you_mean(node.text, names);
  reporter.error(node.where, "unknown-member",
                 format("universe '{}' has no {} '{}'", universe.name, dimension_text(dimension), node.text),
                 one_of(names, format("{}s", dimension_text(dimension))), hint);
}

bool is_launched(const std::optional<Date>& launched, std::optional<Date> as_of) {
  return !as_of || !launched || *launched <= *as_of;
}

// Products launched by as_of, where cells are simulated: each member has one.
std::vector<SeriesKey> known_cells(const Universe& universe, std::optional<Date> as_of) {
  std::vector<SeriesKey> cells;
  for (const Product& product : universe.products) {
    if (is_launched(product.launched, as_of)) cells.push_back(product.key);
  }
  for (const Dimension dimension : kDimensions) {
    for (const Member& member : universe.of(dimension)) {
      const bool has_cell = std::any_of(cells.begin(), cells.end(),
                                        [&](const SeriesKey& cell) { return cell.part(dimension) == member.name; });
      if (!has_cell && is_launched(member.launched, as_of)) return {};
    }
  }
  return cells;
}

// Declared for the dimension, or for any where cells carry it over.
bool has_aum(const Universe& universe, Dimension dimension, std::optional<Date> as_of) {
  if (universe.cells_observed || !as_of) return true;
  const bool any_dimension = !known_cells(universe, as_of).empty();
  return std::any_of(universe.shares.begin(), universe.shares.end(), [&](const ShareDeclaration& shares) {
    return (any_dimension || shares.dimension == dimension) && shares.published <= *as_of;
  });
}

bool check_exists(const YamlNode& node, const Member& member, const ParseContext& context) {
  if (!context.as_of || !member.launched || *member.launched <= *context.as_of) return true;
  context.reporter.error(node.where, "not-launched",
                         format("'{}' did not exist on {}", member.name, date_text(*context.as_of)),
                         format("as_of {} or later for this member", date_text(*member.launched)));
  return false;
}

std::optional<SeriesKey> parse_margin(const YamlNode& node, Dimension dimension, MemberNeed need,
                                      const ParseContext& context) {
  const Universe& universe = context.history->universe();
  const Member* member = universe.find(dimension, node.text);
  if (member == nullptr) {
    report_unknown(node, dimension, universe, context.reporter);
    return std::nullopt;
  }
  if (!check_exists(node, *member, context)) return std::nullopt;
  if (need == MemberNeed::aum && !has_aum(universe, dimension, context.as_of)) {
    context.reporter.error(
        node.where, "no-aum",
        format("the AUM of '{}' is neither published nor declared in universe '{}'", member->name, universe.name),
        "AUM of the total, or a flow of this member");
    return std::nullopt;
  }
  return margin_key(dimension, member->name);
}

std::optional<SeriesKey> parse_word(const YamlNode& node, const ParseContext& context) {
  if (node.text == "total") return SeriesKey{};
  std::string hint = did_you_mean(node.text, {"total"});
  if (hint.empty() && context.history != nullptr) hint = other_dimension_hint(context.history->universe(), node.text);
  context.reporter.error(node.where, "unknown-value", format("'{}' is not 'total'", node.text),
                         "'total' or a map such as {asset: Bitcoin}", hint);
  return std::nullopt;
}

std::vector<SeriesKey> covered(const std::vector<SeriesKey>& cells, const SeriesKey& key) {
  std::vector<SeriesKey> result;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(result),
               [&](const SeriesKey& cell) { return key.covers(cell); });
  return result;
}

// The key of the same cells that results use.
std::optional<SeriesKey> parse_combination(const YamlNode& node, const SeriesKey& key, const ParseContext& context) {
  const std::string& universe = context.history->universe().name;
  const std::vector<SeriesKey> cells = known_cells(context.history->universe(), context.as_of);
  if (cells.empty()) {
    context.reporter.error(
        node.entries[1].key_where, "not-supported-yet",
        format("universe '{}' has no cells, so that a member of two dimensions is not supported yet", universe),
        "one of asset, region, issuer");
    return std::nullopt;
  }
  const std::vector<SeriesKey> own = covered(cells, key);
  if (own.empty()) {
    context.reporter.error(node.entries[1].key_where, "no-product",
                           format("universe '{}' has no product of {}", universe, key_text(key)),
                           "a combination that exists");
    return std::nullopt;
  }
  if (own.size() == 1) return own.front();
  for (const Dimension dimension : kDimensions) {
    const SeriesKey margin = margin_key(dimension, key.part(dimension));
    if (!margin.is_total() && covered(cells, margin) == own) return margin;
  }
  if (!key.asset.empty()) return key;
  context.reporter.error(node.entries[1].key_where, "not-supported-yet",
                         "a region and an issuer together are not supported yet",
                         "an asset with one of them, or the two and an asset");
  return std::nullopt;
}

}  // namespace

std::optional<SeriesKey> parse_member(const YamlNode& node, MemberNeed need, const ParseContext& context) {
  if (node.is_scalar()) return parse_word(node, context);
  if (node.entries.empty()) {
    context.reporter.error(node.where, "empty-value", "no member is named",
                           "'total' or a map such as {asset: Bitcoin}");
    return std::nullopt;
  }
  const Fields fields(node, Section::member, context.reporter);
  SeriesKey key;
  int named = 0, sound = 0;
  for (Dimension dimension : kDimensions) {
    const YamlNode* name = fields.get(dimension_text(dimension));
    if (name == nullptr) continue;
    ++named;
    if (context.without_universe) {
      context.reporter.error(name->where, "unknown-member", "this calibration has no universe, so there are no members",
                             "'total'");
    } else if (context.history != nullptr) {
      const auto margin = parse_margin(*name, dimension, need, context);
      if (!margin) continue;
      ++sound;
      (dimension == Dimension::asset    ? key.asset
       : dimension == Dimension::region ? key.region
                                        : key.issuer) = margin->part(dimension);
    }
  }
  if (named == 0 || sound < named) return std::nullopt;
  return named == 1 ? key : parse_combination(node, key, context);
}

std::string member_label(const SeriesKey& key) {
  return key_text(key);
}

}  // namespace ebbtide
