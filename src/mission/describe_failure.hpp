#pragma once

#include <optional>
#include <string>

#include "mission/run_state.hpp"
#include "script/script.hpp"

namespace gmat_sweep::mission {

/// What a failed run has come to, for people: the text of the failing command where the script's
/// file can still be read, the epoch and state of every spacecraft (MJ2000Eq axes from Earth's
/// centre), and the value of every Variable. Lines, each after a newline.
std::string describe_failure(RunState& state, const std::optional<script::Location>& at);

}  // namespace gmat_sweep::mission
