#pragma once

#include <string_view>

#include "gmat_sweep/design.hpp"

namespace gmat_sweep {

inline constexpr std::string_view monte_carlo_kind = "monte_carlo";
inline constexpr std::string_view latin_hypercube_kind = "latin_hypercube";
inline constexpr std::string_view sobol_kind = "sobol";
inline constexpr std::string_view halton_kind = "halton";

// A reader that does not know dependence between fields would draw other values without a word;
// one that meets a `_kind` it does not know refuses. Hence tags of their own.
inline constexpr std::string_view correlated_monte_carlo_kind = "correlated_monte_carlo";
inline constexpr std::string_view correlated_latin_hypercube_kind = "correlated_latin_hypercube";

/// The part of a parameter_spec under `key`. Throws SweepConfigError when it is not there.
const Value& required_part(const Value::Map& spec, std::string_view key, std::string_view kind);

/// Each rebuilds one kind of design from its parameter_spec; `Design::from_parameter_spec` chooses.
Design monte_carlo_from_spec(const Value::Map& spec);
Design latin_hypercube_from_spec(const Value::Map& spec);
Design sobol_from_spec(const Value::Map& spec);
Design halton_from_spec(const Value::Map& spec);

}  // namespace gmat_sweep
