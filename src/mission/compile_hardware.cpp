#include <fmt/format.h>

#include <algorithm>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/burn_frame.hpp"
#include "mission/compiler.hpp"
#include "mission/tables/burn_fields.hpp"
#include "mission/tables/hardware_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"
#include "script/views.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {
namespace {

using tables::electric_thruster_fields;
using tables::finite_burn_fields;
using tables::impulsive_burn_fields;
using tables::power_system_fields;
using tables::spacecraft_fields;
using tables::thruster_fields;

}  // namespace

script::Location Compiler::where_set(ObjectId id, std::string_view field) const {
  const auto name = fmt::format("{}.{}", program_.objects[id].name, field);
  const auto found = std::find_if(
      script_.assignments.rbegin(), script_.assignments.rend(), [&](const auto& assignment) {
        const auto* path = assignment.target.path();
        return path != nullptr && path->is_plain() && path->dotted() == name;
      });
  return found == script_.assignments.rend() ? program_.objects[id].location : found->location;
}

void Compiler::attach_listed(ObjectId spacecraft, std::size_t field) {
  attach_named(spacecraft, field, program_.fields[spacecraft][field],
               where_set(spacecraft, spacecraft_fields[field].name));
}

bool Compiler::attach_named(ObjectId spacecraft, std::size_t field, const FieldValue& value,
                            const script::Location& location) {
  const auto field_name = spacecraft_fields[field].name;
  const auto& fits = field_name == "Tanks"       ? is_tank
                     : field_name == "Thrusters" ? is_thruster
                                                 : is_power_system;
  const std::string_view expected = field_name == "Tanks" ? "ChemicalTank or ElectricTank"
                                    : field_name == "Thrusters"
                                        ? "ChemicalThruster or ElectricThruster"
                                        : "SolarPowerSystem or NuclearPowerSystem";
  Names names;
  if (const auto* list = std::get_if<Names>(&value)) names = *list;
  if (const auto* one = std::get_if<std::string>(&value); one != nullptr && !one->empty()) {
    names.push_back(*one);
  }
  bool all = true;
  for (const auto& name : names) {
    const auto source = program_.find(name);
    if (source && is_unsupported(name)) continue;
    if (source && fits(program_, *source)) {
      attach(spacecraft, *source);
      continue;
    }
    all = false;
    const auto found = source ? fmt::format("{}, a {}", name, program_.objects[*source].type->name)
                              : fmt::format("{}, which is not created{}", name,
                                            did_you_mean(name, program_.object_names()));
    diagnostics_.add(location,
                     fmt::format("{}.{}: expected the name of a {}, found {}",
                                 program_.objects[spacecraft].name, field_name, expected, found));
  }
  return all;
}

void Compiler::attach(ObjectId spacecraft, ObjectId source) {
  auto name =
      fmt::format("{}.{}", program_.objects[spacecraft].name, program_.objects[source].name);
  if (program_.find(name)) return;
  const auto object = add_object(std::move(name), *program_.objects[source].type,
                                 program_.objects[source].location);
  program_.fields[object] = program_.fields[source];
  program_.objects[object].hardware = program_.hardware.size();
  program_.hardware.push_back({spacecraft, source, object});
}

void Compiler::attach_copies(ObjectId to, ObjectId from) {
  for (std::size_t i = 0; i < program_.hardware.size(); ++i) {
    const auto owned = program_.hardware[i];
    if (owned.spacecraft == from) attach(to, owned.source);
  }
}

void Compiler::attach_hardware() {
  const auto spacecraft = program_.spacecraft_objects;
  for (const auto id : spacecraft) {
    attach_listed(id, field_index(spacecraft_fields, "Tanks"));
    attach_listed(id, field_index(spacecraft_fields, "Thrusters"));
    attach_listed(id, field_index(spacecraft_fields, "PowerSystem"));
  }
}

void Compiler::check_hardware() {
  for (ObjectId id = 0; id < program_.objects.size(); ++id) {
    const auto& object = program_.objects[id];
    if (object.hardware || object.type->support != TypeSupport::used) continue;
    if (is_tank(program_, id)) {
      const auto problem = problem_with_tank(program_, program_.fields, id);
      if (!problem.empty()) diagnostics_.add(set_where_[id], problem);
    } else if (is_thruster(program_, id)) {
      check_thruster(id);
    } else if (is_power_system(program_, id)) {
      const auto& values = program_.fields[id];
      const auto format = astro::parse_epoch_format(
          std::get<std::string>(values[field_index(power_system_fields, "EpochFormat")]));
      try {
        astro::parse_epoch(without_quotes(std::get<std::string>(
                               values[field_index(power_system_fields, "InitialEpoch")])),
                           *format, times_);
      } catch (const GmatSweepError& error) {
        diagnostics_.add(where_set(id, "InitialEpoch"),
                         fmt::format("{}.InitialEpoch: {}", object.name, error.what()));
      }
    }
  }
  for (const auto& owned : program_.hardware) {
    if (is_thruster(program_, owned.object)) check_fitted_thruster(owned);
  }
}

void Compiler::check_thruster(ObjectId id) {
  const auto& name = program_.objects[id].name;
  const auto& values = program_.fields[id];
  const bool electric = is_electric(program_, id);
  const auto problem = problem_with_burn_frame(program_, program_.fields, id);
  if (!problem.empty()) diagnostics_.add(where_set(id, "CoordinateSystem"), problem);
  const auto& tanks = std::get<Names>(values[field_index(thruster_fields, "Tank")]);
  for (const auto& tank : tanks) {
    const auto found = program_.find(tank);
    const std::string_view expected = electric ? "ElectricTank" : "ChemicalTank";
    if (found && program_.objects[*found].type->name == expected) continue;
    diagnostics_.add(where_set(id, "Tank"),
                     fmt::format("{}.Tank: {} is no {}", name, tank, expected));
  }
  const auto& mix = std::get<Reals>(values[field_index(thruster_fields, "MixRatio")]);
  const bool positive = std::ranges::all_of(mix, [](double x) { return x > 0.0; });
  if (!mix.empty() && (!positive || mix.size() != tanks.size())) {
    diagnostics_.add(where_set(id, "MixRatio"),
                     fmt::format("{}.MixRatio: expected {} positive number(s), one for each tank, "
                                 "found [{}]",
                                 name, tanks.size(), fmt::join(mix, " ")));
  }
  if (!electric) return;
  const double most =
      std::get<double>(values[field_index(electric_thruster_fields, "MaximumUsablePower")]);
  const double least =
      std::get<double>(values[field_index(electric_thruster_fields, "MinimumUsablePower")]);
  if (most > least) return;
  diagnostics_.add(where_set(id, "MaximumUsablePower"),
                   fmt::format("{0}.MaximumUsablePower ({1}) must be greater than "
                               "{0}.MinimumUsablePower ({2})",
                               name, most, least));
}

void Compiler::check_fitted_thruster(const OwnedHardware& owned) {
  const auto fitting = fitting_of(program_, program_.fields, owned.spacecraft);
  const auto& spacecraft = program_.objects[owned.spacecraft].name;
  for (const auto& tank :
       std::get<Names>(program_.fields[owned.object][field_index(thruster_fields, "Tank")])) {
    const auto id = program_.find(fmt::format("{}.{}", spacecraft, tank));
    if (id && std::ranges::find(fitting.tanks, *id) != fitting.tanks.end()) continue;
    diagnostics_.add(where_set(owned.spacecraft, "Thrusters"),
                     fmt::format("{0}: the thruster {1} takes propellant from {2}, which is not "
                                 "among {0}.Tanks",
                                 spacecraft, program_.objects[owned.source].name, tank));
  }
}

void Compiler::check_burns() {
  for (ObjectId id = 0; id < program_.objects.size(); ++id) {
    const auto& object = program_.objects[id];
    const auto& values = program_.fields[id];
    if (object.type->name == "ImpulsiveBurn") {
      const auto problem = problem_with_burn_frame(program_, program_.fields, id);
      if (!problem.empty()) diagnostics_.add(where_set(id, "CoordinateSystem"), problem);
      for (const auto& tank : std::get<Names>(values[field_index(impulsive_burn_fields, "Tank")])) {
        const auto found = program_.find(tank);
        if (found && is_tank(program_, *found)) continue;
        diagnostics_.add(where_set(id, "Tank"),
                         fmt::format("{}.Tank: {} is no tank", object.name, tank));
      }
    } else if (object.type->name == "FiniteBurn") {
      const auto& names = std::get<Names>(values[field_index(finite_burn_fields, "Thrusters")]);
      std::optional<bool> electric;
      for (const auto& name : names) {
        const auto found = program_.find(name);
        if (!found || !is_thruster(program_, *found)) {
          diagnostics_.add(where_set(id, "Thrusters"),
                           fmt::format("{}.Thrusters: {} is no thruster", object.name, name));
          continue;
        }
        const bool is = is_electric(program_, *found);
        if (electric && *electric != is) {
          diagnostics_.add(where_set(id, "Thrusters"),
                           fmt::format("{}.Thrusters: chemical and electric thrusters cannot fire "
                                       "in one burn",
                                       object.name));
          break;
        }
        electric = is;
      }
    }
  }
}

void Compiler::check_attitudes() {
  for (std::size_t i = 0; i < program_.spacecraft.size(); ++i) {
    const auto id = program_.spacecraft_objects[i];
    const auto text = [&](std::size_t index) -> const std::string& {
      return std::get<std::string>(program_.fields[id][index]);
    };
    const auto& name = program_.objects[id].name;
    const auto& model = text(field_index(spacecraft_fields, "Attitude"));
    const auto& system = text(field_index(spacecraft_fields, "AttitudeCoordinateSystem"));
    if (!program_.find_frame(system)) {
      diagnostics_.add(where_set(id, "AttitudeCoordinateSystem"),
                       fmt::format("{}.AttitudeCoordinateSystem: there is no {}{}", name, system,
                                   did_you_mean(system, program_.frame_names())));
    }
    const auto& body = text(field_index(spacecraft_fields, "AttitudeReferenceBody"));
    if (!astro::find_body(body)) {
      diagnostics_.add(where_set(id, "AttitudeReferenceBody"),
                       fmt::format("{}.AttitudeReferenceBody: there is no body {}", name, body));
    }
    if (model != "Spinner") continue;
    try {
      program_.spacecraft[i].attitude.setting.matrix();
    } catch (const GmatSweepError& error) {
      diagnostics_.add(set_where_[id], fmt::format("{}: {}", name, error.what()));
    }
  }
}

void Compiler::finite_burn_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_burn(source);
  const auto burn = resource(seen.burn, "FiniteBurn", source.location);
  if (seen.spacecraft.size() != 1) {
    diagnostics_.add(source.location, fmt::format("{} takes one spacecraft, in GMAT too; found {}",
                                                  source.keyword, seen.spacecraft.size()));
    return;
  }
  const auto* name = seen.spacecraft.front();
  const auto spacecraft = resource(name->word(), "Spacecraft", name->location);
  if (!burn || !spacecraft) return;
  const FiniteBurnCommand result{source.keyword == "BeginFiniteBurn", *burn, *spacecraft};
  check_firing(result, source.location);
  out.push_back({result, source.location});
}

void Compiler::check_firing(const FiniteBurnCommand& command, const script::Location& location) {
  const auto spacecraft = command.spacecraft;
  const auto& craft = program_.objects[spacecraft].name;
  const auto& burn = program_.objects[command.burn].name;
  const auto& names =
      std::get<Names>(program_.fields[command.burn][field_index(finite_burn_fields, "Thrusters")]);
  if (names.empty()) {
    diagnostics_.add(location, fmt::format("the FiniteBurn {} names no thrusters", burn));
  }
  for (const auto& name : names) {
    const auto source = program_.find(name);
    if (!source || !is_thruster(program_, *source)) continue;
    const auto id = program_.find(fmt::format("{}.{}", craft, name));
    if (!id) {
      diagnostics_.add(location, fmt::format("{} has no thruster {}, which the FiniteBurn {} fires",
                                             craft, name, burn));
      continue;
    }
    const auto& values = program_.fields[*id];
    if (std::get<Names>(values[field_index(thruster_fields, "Tank")]).empty()) {
      diagnostics_.add(location, fmt::format("the thruster {} has no tank", name));
    }
    const auto& power = std::get<std::string>(
        program_.fields[spacecraft][field_index(spacecraft_fields, "PowerSystem")]);
    if (is_electric(program_, *id) && power.empty()) {
      diagnostics_.add(location, fmt::format("the electric thruster {} needs a power system; "
                                             "{}.PowerSystem names none",
                                             name, craft));
    }
  }
}

std::optional<Expression> Compiler::burn_expression(ObjectId burn, const script::Path& path,
                                                    const script::Location& location) {
  const auto& name = path.parts[2].name;
  const auto* parameter = find_object_parameter(program_.objects[burn].type->name, name, true);
  const auto frame = program_.find_frame(path.parts[1].name);
  if (parameter == nullptr || !frame) {
    diagnostics_.add(location,
                     frame ? fmt::format("an ImpulsiveBurn has no parameter {} in a coordinate "
                                         "system; it has Element1 to Element3, V, N and B",
                                         name)
                           : fmt::format("{} depends on a coordinate system; {} is none{}", name,
                                         path.parts[1].name,
                                         did_you_mean(path.parts[1].name, program_.frame_names())));
    return std::nullopt;
  }
  Expression result;
  result.kind = Expression::Kind::computed;
  result.computed = parameter;
  result.object = burn;
  result.index = *frame;
  return result;
}

bool Compiler::is_hardware_template(ObjectId id) const {
  const auto& object = program_.objects[id];
  if (object.hardware || object.type->support != TypeSupport::used) return false;
  return is_tank(program_, id) || is_thruster(program_, id) || is_power_system(program_, id);
}

std::string Compiler::hardware_hint(ObjectId id, std::string_view field) const {
  const auto& name = program_.objects[id].name;
  const auto owned = std::ranges::find(program_.hardware, id, &OwnedHardware::source);
  const auto craft = owned == program_.hardware.end() ? std::string("Spacecraft")
                                                      : program_.objects[owned->spacecraft].name;
  return fmt::format(
      "{0}.{1}: in the mission sequence, name the spacecraft that carries it, as "
      "{2}.{0}.{1}",
      name, field, craft);
}

std::optional<Expression> Compiler::computed_expression(ObjectId spacecraft, ObjectId object,
                                                        std::string_view name) const {
  const auto* parameter = find_object_parameter(program_.objects[object].type->name, name);
  if (parameter == nullptr) return std::nullopt;
  Expression result;
  result.kind = Expression::Kind::computed;
  result.computed = parameter;
  result.object = object;
  result.index = spacecraft;
  return result;
}

}  // namespace gmat_sweep::mission
