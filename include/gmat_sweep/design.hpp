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

}  // namespace gmat_sweep
