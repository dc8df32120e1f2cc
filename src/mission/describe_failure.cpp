#include "mission/describe_failure.hpp"

#include <fmt/format.h>

#include <sstream>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

/// The command's line, without what stands around it; nothing when the file is gone.
std::string line_at(const script::Script& script, const script::Location& at) {
  if (at.file >= script.files.size()) return "";
  std::string text;
  try {
    text = read_file(script.files[at.file].path);
  } catch (const GmatSweepError&) {
    return "";
  }
  std::istringstream lines(text);
  std::string line;
  for (std::int32_t number = 0; number < at.line; ++number) {
    if (!std::getline(lines, line)) return "";
  }
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = line.find_first_not_of(blanks);
  if (first == std::string::npos) return "";
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

/// An epoch that no calendar reaches has its number alone.
std::string utc_text(double a1_mjd, const astro::TimeConverter& times) {
  try {
    return astro::format_a1_as_gregorian(a1_mjd, astro::TimeSystem::utc, times) + " UTC";
  } catch (const GmatSweepError&) {
    return "no date";
  }
}

}  // namespace

std::string describe_failure(RunState& state, const std::optional<script::Location>& at) {
  const Program& program = state.program();
  std::string text;
  if (at) {
    const std::string line = line_at(program.script, *at);
    if (!line.empty()) text += fmt::format("\ncommand: {}", line);
  }
  for (std::size_t i = 0; i < state.spacecraft_count(); ++i) {
    const SpacecraftState& spacecraft = state.spacecraft(i);
    const auto& position_km = spacecraft.state.position_km;
    const auto& velocity_km_s = spacecraft.state.velocity_km_s;
    text += fmt::format(
        "\n{}: epoch {} (A.1 modified Julian date {}), position {} {} {} km, velocity {} {} {} "
        "km/s (EarthMJ2000Eq)",
        program.objects[program.spacecraft_objects[i]].name,
        utc_text(spacecraft.epoch.mjd, state.times()), spacecraft.epoch.mjd, position_km[0],
        position_km[1], position_km[2], velocity_km_s[0], velocity_km_s[1], velocity_km_s[2]);
  }
  for (ObjectId id = 0; id < program.objects.size(); ++id) {
    if (program.objects[id].type->name != "Variable") continue;
    text += fmt::format("\n{} = {}", program.objects[id].name, state.variable(id));
  }
  return text;
}

}  // namespace gmat_sweep::mission
