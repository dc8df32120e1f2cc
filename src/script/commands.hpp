#pragma once

#include <cstdint>
#include <string_view>

namespace gmat_sweep::script {

/// The form of what follows a command's keyword and label.
enum class ArgumentForm : std::uint8_t {
  none,        ///< `Stop`
  condition,   ///< `If a < b & c > d`
  range,       ///< `For I = 1:2:9`
  propagate,   ///< `Propagate Synchronized Prop(Sat) {...}`
  goal,        ///< `Minimize O(f)`
  equation,    ///< `Vary DC(x = 1, {...})`, `Achieve DC(y = 2)`
  constraint,  ///< `NonlinearConstraint O(a <= b)`
  solver,      ///< `Target DC {...}`
  burn,        ///< `Maneuver TOI(Sat)`
  names,       ///< `Report RF Sat.X`, with a list of options at the end where there is one
};

struct CommandWord {
  std::string_view keyword;
  ArgumentForm form = ArgumentForm::none;
  std::string_view closed_by = {};  ///< `EndIf` of `If`; empty for a command without a body
  int least_arguments = 0;          ///< of the form `names`
};

/// The command `keyword` names, or null. These are GMAT R2026a's own commands and those of the
/// plugins it comes with.
const CommandWord* find_command(std::string_view keyword);

/// True for `EndIf`, `EndFor` and whatever else closes a body.
bool closes_body(std::string_view keyword);

}  // namespace gmat_sweep::script
