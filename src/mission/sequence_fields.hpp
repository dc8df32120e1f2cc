#pragma once

#include <string_view>

#include "mission/field_table.hpp"

namespace gmat_sweep::mission {

/// Whether GMAT R2026a lets the mission sequence change that field. Fields that the engine gives no
/// meaning to do not count: all of those may be set.
bool may_change_in_sequence(std::string_view type, const Field& field);

}  // namespace gmat_sweep::mission
