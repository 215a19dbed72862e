#include "history/cell_shares.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

TEST(CellShares, AddToEveryDeclaredShare) {
  const Universe universe = testing::load_shipped("global-etp").universe();
  std::set<Date> days;
  for (const ShareDeclaration& declaration : universe.shares) days.insert(declaration.published);
  ASSERT_GE(days.size(), 2U);
  for (const Date published : days) {
    const CellShares cells = fit_cell_shares(universe, published, independent_weights(universe, published));
    EXPECT_TRUE(cells.unmet.empty());
    for (const ShareDeclaration& declaration : universe.shares) {
      if (declaration.published != published) continue;
      for (const auto& [member, share] : declaration.shares) {
        double sum = 0.0;
        for (std::size_t c = 0; c < universe.products.size(); ++c) {
          if (universe.products[c].key.part(declaration.dimension) == member) sum += cells.shares[c];
        }
        EXPECT_NEAR(sum, share, 1e-4) << member;
      }
    }
  }
}

TEST(CellShares, AreZeroBeforeLaunch) {
  const Universe universe = testing::load_shipped("global-etp").universe();
  const Date published = day("2024-07-01");
  const CellShares cells = fit_cell_shares(universe, published, independent_weights(universe, published));
  for (std::size_t c = 0; c < universe.products.size(); ++c) {
    EXPECT_GE(cells.shares[c], 0.0);
    const bool launched = universe.products[c].launched.value_or(Date::min()) <= published;
    EXPECT_TRUE(launched || cells.shares[c] == 0.0);
  }
}

TEST(CellShares, NamesWhatCannotBeTogether) {
  Universe universe = testing::load_shipped("global-etp").universe();
  std::erase_if(universe.products, [](const Product& product) { return product.key.issuer == "Purpose"; });
  const Date published = day("2025-12-29");
  const CellShares cells = fit_cell_shares(universe, published, std::vector<double>(universe.products.size(), 1.0));
  EXPECT_NE(std::find(cells.unmet.begin(), cells.unmet.end(), "issuer 'Purpose'"), cells.unmet.end());
}

}  // namespace
}  // namespace ebbtide
