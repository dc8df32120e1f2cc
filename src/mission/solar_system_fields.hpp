#pragma once

#include <string>
#include <string_view>

#include "astro/data_catalogue.hpp"
#include "mission/literal.hpp"
#include "mission/program.hpp"

namespace gmat_sweep::mission {

/// Whether GMAT has an object of that name whose fields the function below reads: a body, or
/// SolarSystem.
bool has_solar_system_fields(std::string_view name);

/// Takes an assignment to a field of a body or of SolarSystem. Scripts that GMAT wrote set all of
/// them, mostly to GMAT's own values, which change nothing; Earth's NutationUpdateInterval is
/// heeded; what would change results otherwise is refused.
/// @return what is wrong with it, or nothing
std::string set_solar_system_field(Program& program, std::string_view owner, std::string_view field,
                                   const Literal& value, const astro::DataCatalogue& data);

}  // namespace gmat_sweep::mission
