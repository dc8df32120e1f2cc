#pragma once

#include <span>
#include <string>
#include <string_view>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// A field and its distribution, in the form a manifest records.
struct PerturbSpec {
  std::string field;
  Value form;
};

/// Parses one `--perturb` argument:
///
///     NAME=normal:MU:SIGMA  NAME=uniform:LO:HI  NAME=lognormal:MU:SIGMA
///     NAME=FAMILY:p1,...,key=value,...   a SciPy distribution: shapes, then loc and scale
///     NAME=choice:v1,v2,...              one of the values, equally likely; quotes as in --grid
///     NAME=json:FORM                     the manifest's own form
///
/// The first line is the Python package's, message for message. The parameters' values are checked
/// when a design is made of them. Throws SweepConfigError.
PerturbSpec parse_perturb_spec(std::string_view text);

/// All `--perturb` arguments together: the mapping the stochastic designs take. Throws
/// SweepConfigError with every malformed argument and every field given twice, one a line.
Value::Map parse_perturb_specs(std::span<const std::string> texts);

/// A `--seed` argument: a non-negative integer of any size. Throws SweepConfigError.
Value parse_seed(std::string_view text);

}  // namespace gmat_sweep
