#pragma once

#include <string>
#include <string_view>

#include "gmat_sweep/value.hpp"
#include "mission/program.hpp"
#include "mission/run_state.hpp"

namespace gmat_sweep::mission {

/// One override made ready: what it writes to, and the value in the field's own
/// type.
struct Override {
  std::string path;
  Target target;
  FieldValue value;
};

/// Resolves `Sat.SMA`, `Count.Value` or `Count`, `A(1,2)`,
/// `FM.GravityField.Earth.Degree` and converts the value. Throws
/// SweepConfigError: an unknown resource or field with the nearest names, a
/// value of the wrong type with what is expected.
Override make_override(const Program& program, std::string_view path, const Value& value);

/// All of them, in the order they are assigned in: bodies' constants, a spacecraft's formats and
/// systems, its epoch, and the rest, each by its path.
std::vector<Override> make_overrides(const Program& program, const Value::Map& overrides);

/// Whether it names what a spacecraft carries. Such a one is not assigned to a run: the script is
/// compiled with it.
bool overrides_hardware(const Program& program, const Override& one);
/// The lines of script for those, with the lists of thrusters and burns that must fit them. Empty
/// when there are none.
std::string hardware_assignments(const Program& program, const std::vector<Override>& overrides);

}  // namespace gmat_sweep::mission
