#pragma once

#include "mission/program.hpp"
#include "mission/run_state.hpp"

namespace gmat_sweep::mission {

/// The value of an expression. Throws RunFailed where it has none (a subscript
/// outside its array, a square root of a negative number, an orbit that is
/// none).
Datum evaluate(const Expression& expression, RunState& state);

/// The same of one whose value is a number, or an array of one element;
/// allocates nothing for numbers, variables and parameters.
double evaluate_real(const Expression& expression, RunState& state);

/// A Setting: what an override made it, or its expression's value.
double evaluate_setting(const Setting& setting, RunState& state);

/// A condition: true when not zero.
bool holds(const Expression& condition, RunState& state);

}  // namespace gmat_sweep::mission
