// Shares of total AUM by product: nearest to given weights among those that add to the declared shares of assets,
// regions and issuers.
#pragma once

#include <string>
#include <vector>

#include "history/universe.h"

namespace ebbtide {

struct CellShares {
  std::vector<double> shares;      // by product of the universe; 0 for one launched after the declaration
  std::vector<std::string> unmet;  // declared shares that its products cannot have together: "region 'Canada'"
};

// Of the declarations published on that day. `weights` by product, not negative; zero stays zero.
CellShares fit_cell_shares(const Universe& universe, Date published, std::vector<double> weights);
// Weights where nothing is known of cells: the product of the declared shares of their members.
std::vector<double> independent_weights(const Universe& universe, Date published);

}  // namespace ebbtide
