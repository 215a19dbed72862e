#include "history/product_load.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/format.h"
#include "history/finding_codes.h"

namespace ebbtide {
namespace {

class ProductReader {
 public:
  ProductReader(const Universe& universe, YamlReporter& reporter) : universe_(universe), reporter_(reporter) {}

  void read(const YamlNode& node) {
    const YamlFields fields(node, "product", {"asset", "region", "issuer", "launched", "source"}, reporter_);
    if (!fields.is_map()) return;
    Product product;
    std::array<std::string*, 3> parts = {&product.key.asset, &product.key.region, &product.key.issuer};
    bool known = true;
    for (const Dimension dimension : kDimensions) {
      known = read_part(fields, dimension, *parts[static_cast<std::size_t>(dimension)]) && known;
    }
    if (const YamlNode* launched = fields.optional("launched")) {
      product.launched = yaml_date(*launched, "'launched'", reporter_);
      known = known && product.launched;
    }
    product.source = fields.text("source").value_or("");
    product.line = node.where.line;
    if (!known) return;
    check_launch(product, node);
    const auto [first, is_new] = places_.try_emplace(product.key, node.where);
    if (!is_new) {
      reporter_.error(node.where, code::kDuplicateProduct, format("{} is declared twice", key_text(product.key)),
                      format("one product per cell; the first is on line {}", first->second.line),
                      "the earliest launch stands for all funds of a cell");
      return;
    }
    products_.push_back(std::move(product));
  }

  void check_members(const SourcePosition& where) {
    for (const Dimension dimension : kDimensions) {
      for (const Member& member : universe_.of(dimension)) {
        const bool any = std::any_of(products_.begin(), products_.end(), [&](const Product& product) {
          return product.key.part(dimension) == member.name;
        });
        if (any) continue;
        reporter_.error(where, code::kMemberWithoutProduct,
                        format("no product is declared for the {} '{}'", dimension_text(dimension), member.name),
                        "at least one product for every member, or no products at all");
      }
    }
  }

  std::vector<Product> in_display_order() {
    std::stable_sort(products_.begin(), products_.end(),
                     [this](const Product& a, const Product& b) { return order(a.key) < order(b.key); });
    return std::move(products_);
  }

 private:
  bool read_part(const YamlFields& fields, Dimension dimension, std::string& part) {
    const std::string key(dimension_text(dimension));
    const auto name = fields.text(key);
    if (!name) return false;
    if (universe_.find(dimension, *name)) {
      part = *name;
      return true;
    }
    std::vector<std::string> names;
    for (const Member& member : universe_.of(dimension)) names.push_back(member.name);
    reporter_.error(fields.optional(key)->where, code::kUnknownMember, format("no {} is named '{}'", key, *name),
                    format("one of: {}", fmt::join(names, ", ")), did_you_mean(*name, names));
    return false;
  }

  void check_launch(const Product& product, const YamlNode& node) {
    for (const Dimension dimension : kDimensions) {
      const Member& member = *universe_.find(dimension, product.key.part(dimension));
      if (!member.launched || (product.launched && *product.launched >= *member.launched)) continue;
      reporter_.error(
          node.where, code::kProductBeforeLaunch,
          format("{} {} and '{}' launched on {}", key_text(product.key),
                 product.launched ? format("launched on {}", date_text(*product.launched))
                                  : std::string("has no launch, so is older than the history,"),
                 member.name, date_text(*member.launched)),
          format("'launched' on {} or later, or an earlier launch of the member", date_text(*member.launched)));
    }
  }

  std::array<std::ptrdiff_t, 3> order(const SeriesKey& key) const {
    std::array<std::ptrdiff_t, 3> places{};
    for (const Dimension dimension : kDimensions) {
      const std::vector<Member>& members = universe_.of(dimension);
      places[static_cast<std::size_t>(dimension)] = universe_.find(dimension, key.part(dimension)) - members.data();
    }
    return places;
  }

  const Universe& universe_;
  YamlReporter& reporter_;
  std::map<SeriesKey, SourcePosition> places_;
  std::vector<Product> products_;
};

}  // namespace

std::vector<Product> read_products(const YamlFields& top, const Universe& universe, YamlReporter& reporter) {
  const YamlNode* list = top.optional("products");
  if (!list) return {};
  ProductReader reader(universe, reporter);
  for (const YamlNode& item : top.list("products")) reader.read(item);
  reader.check_members(list->where);
  return reader.in_display_order();
}

}  // namespace ebbtide
