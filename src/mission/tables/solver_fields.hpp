#pragma once

#include "mission/tables.hpp"

/// DifferentialCorrector, as GMAT's src/base/solver names and defaults its fields.
namespace gmat_sweep::mission::tables {

inline constexpr std::string_view derivative_methods[] = {"ForwardDifference", "CentralDifference",
                                                          "BackwardDifference"};
inline constexpr std::string_view corrector_algorithms[] = {"NewtonRaphson", "Broyden",
                                                            "ModifiedBroyden"};

inline constexpr Field differential_corrector_fields[] = {
    {.name = "MaximumIterations",
     .kind = integer,
     .doc = "passes before targeting is given up",
     .number = 25,
     .range = at_least_one},
    {.name = "DerivativeMethod",
     .kind = choice,
     .doc = "how the Jacobian is differenced",
     .text = "ForwardDifference",
     .choices = derivative_methods},
    {.name = "Algorithm",
     .kind = choice,
     .doc = "how the Jacobian is renewed",
     .text = "NewtonRaphson",
     .choices = corrector_algorithms},
    {.name = "ShowProgress",
     .kind = boolean,
     .doc = "a window of GMAT's",
     .support = inert,
     .number = 1},
    {.name = "ReportStyle",
     .kind = text,
     .doc = "of GMAT's own report",
     .support = inert,
     .text = "Normal"},
    {.name = "ReportFile", .kind = file, .doc = "GMAT's own report", .support = inert},
};

}  // namespace gmat_sweep::mission::tables
