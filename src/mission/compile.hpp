#pragma once

#include <memory>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "mission/diagnostics.hpp"
#include "mission/program.hpp"
#include "script/script.hpp"

namespace gmat_sweep::mission {

/// Everything in a script that the native engine cannot run, in the order of
/// file, line and column. Empty when the script can be run.
std::vector<Diagnostic> check(const script::Script& script, const astro::DataCatalogue& data);

/// Throws ScriptError with all that `check` finds, one a line.
std::shared_ptr<const Program> compile(const script::Script& script,
                                       const astro::DataCatalogue& data);

}  // namespace gmat_sweep::mission
