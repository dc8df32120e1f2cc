#pragma once

#include "mission/tables.hpp"

/// Burns, as GMAT's src/base/burn names and defaults their fields.
namespace gmat_sweep::mission::tables {

inline constexpr std::string_view local_axes[] = {"VNB", "LVLH", "MJ2000Eq", "SpacecraftBody"};
inline constexpr std::string_view off_flags[] = {"false", "Off"};

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
    {.name = "DecrementMass",
     .kind = boolean,
     .doc = "whether propellant is spent",
     .support = fixed,
     .choices = off_flags},
    {.name = "Tank", .kind = names, .doc = "tanks the propellant comes from", .support = inert},
    {.name = "Isp", .doc = "specific impulse [s]", .support = inert, .number = 300},
    {.name = "GravitationalAccel",
     .doc = "acceleration Isp is given for [m/s^2]",
     .support = inert,
     .number = 9.81},
    {.name = "VectorFormat",
     .kind = text,
     .doc = "of older scripts",
     .support = inert,
     .text = "Cartesian"},
    {.name = "V", .doc = "older name of Element1 [km/s]"},
    {.name = "N", .doc = "older name of Element2 [km/s]"},
    {.name = "B", .doc = "older name of Element3 [km/s]"},
};

}  // namespace gmat_sweep::mission::tables
