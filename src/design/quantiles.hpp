#pragma once

namespace gmat_sweep {

/// The standard normal's cumulative probability.
double normal_cdf(double x);

/// Its inverse; -inf at 0 and inf at 1.
double normal_quantile(double u);

/// The quantile of the standard normal truncated to [a, b], in either tail and however far out.
/// @pre a < b, 0 < u < 1
double truncated_normal_quantile(double u, double a, double b);

}  // namespace gmat_sweep
