#pragma once

#include "mission/tables.hpp"

/// Burns, as GMAT's src/base/burn names and defaults their fields.
namespace gmat_sweep::mission::tables {

inline constexpr std::string_view local_axes[] = {"VNB", "LVLH", "MJ2000Eq", "SpacecraftBody"};

inline constexpr Field impulsive_burn_fields[] = {
    {.name = "CoordinateSystem",
     .kind = text,
     .doc = "Local (see Origin and Axes), or a CoordinateSystem",
     .text = "Local"},
    {.name = "Origin", .kind = text, .doc = "body of local axes", .text = "Earth"},
    {.name = "Axes", .kind = choice, .doc = "local axes", .text = "VNB", .choices = local_axes},
    {.name = "Element1", .doc = "first component of the velocity change [km/s]"},
    {.name = "Element2", .doc = "second component [km/s]"},
    {.name = "Element3", .doc = "third component [km/s]"},
    {.name = "DecrementMass", .kind = boolean, .doc = "whether propellant is spent"},
    {.name = "Tank", .kind = names, .doc = "tank the propellant comes from"},
    {.name = "Isp", .doc = "specific impulse [s]", .number = 300, .range = positive},
    {.name = "GravitationalAccel",
     .doc = "acceleration Isp is given for [m/s^2]",
     .number = 9.81,
     .range = positive},
    {.name = "VectorFormat",
     .kind = text,
     .support = inert,
     .doc = "of older scripts",
     .text = "Cartesian"},
};

}  // namespace gmat_sweep::mission::tables
