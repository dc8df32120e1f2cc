#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "mission/literal.hpp"
#include "mission/program.hpp"

namespace gmat_sweep::mission {

/// Whether GMAT has an object of that name whose fields the function below reads: a body, or
/// SolarSystem.
bool has_solar_system_fields(std::string_view name);

/// Where a constant of that name stands among tables::body_fields.
std::optional<std::size_t> body_field(std::string_view name);
/// The names of those that a body has.
std::vector<std::string> body_constants(astro::Body body);
/// The constant at that place of tables::body_fields.
double& body_constant(astro::BodyConstants& body, std::size_t index);

/// Takes an assignment to a field of a body or of SolarSystem. Scripts that GMAT wrote set all of
/// them, mostly to GMAT's own values, which change nothing; those of tables::body_fields are
/// heeded; what would change results otherwise is refused.
/// @return what is wrong with it, or nothing
std::string set_solar_system_field(Program& program, std::string_view owner, std::string_view field,
                                   const Literal& value, const astro::DataCatalogue& data);

}  // namespace gmat_sweep::mission
