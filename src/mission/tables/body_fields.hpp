#pragma once

#include "mission/tables.hpp"

namespace gmat_sweep::mission::tables {

/// The fields of GMAT's own bodies that change results and may be set before BeginMissionSequence.
/// Defaults are each body's own.
inline constexpr Field body_fields[] = {
    {.name = "Mu",
     .doc = "gravitational parameter [km^3/s^2]: of point masses, orbital elements, relativity, "
            "raisers of tides; a GravityField has its file's",
     .range = positive},
    {.name = "EquatorialRadius",
     .doc = "[km]: of altitudes, planetodetic coordinates, stations, atmospheres, shadows; a "
            "GravityField has its file's",
     .range = positive},
    {.name = "Flattening",
     .doc = "of altitudes, planetodetic coordinates, stations and atmospheres",
     .range = {.low = 0.0, .high = 1.0, .high_open = true}},
    {.name = "NutationUpdateInterval",
     .doc = "Earth's only [s]: how long the nutation is held",
     .range = not_negative}};

}  // namespace gmat_sweep::mission::tables
