#include "history/cell_shares.h"

#include <algorithm>

#include "core/format.h"
#include "math/proportional_fit.h"

namespace ebbtide {
namespace {

double share_of(const ShareDeclaration& declaration, const std::string& member) {
  const auto found = std::find_if(declaration.shares.begin(), declaration.shares.end(),
                                  [&member](const auto& share) { return share.first == member; });
  return found == declaration.shares.end() ? 0.0 : found->second;
}

}  // namespace

CellShares fit_cell_shares(const Universe& universe, Date published, std::vector<double> weights) {
  const std::vector<Product>& products = universe.products;
  for (std::size_t c = 0; c < products.size(); ++c) {
    if (products[c].launched.value_or(Date::min()) > published) weights[c] = 0.0;
  }
  std::vector<MarginSum> margins;
  std::vector<std::string> names;
  for (const ShareDeclaration& declaration : universe.shares) {
    if (declaration.published != published) continue;
    for (const auto& [member, share] : declaration.shares) {
      MarginSum margin{{}, share};
      for (std::size_t c = 0; c < products.size(); ++c) {
        if (products[c].key.part(declaration.dimension) == member) margin.entries.push_back(c);
      }
      margins.push_back(std::move(margin));
      names.push_back(format("{} '{}'", dimension_text(declaration.dimension), member));
    }
  }
  ProportionalFit fit = fit_proportionally(std::move(weights), margins);
  CellShares result{std::move(fit.values), {}};
  for (const std::size_t margin : fit.unmet) result.unmet.push_back(names[margin]);
  return result;
}

std::vector<double> independent_weights(const Universe& universe, Date published) {
  std::vector<double> weights(universe.products.size(), 1.0);
  for (const ShareDeclaration& declaration : universe.shares) {
    if (declaration.published != published) continue;
    for (std::size_t c = 0; c < weights.size(); ++c) {
      weights[c] *= share_of(declaration, universe.products[c].key.part(declaration.dimension));
    }
  }
  return weights;
}

}  // namespace ebbtide
