#pragma once

#include "mission/tables.hpp"

/// Propagator, as GMAT's src/base/propagator names and defaults its fields.
namespace gmat_sweep::mission::tables {

inline constexpr std::string_view integrator_types[] = {
    "RungeKutta89", "PrinceDormand78", "PrinceDormand853",      "PrinceDormand45",
    "RungeKutta68", "RungeKutta56",    "AdamsBashforthMoulton", "BulirschStoer"};
/// Those that read an ephemeris file or a two-line element set, and GMAT's for trials.
inline constexpr std::string_view refused_propagators[] = {
    "SPK", "STK", "Code500", "CCSDS-OEM", "SPICESGP4", "Cowell", "RungeKutta4"};
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
     .choices = integrator_types,
     .refused = refused_propagators},
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
    {.name = "MinimumReduction", .support = inert, .doc = "of BulirschStoer", .number = 1e-5},
    {.name = "MaximumReduction", .support = inert, .doc = "of BulirschStoer", .number = 0.7},
    {.name = "MinimumTolerance", .support = inert, .doc = "of BulirschStoer", .number = 1e-30},
    {.name = "CentralBody",
     .kind = text,
     .support = inert,
     .doc = "of a propagator that reads an ephemeris",
     .text = "Earth"},
    {.name = "StepSize",
     .support = inert,
     .doc = "of a propagator that reads an ephemeris [s]",
     .number = 300},
    {.name = "EpochFormat",
     .kind = text,
     .support = inert,
     .doc = "of a propagator that reads an ephemeris",
     .text = "A1ModJulian"},
    {.name = "StartEpoch",
     .kind = text,
     .support = inert,
     .doc = "of a propagator that reads an ephemeris",
     .text = "FromSpacecraft"},
    {.name = "EphemFile",
     .kind = file,
     .support = inert,
     .doc = "of a propagator that reads an ephemeris"},
    {.name = "AlwaysUpdateStepsize", .kind = boolean, .support = inert, .doc = "of GMAT's own use"},
};

}  // namespace gmat_sweep::mission::tables
