#include "mission/capabilities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "mission/command_table.hpp"
#include "mission/field_table.hpp"
#include "mission/functions.hpp"
#include "mission/matrix_parameter.hpp"
#include "mission/object_parameter.hpp"
#include "mission/parameter_table.hpp"
#include "mission/place_parameter.hpp"
#include "mission/refused_parameters.hpp"
#include "mission/tables/body_fields.hpp"
#include "mission/vector_parameter.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr std::string_view head = R"(# What the native engine runs

Every resource, field, command, parameter and function that the native engine knows of GMAT R2026a's script language,
with how far it is supported. The page is written by the program itself, from the tables it checks scripts with
(`gmat-sweep check --capabilities`); `gmat-sweep check SCRIPT` tells the same of one script, with the lines.

What is not supported is never ignored: a script that uses it is refused before the first run, with the line. Fields
and resources *without effect* are those that change no result (drawing, estimation, metadata): any value is accepted.
)";

std::string join(std::span<const std::string_view> words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

/// The bars of a table's cells must not be read as its own.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

std::string support_of(const Field& field) {
  switch (field.support) {
    case FieldSupport::used:
      return field.refused.empty() ? "yes" : "yes, but for " + join(field.refused);
    case FieldSupport::inert:
      return "without effect";
    case FieldSupport::fixed:
      return field.refused.empty() ? "only the default" : "refused: " + join(field.refused);
    case FieldSupport::read_only:
      return "read only";
  }
  return {};
}

std::string default_of(const Field& field) {
  switch (field.kind) {
    case FieldKind::real:
    case FieldKind::integer:
      return fmt::format("{:g}", field.number);
    case FieldKind::boolean:
      return field.number != 0.0 ? "true" : "false";
    case FieldKind::orbit:
      return {};
    default:
      return std::string(field.text);
  }
}

void add_fields(const ResourceType& type, std::string& page) {
  page += fmt::format(
      "\n### {}\n\n{}\n\n| field | accepted | default | support | what it is |\n"
      "| --- | --- | --- | --- | --- |\n",
      type.name, type.doc);
  for (const auto& field : type.fields) {
    page +=
        fmt::format("| `{}` | {} | {} | {} | {} |\n", field.name, cell(describe_accepted(field)),
                    cell(default_of(field)), support_of(field), cell(field.doc));
  }
}

void add_resources(std::string& page) {
  page += "\n## Resources\n\n| resource | support | what it is |\n| --- | --- | --- |\n";
  for (const auto& type : resource_types()) {
    const std::string_view support = type.support == TypeSupport::used      ? "yes"
                                     : type.support == TypeSupport::display ? "without effect"
                                                                            : "refused";
    page += fmt::format("| `{}` | {} | {} |\n", type.name, support, cell(type.doc));
  }
}

void add_commands(std::string& page) {
  page += "\n## Commands\n\n| command | support | what it does |\n| --- | --- | --- |\n";
  page += "| assignment | yes | `A = B`: fields, variables, arrays, strings, whole resources |\n";
  for (const auto& type : command_types()) {
    const std::string_view support = type.support == CommandSupport::used      ? "yes"
                                     : type.support == CommandSupport::display ? "without effect"
                                                                               : "refused";
    page += fmt::format("| `{}` | {} | {} |\n", type.name, support, cell(type.doc));
  }
}

std::string_view dependency_text(Dependency dependency) {
  switch (dependency) {
    case Dependency::none:
      return "";
    case Dependency::body:
      return "body";
    case Dependency::frame:
      return "coordinate system";
  }
  return "";
}

void add_parameters(std::string& page) {
  page +=
      "\n## Parameters\n\nOf a spacecraft, as `Sat.Name`, or with what they depend on, as "
      "`Sat.Earth.SMA` or\n`Sat.EarthFixed.X`. Without it GMAT takes Earth and EarthMJ2000Eq, "
      "for Planetodetic elements EarthFixed. Those that are fields too can be set.\n\n"
      "| parameter | depends on | unit | what it is |\n| --- | --- | --- | --- |\n";
  for (const auto& type : parameter_types()) {
    page += fmt::format("| `{}` | {} | {} | {} |\n", type.name, dependency_text(type.dependency),
                        type.unit, cell(type.doc));
  }
  page +=
      "\nOf a spacecraft's mass and attitude, of the hardware it carries (`Sat.Thruster1.Name`) "
      "and of burns (`Burn1.Name`).\nEvery field of the hardware on board is a parameter too "
      "(`Sat.Tank1.FuelMass`); in the mission sequence those can be set that GMAT lets be set: of "
      "a "
      "tank its masses, pressures, temperatures, volume and density, of a thruster its direction, "
      "duty cycle, scale, gravity and coefficients.\n\n"
      "| parameter | of | unit | what it is |\n| --- | --- | --- | --- |\n";
  for (const auto& type : object_parameters()) {
    page += fmt::format("| `{}` | {}{} | {} | {} |\n", type.name, join(type.owners),
                        type.in_frame ? ", in a coordinate system" : "", type.unit, cell(type.doc));
  }
  page +=
      "\nOf a spacecraft, a matrix: for Arrays, Reports and ReportFiles. `Propagate Prop(Sat, "
      "'STM')` "
      "propagates it.\n\n"
      "| parameter | rows and columns | unit | what it is |\n| --- | --- | --- | --- |\n";
  for (const auto& type : matrix_parameters()) {
    page +=
        fmt::format("| `{}` | {} | {} | {} |\n", type.name, type.size, type.unit, cell(type.doc));
  }
  page +=
      "\nOf several numbers, for Arrays, Reports and ReportFiles; as GMAT, the engine does not "
      "calculate with them\nbefore they are in an Array. Those of a ForceModel are written "
      "`Sat.FM.BurnTorque`.\n\n"
      "| parameter | of | rows | columns | unit | what it is |\n| --- | --- | --- | --- | --- | "
      "--- "
      "|\n";
  for (const auto& type : vector_parameters()) {
    page += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", type.name, type.owner, type.rows,
                        type.columns, type.unit, cell(type.doc));
  }
  page += fmt::format(
      "\nBodies, barycentres, libration points and stations have {}:\n`Luna.X`, "
      "`Mars.EarthFixed.VY`, `Luna.UTCGregorian`. GMAT sees bodies and stations at the epoch of "
      "the last Propagate's\nfirst spacecraft (before it, of the first spacecraft), and "
      "barycentres and libration points always at A1ModJulian 21545.\n",
      fmt::join(place_parameter_names(), ", "));
  page += "\nRefused by name:\n\n| parameter | what it is |\n| --- | --- |\n";
  for (const auto& refused : refused_parameters()) {
    page += fmt::format("| `{}` | {} |\n", refused.name, cell(refused.doc));
  }
}

std::string_view argument_word(char kind) {
  switch (kind) {
    case 'r':
      return "number";
    case 'm':
      return "array or number";
    case 't':
      return "text";
    case 'o':
      return "resource";
    case 'e':
      return "epoch";
    default:
      return "number or text";
  }
}

std::string arguments_text(const FunctionType& function) {
  std::string text;
  bool optional = false;
  for (char kind : function.arguments) {
    if (kind == '?') {
      optional = true;
    } else if (kind == '*') {
      text += ", ...";
    } else {
      text += fmt::format("{}{}{}", text.empty() ? "" : ", ", optional ? "optional " : "",
                          argument_word(kind));
    }
  }
  return text;
}

void add_functions(std::string& page) {
  page += "\n## Functions\n\n| function | arguments | what it gives |\n| --- | --- | --- |\n";
  for (const auto& function : functions()) {
    page += fmt::format("| `{}` | {} | {} |\n", function.name, arguments_text(function),
                        cell(function.doc));
  }
}

void add_bodies(std::string& page) {
  page +=
      "\n## GMAT's own bodies\n\nThe Sun, the planets, Luna and Pluto are there without being "
      "created. Before `BeginMissionSequence` a script may set\n(`Earth.Mu = 398600.4`), and a "
      "sweep may override:\n\n| field | accepted | what it is |\n| --- | --- | --- |\n";
  for (const auto& field : tables::body_fields) {
    page += fmt::format("| `{}` | {} | {} |\n", field.name, cell(describe_accepted(field)),
                        cell(field.doc));
  }
  page +=
      "\nAs in GMAT, where in the script that stands makes no difference, the mission sequence "
      "can neither set nor read them, and\nBrouwer's mean elements keep GMAT's own Earth. "
      "Pictures, kernels, `PosVelSource`, `RotationDataSource` and `CentralBody`\nare without "
      "effect, as GMAT does not heed them for its own bodies. Other fields, and those of "
      "`SolarSystem`, are accepted\nwith GMAT's own values only.\n";
}

}  // namespace

std::string capabilities_markdown() {
  std::string page(head);
  add_resources(page);
  add_commands(page);
  add_parameters(page);
  add_functions(page);
  add_bodies(page);
  page += "\n## Fields of the resources\n";
  for (const auto& type : resource_types()) {
    if (type.support == TypeSupport::used) add_fields(type, page);
  }
  return page;
}

}  // namespace gmat_sweep::mission
