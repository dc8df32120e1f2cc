#pragma once

#include "mission/tables.hpp"

/// The solvers. DifferentialCorrector, as GMAT's src/base/solver names and defaults its fields.
namespace gmat_sweep::mission::tables {

// Of every solver.
inline constexpr Field shows_progress{.name = "ShowProgress",
                                      .kind = boolean,
                                      .support = inert,
                                      .doc = "a window of GMAT's",
                                      .number = 1};
inline constexpr Field report_style{.name = "ReportStyle",
                                    .kind = text,
                                    .support = inert,
                                    .doc = "of GMAT's own report",
                                    .text = "Normal"};
inline constexpr Field solver_report{
    .name = "ReportFile", .kind = file, .support = inert, .doc = "GMAT's own report"};
inline constexpr Field solver_state{.name = "SolverState",
                                    .kind = integer,
                                    .support = read_only,
                                    .doc = "the same as a number",
                                    .number = 3};

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
    shows_progress,
    report_style,
    solver_report,
    {.name = "SolverStatus",
     .kind = text,
     .support = read_only,
     .doc = "how the last targeting ended",
     .text = "Initialized"},
    solver_state,
};

inline constexpr std::string_view hessian_updates[] = {"DampedBFGS", "SelfScaledBFGS"};

/// Yukon, as GMAT's plugins/YukonOptimizerPlugin names and defaults its fields.
inline constexpr Field yukon_fields[] = {
    {.name = "MaximumIterations",
     .kind = integer,
     .doc = "iterations before optimising is given up",
     .number = 200,
     .range = at_least_one},
    {.name = "MaximumFunctionEvals",
     .kind = integer,
     .doc = "passes of the commands, without those for derivatives",
     .number = 1000,
     .range = at_least_one},
    {.name = "UseCentralDifferences",
     .kind = boolean,
     .doc = "derivatives by central differences, not forward ones"},
    {.name = "HessianUpdateMethod",
     .kind = choice,
     .doc = "how the Hessian of the Lagrangian is renewed",
     .text = "SelfScaledBFGS",
     .choices = hessian_updates},
    {.name = "FeasibilityTolerance",
     .kind = real,
     .doc = "largest violation of a constraint",
     .number = 1e-4,
     .range = positive},
    {.name = "OptimalityTolerance",
     .kind = real,
     .doc = "largest element of the Lagrangian's gradient",
     .number = 1e-4,
     .range = positive},
    {.name = "FunctionTolerance",
     .kind = real,
     .doc = "least relative change of the objective",
     .number = 1e-4,
     .range = positive},
    {.name = "MaximumElasticWeight",
     .kind = integer,
     .doc = "largest weight of the violations where constraints have no common point",
     .number = 10000,
     .range = at_least_one},
    shows_progress,
    report_style,
    solver_report,
    {.name = "SolverStatus",
     .kind = text,
     .support = read_only,
     .doc = "how the last optimisation ended",
     .text = "Initialized"},
    solver_state,
};

}  // namespace gmat_sweep::mission::tables
