#pragma once

#include "mission/tables.hpp"

/// Propagator, as GMAT's src/base/propagator names and defaults its fields.
namespace gmat_sweep::mission::tables {

inline constexpr std::string_view integrator_types[] = {
    "RungeKutta89", "PrinceDormand78", "PrinceDormand853",      "PrinceDormand45",
    "RungeKutta68", "RungeKutta56",    "AdamsBashforthMoulton", "BulirschStoer"};
inline constexpr std::string_view force_model_types[] = {"ForceModel"};

inline constexpr Field propagator_fields[] = {
    {.name = "FM",
     .kind = resource,
     .doc = "force model",
     .text = "",
     .choices = force_model_types},
    {.name = "Type",
     .kind = choice,
     .doc = "integrator",
     .text = "RungeKutta89",
     .choices = integrator_types},
    {.name = "InitialStepSize", .doc = "first step [s]", .number = 60},
    {.name = "Accuracy",
     .doc = "error allowed in a step, relative",
     .number = 1e-11,
     .range = positive},
    {.name = "MinStep", .doc = "smallest step [s]", .number = 0.001, .range = not_negative},
    {.name = "MaxStep", .doc = "largest step [s]", .number = 2700, .range = positive},
    {.name = "MaxStepAttempts",
     .kind = integer,
     .doc = "tries before a step fails",
     .number = 50,
     .range = at_least_one},
    {.name = "StopIfAccuracyIsViolated",
     .kind = boolean,
     .doc = "whether the run fails when a step at MinStep misses Accuracy",
     .number = 1},
    {.name = "LowerError",
     .doc = "error below which AdamsBashforthMoulton lengthens its step",
     .number = 1e-13,
     .range = positive},
    {.name = "TargetError",
     .doc = "error AdamsBashforthMoulton aims at",
     .number = 1e-11,
     .range = positive},
    {.name = "MinimumReduction", .doc = "of BulirschStoer", .support = inert, .number = 1e-5},
    {.name = "MaximumReduction", .doc = "of BulirschStoer", .support = inert, .number = 0.7},
    {.name = "MinimumTolerance", .doc = "of BulirschStoer", .support = inert, .number = 1e-30},
    {.name = "AlwaysUpdateStepsize", .kind = boolean, .doc = "of GMAT's own use", .support = inert},
};

}  // namespace gmat_sweep::mission::tables
