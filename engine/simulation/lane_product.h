// Products of a matrix and columns of lanes: the inner loop of a week's step.
#pragma once

#include "core/vector_level.h"
#include "simulation/lanes.h"

namespace ebbtide {

// target[i] += sum_j matrix(i, j) source[j], fused multiply-adds with j ascending, for i < rows and j < columns; matrix
// is column-major with `rows` rows. Every version gives the same bits; a zero weight adds nothing where the source is
// finite.
void add_product(const double* matrix, std::size_t rows, std::size_t columns, const Lanes* source, Lanes* target,
                 VectorLevel level = machine_vector_level());
// target[i] = base[i] + that sum.
void set_product(const double* base, const double* matrix, std::size_t rows, std::size_t columns, const Lanes* source,
                 Lanes* target, VectorLevel level = machine_vector_level());
// The first for a lower triangular matrix of `size` rows: j <= i.
void add_lower_product(const double* matrix, std::size_t size, const Lanes* source, Lanes* target,
                       VectorLevel level = machine_vector_level());

}  // namespace ebbtide
