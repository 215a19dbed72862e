// The draws by which a joint forecast is scored: the same fixed subset of every forecast, one draw of each group that
// shares parameters. So any two of them are independent given the past, as scores of exchangeable draws assume.
#pragma once

#include <cstddef>
#include <vector>

namespace ebbtide {

inline constexpr std::size_t kJointDraws = 1000;  // at most: the first draw of each of the first groups

// quantities: draws by quantity, those of the same place belong together. Result: scale x draw, draw by draw
// (stats/multivariate_score.h), of as many draws as every quantity has.
std::vector<double> joint_draws(const std::vector<const std::vector<double>*>& quantities, std::size_t group_size,
                                double scale);

}  // namespace ebbtide
