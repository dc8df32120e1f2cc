#pragma once

#include "mission/tables.hpp"

/// CoordinateSystem and the points it may hang on, as GMAT names and defaults
/// their fields.
namespace gmat_sweep::mission::tables {

inline constexpr std::string_view axes_names[] = {"MJ2000Eq",
                                                  "MJ2000Ec",
                                                  "MODEq",
                                                  "MODEc",
                                                  "TODEq",
                                                  "TODEc",
                                                  "MOEEq",
                                                  "MOEEc",
                                                  "TOEEq",
                                                  "TOEEc",
                                                  "ICRF",
                                                  "TEME",
                                                  "Equator",
                                                  "BodyFixed",
                                                  "BodyInertial",
                                                  "BodySpinSun",
                                                  "GSE",
                                                  "GSM",
                                                  "Topocentric",
                                                  "ObjectReferenced",
                                                  "LocalAlignedConstrained"};
inline constexpr std::string_view libration_points[] = {"L1", "L2", "L3", "L4", "L5"};
inline constexpr std::string_view station_state_types[] = {"Cartesian", "Spherical"};
inline constexpr std::string_view horizons[] = {"Sphere", "Ellipsoid"};

inline constexpr Field coordinate_system_fields[] = {
    {.name = "Origin",
     .kind = text,
     .doc = "body, spacecraft, barycentre, libration point or station at the "
            "origin",
     .text = "Earth"},
    {.name = "Axes",
     .kind = choice,
     .doc = "directions of the axes",
     .text = "MJ2000Eq",
     .choices = axes_names},
    {.name = "XAxis", .kind = text, .doc = "R, V or N of ObjectReferenced axes, signed"},
    {.name = "YAxis", .kind = text, .doc = "R, V or N of ObjectReferenced axes, signed"},
    {.name = "ZAxis", .kind = text, .doc = "R, V or N of ObjectReferenced axes, signed"},
    {.name = "Primary", .kind = text, .doc = "of ObjectReferenced axes", .text = "Earth"},
    {.name = "Secondary", .kind = text, .doc = "of ObjectReferenced axes", .text = "Luna"},
    {.name = "Epoch", .doc = "of MOE and TOE axes [A.1 modified Julian days]", .number = 21545},
    {.name = "ReferenceObject",
     .kind = text,
     .doc = "of LocalAlignedConstrained axes",
     .text = "Luna"},
    {.name = "AlignmentVectorX", .doc = "of LocalAlignedConstrained axes", .number = 1},
    {.name = "AlignmentVectorY", .doc = "of LocalAlignedConstrained axes"},
    {.name = "AlignmentVectorZ", .doc = "of LocalAlignedConstrained axes"},
    {.name = "ConstraintVectorX", .doc = "of LocalAlignedConstrained axes"},
    {.name = "ConstraintVectorY", .doc = "of LocalAlignedConstrained axes"},
    {.name = "ConstraintVectorZ", .doc = "of LocalAlignedConstrained axes", .number = 1},
    {.name = "ConstraintReferenceVectorX", .doc = "of LocalAlignedConstrained axes"},
    {.name = "ConstraintReferenceVectorY", .doc = "of LocalAlignedConstrained axes"},
    {.name = "ConstraintReferenceVectorZ", .doc = "of LocalAlignedConstrained axes", .number = 1},
    {.name = "ConstraintCoordinateSystem",
     .kind = text,
     .doc = "of LocalAlignedConstrained axes",
     .text = "EarthMJ2000Eq"},
    {.name = "UpdateInterval", .support = inert, .doc = "of GMAT's own use", .number = 60},
    {.name = "OverrideOriginInterval",
     .kind = boolean,
     .support = inert,
     .doc = "of GMAT's own use"},
};

inline constexpr Field barycenter_fields[] = {
    {.name = "BodyNames", .kind = names, .doc = "its bodies", .text = "Earth,Luna"},
    {.name = "OrbitColor", .kind = text, .support = inert, .doc = "colour when drawn"},
    {.name = "TargetColor", .kind = text, .support = inert, .doc = "colour when drawn"},
};

inline constexpr Field libration_point_fields[] = {
    {.name = "Primary", .kind = text, .doc = "body or barycentre", .text = "Sun"},
    {.name = "Secondary", .kind = text, .doc = "body or barycentre", .text = "Earth"},
    {.name = "Point",
     .kind = choice,
     .doc = "which of the five",
     .text = "L1",
     .choices = libration_points},
    {.name = "OrbitColor", .kind = text, .support = inert, .doc = "colour when drawn"},
    {.name = "TargetColor", .kind = text, .support = inert, .doc = "colour when drawn"},
};

inline constexpr Field ground_station_fields[] = {
    {.name = "CentralBody", .kind = text, .doc = "body it stands on", .text = "Earth"},
    {.name = "StateType",
     .kind = choice,
     .doc = "form of the location",
     .text = "Cartesian",
     .choices = station_state_types},
    {.name = "HorizonReference",
     .kind = choice,
     .doc = "what spherical locations are counted from",
     .text = "Sphere",
     .choices = horizons},
    {.name = "Location1", .doc = "X [km], or latitude [deg]", .number = 6378.1363},
    {.name = "Location2", .doc = "Y [km], or longitude [deg]"},
    {.name = "Location3", .doc = "Z [km], or height [km]"},
    {.name = "MinimumElevationAngle", .doc = "least elevation of a contact [deg]", .number = 7},
    {.name = "Id", .kind = text, .support = inert, .doc = "name in files", .text = "StationId"},
    {.name = "OrbitColor", .kind = text, .support = inert, .doc = "colour when drawn"},
    {.name = "TargetColor", .kind = text, .support = inert, .doc = "colour when drawn"},
    {.name = "AddHardware", .kind = names, .support = inert, .doc = "for estimation"},
    {.name = "ErrorModels", .kind = names, .support = inert, .doc = "for estimation"},
    {.name = "IonosphereModel",
     .kind = text,
     .support = inert,
     .doc = "for estimation",
     .text = "None"},
    {.name = "TroposphereModel",
     .kind = text,
     .support = inert,
     .doc = "for estimation",
     .text = "None"},
    {.name = "DataSource",
     .kind = text,
     .support = inert,
     .doc = "for estimation",
     .text = "Constant"},
    {.name = "Temperature", .support = inert, .doc = "for estimation", .number = 295.1},
    {.name = "Pressure", .support = inert, .doc = "for estimation", .number = 1013.5},
    {.name = "Humidity", .support = inert, .doc = "for estimation", .number = 55},
};

}  // namespace gmat_sweep::mission::tables
