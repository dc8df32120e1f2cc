#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// The points of a Latin hypercube in the unit cube: along each dimension, each of `count()` equal
/// parts holds exactly one point.
class LatinPoints {
 public:
  /// Bit-equal to scipy.stats.qmc.LatinHypercube(d=dimensions, seed=seed).random(n).
  /// Source: scipy/stats/_qmc.py of SciPy 1.10.1.
  LatinPoints(std::size_t n, std::size_t dimensions, const Value& seed);

  std::size_t count() const { return count_; }
  /// Point by point, `dimensions` coordinates each.
  std::vector<double>& unit() { return unit_; }
  std::vector<double> take_unit() { return std::move(unit_); }

  /// Adds as many points as there are, so that the union is Latin again: along each dimension, each
  /// half-part without a point gets one, in an order and at places drawn from a stream of this
  /// doubling's own. The coordinates of the old points do not change.
  void double_count();

 private:
  /// A point's part along one dimension, and how far below its upper edge the point lies, in parts.
  struct Place {
    std::int64_t part;
    double below_edge;
  };

  std::size_t count_;
  std::size_t dimensions_;
  Value seed_;
  std::uint64_t doublings_ = 0;
  std::vector<double> unit_;
  std::vector<Place> places_;
};

}  // namespace gmat_sweep
