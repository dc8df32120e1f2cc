#pragma once

#include <string>

#include "script/script.hpp"

namespace gmat_sweep::script {

/// One fault of a script. Thrown while a statement is read, caught per statement, and gathered
/// into a ScriptError.
struct SyntaxError {
  Location location;
  std::string text;
};

}  // namespace gmat_sweep::script
