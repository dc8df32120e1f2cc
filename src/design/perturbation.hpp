#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "design/distribution.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// A field and the distribution of its values.
struct Perturbation {
  std::string field;
  std::uint32_t name_hash = 0;
  Distribution distribution;
};

/// The perturbations of a `perturb` mapping, sorted by field. Throws SweepConfigError with every
/// faulty entry, one a line; `what` ("monte_carlo") names the design when the mapping is empty.
std::vector<Perturbation> parse_perturb(const Value::Map& perturb, std::string_view what);

std::vector<std::string> fields_of(const std::vector<Perturbation>& perturbations);

/// What `n`, the seed and the mapping of every stochastic design must be.
struct StochasticRequest {
  Value::Map perturb;
  std::int64_t n = 0;
  Value seed;
};

/// Throws SweepConfigError unless n >= 1.
void require_positive_count(std::int64_t n, std::string_view what);

/// The seed itself, or a fresh one for null. Throws SweepConfigError when it is no seed.
Value seed_or_fresh(const Value& seed);

/// The request a manifest's `parameter_spec` records. Throws SweepConfigError naming the part that
/// is missing, of the wrong kind, or, for the seed, null.
StochasticRequest request_from_spec(const Value::Map& spec, std::string_view kind);

/// `{"_kind": kind, "perturb": ..., "n": ..., "seed": ...}`.
Value::Map spec_of(const StochasticRequest& request, std::string_view kind);

}  // namespace gmat_sweep
