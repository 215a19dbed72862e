#include "history/share_load.h"

#include <cmath>

#include "core/format.h"
#include "history/finding_codes.h"

namespace ebbtide {
namespace {

constexpr double kSumTolerance = 1e-9;
constexpr Date kUnread = Date::max();  // a date that was reported: later than any launch

Date read_published(const YamlNode* node, YamlReporter& reporter) {
  if (!node) return kUnread;
  return yaml_date(*node, "'published'", reporter).value_or(kUnread);
}

std::vector<std::string> names_of(const std::vector<Member>& members) {
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const Member& member : members) names.push_back(member.name);
  return names;
}

void check_member_names(const YamlFields& fields, const Universe& universe, Dimension dimension,
                        YamlReporter& reporter) {
  for (const YamlEntry& entry : fields.map("members")) {
    if (universe.find(dimension, entry.key)) continue;
    const std::vector<std::string> names = names_of(universe.of(dimension));
    reporter.error(entry.key_where, code::kUnknownMember,
                   format("no {} is named '{}'", dimension_text(dimension), entry.key),
                   format("one of: {}", fmt::join(names, ", ")), did_you_mean(entry.key, names));
  }
}

// The declared share of one member, or nullopt after reporting what is wrong with it.
std::optional<double> share_of(const YamlNode& map, const Member& member, Date published, YamlReporter& reporter) {
  const YamlNode* node = map.find(member.name);
  if (!node) {
    reporter.error(map.where, code::kMissingShare, format("'{}' has no share", member.name),
                   "every member of the dimension, 0 % for one that did not exist yet");
    return std::nullopt;
  }
  const auto share = yaml_share(*node, format("share of '{}'", member.name), reporter);
  if (share && *share > 0.0 && member.launched && *member.launched > published) {
    reporter.error(node->where, code::kShareBeforeLaunch,
                   format("'{}' has a share on {} and launched on {}", member.name, date_text(published),
                          date_text(*member.launched)),
                   "0 % before the launch");
    return std::nullopt;
  }
  return share;
}

void read_values(const YamlFields& fields, const Universe& universe, ShareDeclaration& declaration,
                 YamlReporter& reporter) {
  const YamlNode* map = fields.required("members");
  if (!map) return;
  check_member_names(fields, universe, declaration.dimension, reporter);
  if (!map->is_map()) return;
  double sum = 0.0;
  bool complete = true;
  for (const Member& member : universe.of(declaration.dimension)) {
    const auto share = share_of(*map, member, declaration.published, reporter);
    complete = complete && share.has_value();
    sum += share.value_or(0.0);
    declaration.shares.emplace_back(member.name, share.value_or(0.0));
  }
  if (complete && std::abs(sum - 1.0) > kSumTolerance) {
    reporter.error(map->where, code::kShareSum, format("the shares add to {} %", number_text(100.0 * sum)), "100 %");
  }
}

}  // namespace

std::vector<ShareDeclaration> read_shares(const YamlFields& top, const Universe& universe, YamlReporter& reporter) {
  std::vector<ShareDeclaration> declarations;
  for (const YamlNode& node : top.list("shares")) {
    const YamlFields fields(node, "share declaration", {"dimension", "published", "source", "members"}, reporter);
    if (!fields.is_map()) continue;
    ShareDeclaration declaration;
    const auto dimension = fields.choice("dimension", {"asset", "region", "issuer"});
    const YamlNode* date_node = fields.required("published");
    declaration.published = read_published(date_node, reporter);
    declaration.source = fields.text("source").value_or("");
    if (!dimension) continue;
    declaration.dimension = kDimensions[*dimension];
    for (const ShareDeclaration& earlier : declarations) {
      if (declaration.published == kUnread || earlier.dimension != declaration.dimension) continue;
      if (earlier.published != declaration.published) continue;
      reporter.error(date_node->where, code::kDuplicateShares,
                     format("shares by {} are declared twice on {}", dimension_text(declaration.dimension),
                            date_text(declaration.published)),
                     "one declaration per dimension and date");
    }
    read_values(fields, universe, declaration, reporter);
    declaration.line = node.where.line;
    declarations.push_back(std::move(declaration));
  }
  return declarations;
}

}  // namespace ebbtide
