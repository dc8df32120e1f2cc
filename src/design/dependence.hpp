#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "design/perturbation.hpp"
#include "gmat_sweep/design.hpp"

namespace gmat_sweep {

/// Which of a design's fields depend on each other, and how: through correlated standard normals,
/// one a field, from which each field's value has the same cumulative probability (a Gaussian
/// copula). A covariance's fields are normal, so their values are jointly normal.
struct DependentBlock {
  std::vector<std::size_t> members;  ///< positions among the design's sorted fields
  /// The symmetric square root of the members' normal correlation matrix, row by row. It exists
  /// for semi-definite matrices too, treats all fields alike, and is the identity for independent
  /// fields, which then have the draws they would have had alone.
  std::vector<double> root;
};

/// Perturbations with, for each field of the covariance, its normal marginal added; and the blocks.
struct DependentPerturbations {
  std::vector<Perturbation> perturbations;
  std::vector<DependentBlock> blocks;
};

/// Throws SweepConfigError: a matrix that is not square, finite, symmetric or positive
/// semi-definite (with the eigenvalue), a field given twice or unknown.
DependentPerturbations parse_dependence(const Value::Map& perturb, const Dependence& dependence,
                                        std::string_view what);

/// Replaces the members' independent standard normals by correlated ones.
/// @param normals  one for each of the design's fields
void correlate(const DependentBlock& block, std::span<double> normals);

/// The form a parameter_spec records; `dependence_from_spec` reads it back.
void add_to_spec(const Dependence& dependence, Value::Map& spec);
Dependence dependence_from_spec(const Value::Map& spec);

}  // namespace gmat_sweep
