// Weights of least relative entropy that meet views on means (Kullback 1959; entropy pooling, Meucci 2008).
//
// Of all weights p over the paths with E_p g_k inside the bounds, those with the least sum p_i log(p_i / w_i), w the
// prior's: p_i ~ w_i exp(sum_k l_k g_ki). l_k > 0 only where the lower bound binds, < 0 only where the upper one does
// and exactly 0 where neither does; a pinned mean may have either sign. Found by Newton's method on the dual.
//
// A bound at the very end of what paths reach (a probability of 0 or 1, say) excludes every path off that end; its
// multiplier is infinite.
// Paths of prior weight zero are out: their columns may hold anything and they do not count as reaching a value.
// NumericalError: a column that is not finite on a path that counts, no convergence. Shapes that do not fit and ends in
// the wrong order are an InternalError. Pure; evaluations take paths in blocks of fixed order.
#pragma once

#include <cstddef>
#include <span>
#include <variant>
#include <vector>

#include "stats/path_weights.h"
#include "stats/tilt_column.h"

namespace ebbtide {

struct EntropyTilt {
  PathWeights weights;              // effective sample size: weights.diagnostics()
  std::vector<double> multipliers;  // l, one per bound, in 1 / unit of its column
  std::vector<double> means;        // E_p g
  double relative_entropy = 0.0;    // of p to the prior
};

// What the mean of a column can be made by weights on the paths that are in: the least and greatest value.
struct ReachableRange {
  double least = 0.0;
  double greatest = 0.0;
};

struct TiltRefusal {
  enum class Reason {
    no_paths,      // the prior excludes every path
    out_of_range,  // each of the named bounds by itself asks for more than any path holds
    conflict,      // the named bounds can be met without any one of them, but not together
  };
  Reason reason = Reason::conflict;
  std::vector<std::size_t> bounds;
  std::vector<ReachableRange> reachable;  // of every bound of the call by itself, whether refused or not
};

using TiltResult = std::variant<EntropyTilt, TiltRefusal>;

// start: multipliers to begin at, of a similar problem; decides nothing but the time.
TiltResult entropy_tilt(const PathWeights& prior, std::span<const MomentBound> bounds,
                        std::span<const double> start = {});

// At least one path must be in.
ReachableRange reachable_range(const PathWeights& prior, const TiltColumn& column);

}  // namespace ebbtide
