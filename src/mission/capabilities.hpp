#pragma once

#include <string>

namespace gmat_sweep::mission {

/// What the native engine knows of GMAT's script language, as docs/engine.md has it: every
/// resource, field, command, parameter and function, with how far each is supported. Made from the
/// tables that scripts are checked with.
std::string capabilities_markdown();

}  // namespace gmat_sweep::mission
