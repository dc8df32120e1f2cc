#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

class DesignRows;

/// The runs of a sweep: how many there are, and what each one overrides.
///
/// A run's values are computed from its run_id when they are asked for, so a design of millions of
/// runs costs no more memory than its description (but for a Latin hypercube, which is one whole:
/// eight bytes a value). A Design is immutable and cheap to copy; any number of threads may use
/// one.
class Design {
 public:
  /// Rebuilds the design a manifest's `parameter_spec` describes. Without a `_kind` it is a grid,
  /// as early manifests were written.
  /// Throws SweepConfigError: an unknown `_kind`, a malformed description, or stochastic runs
  /// without a recorded seed (their draws cannot be had again).
  static Design from_parameter_spec(const Value::Map& parameter_spec);

  /// "grid", "explicit", "monte_carlo", "latin_hypercube", "sobol" or "halton".
  std::string_view kind() const;
  /// What the manifest's header records; `from_parameter_spec` rebuilds this design from it.
  const Value::Map& parameter_spec() const;
  std::int64_t run_count() const;
  /// The fields this design overrides, sorted.
  const std::vector<std::string>& fields() const;
  /// The seed the draws come from: null for a grid and for explicit rows.
  const Value& seed() const;

  /// The overrides of one run. Throws std::out_of_range unless 0 <= run_id < run_count().
  Value::Map overrides(std::int64_t run_id) const;
  /// The seed recorded on one run: an integer for Monte Carlo, else null.
  Value run_seed(std::int64_t run_id) const;

  /// The same design made larger: runs [0, run_count()) keep their values bit for bit. Monte
  /// Carlo, Halton and Sobol designs continue their sequences; a Latin hypercube can be doubled
  /// (and doubled again), and stays one.
  /// Throws SweepConfigError when this kind of design cannot be extended to `run_count` runs.
  Design extended_to(std::int64_t run_count) const;

  /// For the library's own designs.
  explicit Design(std::shared_ptr<const DesignRows> rows);

 private:
  std::shared_ptr<const DesignRows> rows_;
};

/// Every combination of the axes' values. Axes are taken in sorted order whatever their order in
/// `axes`; the first varies slowest. No axes at all is one run that overrides nothing.
/// @param axes  field to a non-empty list of values
Design grid(const Value::Map& axes);

/// One run per row.
/// @param rows  each a list as long as `columns`; null is a missing cell, which overrides nothing.
///              NaN is forwarded as it is, for the engine to judge
/// Throws SweepConfigError for repeated columns, ragged rows, and columns without any value.
Design explicit_rows(std::vector<std::string> columns, Value::List rows);

/// One run per mapping, each with the overrides it names: as `explicit_rows` with the union of
/// their fields for columns.
Design explicit_overrides(const std::vector<Value::Map>& overrides);

/// How normally distributed fields vary together.
struct Covariance {
  std::vector<std::string> fields;
  /// The mean of each field; empty while they are still to be taken from the mission script.
  std::vector<double> means;
  /// Row by row, `fields.size()` squared values: symmetric and positive semi-definite, in the
  /// products of the fields' own units.
  std::vector<double> matrix;
};

/// Spearman's rank correlation between fields whose distributions `perturb` gives.
struct RankCorrelation {
  std::vector<std::string> fields;
  std::vector<double> matrix;  ///< row by row: ones on the diagonal, symmetric
};

/// Dependence between the fields of a Monte Carlo or Latin hypercube design. The fields of a
/// covariance are normal and stand in no `perturb`; those of a correlation keep the distributions
/// that `perturb` gives them. No field may be in both.
struct Dependence {
  Covariance covariance = {};
  RankCorrelation correlation = {};
  bool empty() const { return covariance.fields.empty() && correlation.fields.empty(); }
};

// The stochastic designs. `perturb` maps fields to distributions in the form the manifest records:
// ["normal", mu, sigma], ["uniform", lo, hi], ["lognormal", mu, sigma], or {"name": a SciPy name,
// "args": [...], "kwds": {...}}; docs/designs.md has the whole of it. A null seed stands for one
// drawn from the system's entropy, which `Design::seed` then tells and the manifest records; any
// other is a non-negative integer of any size. All throw SweepConfigError, with every fault at
// once, for an empty or faulty `perturb`, n < 1, and a seed that is none.

/// Independent draws, bit-equal to the Python package's on NumPy: each depends on the seed, the
/// run_id and the field's name alone.
/// With dependence: each dependent field draws a standard normal from its own stream; the normals
/// are then correlated, and mapped to the fields' distributions (a Gaussian copula).
Design monte_carlo(const Value::Map& perturb, std::int64_t n, const Value& seed = {},
                   const Dependence& dependence = {});

/// Each field's range in n equally probable parts, each part hit once; unit points bit-equal to
/// scipy.stats.qmc.LatinHypercube's. With dependence, columns are reordered by Iman and Conover's
/// method, which needs n > the number of dependent fields.
Design latin_hypercube(const Value::Map& perturb, std::int64_t n, const Value& seed = {},
                       const Dependence& dependence = {});

/// Saltelli's design for Sobol indices over a scrambled Sobol sequence: for each of `n` base
/// points, in order, the row of A, A with each field in turn from B, (with second order) B with
/// each field in turn from A, and B: n (d + 2) runs, or n (2 d + 2). The order is SALib's.
/// @param n  a power of two keeps the sequence balanced; at most 2^30
Design sobol(const Value::Map& perturb, std::int64_t n, const Value& seed = {},
             bool calc_second_order = true);

/// The Halton sequence, its digits permuted at random (Owen 2017), as scipy.stats.qmc.Halton.
Design halton(const Value::Map& perturb, std::int64_t n, const Value& seed = {});

}  // namespace gmat_sweep
