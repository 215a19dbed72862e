#include "history/universe_load.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "core/format.h"
#include "history/finding_codes.h"
#include "history/product_load.h"
#include "history/share_load.h"
#include "history/yaml_fields.h"

namespace ebbtide {
namespace {

constexpr double kSumTolerance = 1e-9;
constexpr double kLargestExposure = 3.0;
constexpr int kLongestLag = 30;

// Prices of one asset: `price` or `basket`, times `exposure`.
class PriceReader {
 public:
  PriceReader(const MarketSpec* market, YamlReporter& reporter) : market_(market), reporter_(reporter) {
    if (!market) return;
    for (const MarketVariable& variable : market->variables) {
      if (variable.is_return) returns_.push_back(variable.name);
    }
  }

  std::vector<PriceExposure> read(const YamlFields& fields) {
    const double exposure = read_exposure(fields);
    const YamlNode* price = fields.optional("price");
    const YamlNode* basket = fields.optional("basket");
    if (price && basket) {
      reporter_.error(basket->where, code::kConflictingKeys, "a member has both 'price' and 'basket'",
                      "one of the two");
      return {};
    }
    if (basket) return read_basket(fields, exposure);
    const auto name = fields.text("price");
    if (!name) return {};
    check_return(*name, price->where);
    return {{*name, exposure}};
  }

 private:
  double read_exposure(const YamlFields& fields) {
    const YamlNode* node = fields.optional("exposure");
    const auto exposure = node ? fields.number("exposure") : std::optional<double>(1.0);
    if (!exposure) return 1.0;
    if (*exposure == 0.0 || std::abs(*exposure) > kLargestExposure) {
      reporter_.error(node->where, code::kInvalidNumber, format("exposure is {}", node->text),
                      format("a number from {} to {}, not 0", -kLargestExposure, kLargestExposure),
                      "an inverse product has exposure -1");
    }
    return *exposure;
  }

  std::vector<PriceExposure> read_basket(const YamlFields& fields, double exposure) {
    std::vector<PriceExposure> prices;
    double sum = 0.0;
    bool complete = fields.optional("basket")->is_map();
    for (const YamlEntry& entry : fields.map("basket")) {
      check_return(entry.key, entry.key_where);
      const auto weight = yaml_share(entry.value, format("weight of '{}'", entry.key), reporter_);
      complete = complete && weight.has_value();
      sum += weight.value_or(0.0);
      prices.push_back({entry.key, exposure * weight.value_or(0.0)});
    }
    if (complete && std::abs(sum - 1.0) > kSumTolerance) {
      reporter_.error(fields.optional("basket")->where, code::kBasketSum,
                      format("the weights of the basket add to {} %", number_text(100.0 * sum)), "100 %");
    }
    return prices;
  }

  void check_return(const std::string& name, const SourcePosition& where) {
    if (!market_ || std::find(returns_.begin(), returns_.end(), name) != returns_.end()) return;
    reporter_.error(where, code::kUnknownReturn, format("market.yaml has no return named '{}'", name),
                    format("one of: {}", fmt::join(returns_, ", ")), did_you_mean(name, returns_));
  }

  const MarketSpec* market_;
  YamlReporter& reporter_;
  std::vector<std::string> returns_;
};

std::vector<std::string> read_includes(const YamlFields& fields, bool residual, YamlReporter& reporter) {
  std::vector<std::string> names;
  for (const YamlNode& item : fields.list("includes")) {
    if (auto name = yaml_text(item, "an included name", reporter)) names.push_back(std::move(*name));
  }
  if (!residual && fields.optional("includes")) {
    reporter.error(fields.optional("includes")->where, code::kConflictingKeys,
                   "'includes' stands at a member that is not the residual", "'includes' only with 'residual: true'");
  }
  return names;
}

std::optional<Member> read_member(const YamlNode& node, Dimension dimension, PriceReader& prices,
                                  YamlReporter& reporter) {
  std::vector<std::string> keys = {"name", "launched", "residual", "includes", "note"};
  const bool is_asset = dimension == Dimension::asset;
  if (is_asset) keys.insert(keys.end(), {"price", "exposure", "basket", "proxy"});
  const YamlFields fields(node, "member", keys, reporter);
  if (!fields.is_map()) return std::nullopt;
  Member member;
  member.dimension = dimension;
  member.name = fields.text("name").value_or("");
  if (const YamlNode* launched = fields.optional("launched")) {
    member.launched = yaml_date(*launched, "'launched'", reporter);
  }
  member.residual = fields.flag_or_false("residual");
  member.includes = read_includes(fields, member.residual, reporter);
  member.note = fields.text_or_empty("note");
  if (is_asset) {
    member.prices = prices.read(fields);
    member.price_is_proxy = fields.flag_or_false("proxy");
  }
  return member;
}

// Names of members and included names are one set: a row of the CSV files must mean one thing.
void check_names(const YamlFields& fields, const std::vector<Member>& members, Dimension dimension,
                 YamlReporter& reporter) {
  std::set<std::string> seen;
  const auto claim = [&](const std::string& name, const SourcePosition& where) {
    if (name.empty() || seen.insert(name).second) return;
    reporter.error(where, code::kRepeatedName, format("{} '{}' is named twice", dimension_text(dimension), name),
                   "each name once, as a member or under 'includes'");
  };
  const std::vector<YamlNode>& nodes = fields.list("members");
  for (std::size_t i = 0; i < members.size(); ++i) {
    claim(members[i].name, nodes[i].where);
    const YamlNode* includes = nodes[i].find("includes");
    if (!includes) continue;
    for (const YamlNode& item : includes->items) claim(item.text, item.where);
  }
}

void check_residual(const YamlFields& fields, const std::vector<Member>& members, bool complete,
                    YamlReporter& reporter) {
  const auto residuals = std::count_if(members.begin(), members.end(), [](const Member& m) { return m.residual; });
  if (residuals == (complete ? 0 : 1)) return;
  reporter.error(fields.optional("members")->where, code::kResidualMember,
                 format("the dimension is {} and has {} residual member{}", complete ? "complete" : "not complete",
                        residuals, residuals == 1 ? "" : "s"),
                 complete ? "none: the named members add to the total" : "exactly one with 'residual: true'");
}

void read_dimension(const YamlFields& top, Dimension dimension, PriceReader& prices, Universe& universe,
                    YamlReporter& reporter) {
  const YamlNode* node = top.required(dimension_text(dimension));
  if (!node) return;
  const YamlFields fields(*node, format("'{}'", dimension_text(dimension)), {"complete", "members"}, reporter);
  if (!fields.is_map()) return;
  const auto complete = fields.flag("complete");
  std::vector<Member>& members = universe.members[static_cast<std::size_t>(dimension)];
  if (!fields.required("members")) return;
  bool all_read = true;
  for (const YamlNode& item : fields.list("members")) {
    auto member = read_member(item, dimension, prices, reporter);
    all_read = all_read && member.has_value();
    if (member) members.push_back(std::move(*member));
  }
  if (!all_read) return;
  check_names(fields, members, dimension, reporter);
  if (!complete) return;
  universe.complete[static_cast<std::size_t>(dimension)] = *complete;
  check_residual(fields, members, *complete, reporter);
}

void read_first_flow_week(const YamlFields& top, Universe& universe, YamlReporter& reporter) {
  const YamlNode* node = top.required("first_flow_week");
  if (!node) return;
  const YamlFields fields(*node, "'first_flow_week'", {"date", "why"}, reporter);
  if (!fields.is_map()) return;
  universe.first_flow_week = fields.friday("date").value_or(Date{});
  universe.first_flow_week_why = fields.text("why").value_or("");
}

void read_sibling(const YamlFields& top, const std::string& file, Universe& universe, YamlReporter& reporter) {
  const YamlNode* node = top.optional("sibling");
  if (!node) return;
  universe.sibling = top.text("sibling").value_or("");
  universe.sibling_line = node->where.line;
  if (universe.sibling.empty()) return;
  if (universe.sibling != universe.name && std::filesystem::exists(sibling_folder(file, universe.sibling))) return;
  reporter.error(node->where, code::kUnknownSibling,
                 format("there is no other universe '{}' beside this one", universe.sibling),
                 "the name of another folder under universes/");
}

}  // namespace

std::string sibling_folder(const std::string& file, const std::string& sibling) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  return (folder.empty() ? std::filesystem::path("..") / sibling : folder.parent_path() / sibling).generic_string();
}

std::optional<Universe> read_universe(const std::string& file, const MarketSpec* market, Findings& findings) {
  Findings own;
  Universe universe;
  universe.name = std::filesystem::path(file).parent_path().filename().string();
  const auto document = load_yaml(file, own);
  if (document) {
    YamlReporter reporter(*document, own);
    const YamlFields top(document->root, "the universe",
                         {"schema", "title", "about", "lag_business_days", "first_flow_week", "cells_observed", "asset",
                          "region", "issuer", "sibling", "products", "shares", "proxies"},
                         reporter);
    if (top.is_map()) {
      check_schema(top, "ebbtide-universe/1", reporter);
      universe.title = top.text("title").value_or("");
      universe.about = top.text("about").value_or("");
      universe.publication_lag_business_days = top.count("lag_business_days", kLongestLag).value_or(0);
      read_first_flow_week(top, universe, reporter);
      universe.cells_observed = top.flag("cells_observed").value_or(false);
      PriceReader prices(market, reporter);
      for (const Dimension dimension : kDimensions) read_dimension(top, dimension, prices, universe, reporter);
      read_sibling(top, file, universe, reporter);
      universe.products = read_products(top, universe, reporter);
      universe.shares = read_shares(top, universe, reporter);
      for (const YamlNode& item : top.list("proxies")) {
        if (auto text = yaml_text(item, "a proxy sentence", reporter)) universe.proxies.push_back(std::move(*text));
      }
    }
  }
  findings.append(own);
  if (!document || own.has_errors()) return std::nullopt;
  return universe;
}

}  // namespace ebbtide
