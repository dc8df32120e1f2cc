#pragma once

#include <cstddef>
#include <vector>

#include "design/dependence.hpp"

namespace gmat_sweep {

/// Reorders the coordinates of the block's fields among the points from `first` on, so that their
/// normal scores have the block's correlation to within sampling. Each field keeps its set of
/// coordinates. Nothing is drawn: the order that was there is the source of chance.
/// Source: R. L. Iman and W. J. Conover, "A distribution-free approach to inducing rank correlation
/// among input variables", Commun. Stat. Simul. Comput. 11 (1982) 311-334, with symmetric square
/// roots in place of Cholesky factors.
/// @param points  point by point, `width` coordinates each
/// Throws SweepConfigError when there are too few points to hold that many fields apart.
void impose_rank_correlation(std::vector<double>& points, std::size_t width, std::size_t first,
                             const DependentBlock& block);

}  // namespace gmat_sweep
