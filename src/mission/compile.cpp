#include "mission/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/compiler.hpp"
#include "mission/force_settings.hpp"
#include "mission/initial_orbit.hpp"
#include "mission/solar_system_fields.hpp"
#include "mission/tables/force_fields.hpp"
#include "mission/tables/output_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"
#include "mission/tables/value_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using tables::force_model_fields;
using tables::gravity_field_fields;
using tables::spacecraft_fields;

/// Bodies, axes and the like that GMAT makes itself and scripts may set.
bool is_built_in(std::string_view name) {
  const bool frame = name == "EarthMJ2000Eq" || name == "EarthMJ2000Ec" || name == "EarthFixed" ||
                     name == "EarthICRF";
  return frame || astro::find_body(name) || name == "SolarSystem" ||
         name == "SolarSystemBarycenter";
}

}  // namespace

Compiler::Compiler(const script::Script& script, const astro::DataCatalogue& data)
    : script_(script), data_(data), times_(data.time_converter()) {
  program_.frames = built_in_frames();
}

Program Compiler::run() {
  program_.script = script_;
  for (const auto& fault : script_.faults) diagnostics_.add(fault.location, fault.text);
  if (script_.function) {
    diagnostics_.add(script_.function->location,
                     "a function file is not a mission script; call it from one");
  }
  for (const auto& resource : script_.resources) create(resource);
  for (const auto& assignment : script_.assignments) assign(assignment);
  check_frames();
  attach_hardware();
  check_hardware();
  check_burns();
  finish_spacecraft();
  check_attitudes();
  check_references();
  check_force_models();
  compile_reports();
  compile_functions();
  program_.commands = block(script_.commands);
  return std::move(program_);
}

ObjectId Compiler::add_object(std::string name, const ResourceType& type,
                              script::Location location) {
  const ObjectId id = program_.objects.size();
  program_.by_name.emplace(name, id);
  program_.objects.push_back({.name = std::move(name), .type = &type, .location = location});
  program_.fields.push_back(type.support == TypeSupport::used ? default_values(type)
                                                              : std::vector<FieldValue>{});
  set_where_[id] = location;
  return id;
}

void Compiler::create(const script::Resource& resource) {
  const auto* type = find_resource_type(resource.type);
  if (type == nullptr || resource.type == "GravityField") {
    std::vector<std::string> names;
    for (const auto& known : resource_types()) names.emplace_back(known.name);
    diagnostics_.add(resource.location, fmt::format("GMAT has no resource type {}{}", resource.type,
                                                    did_you_mean(resource.type, names)));
    return;
  }
  if (program_.find(resource.name) || is_built_in(resource.name)) {
    diagnostics_.add(resource.location, fmt::format("{} is created twice", resource.name));
    return;
  }
  if (type->support == TypeSupport::unsupported) {
    diagnostics_.add(resource.location,
                     fmt::format("{} {} ({}) is not supported by the native engine", resource.type,
                                 resource.name, type->doc));
  }
  const auto id = add_object(resource.name, *type, resource.location);
  if (type->name == "Spacecraft") {
    program_.objects[id].spacecraft = program_.spacecraft.size();
    program_.spacecraft.emplace_back();
    // GMAT's default is 21545 in its default format, not in A.1.
    program_.spacecraft.back().epoch =
        astro::parse_epoch("21545", program_.spacecraft.back().date_format, times_);
    program_.spacecraft_objects.push_back(id);
    program_.orbits.emplace_back();
    orbit_locations_.push_back(resource.location);
  } else if (type->name == "ReportFile") {
    program_.objects[id].report = program_.reports.size();
    program_.reports.push_back({.object = id, .added = {}, .columns = {}});
  } else if (type->name == "Array") {
    size_array(id, resource);
  } else if (type->name == "CoordinateSystem") {
    program_.frames.push_back({resource.name, id, nullptr});
  }
}

void Compiler::size_array(ObjectId id, const script::Resource& resource) {
  std::vector<std::size_t> sizes;
  for (const auto& dimension : resource.dimensions) {
    const auto literal = literal_of(dimension);
    const auto* number = literal ? literal->number() : nullptr;
    if (number == nullptr || *number < 1.0 || *number > 1000.0 ||
        *number != static_cast<double>(static_cast<std::size_t>(*number))) {
      diagnostics_.add(
          dimension.location,
          fmt::format("Array {}: a size is a whole number from 1 to 1000", resource.name));
      return;
    }
    sizes.push_back(static_cast<std::size_t>(*number));
  }
  auto& object = program_.objects[id];
  // GMAT: one size is a row of that length.
  if (sizes.size() == 1) object.columns = sizes[0];
  if (sizes.size() >= 2) {
    object.rows = sizes[0];
    object.columns = sizes[1];
  }
  program_.fields[id][0] = Reals(object.rows * object.columns, 0.0);
}

void Compiler::set_solar_system(const script::Assignment& assignment) {
  const auto& parts = assignment.target.path()->parts;
  const auto value = literal_of(assignment);
  const auto problem =
      value ? set_solar_system_field(program_, parts[0].name, parts[1].name, *value, data_)
            : std::string("the right side is no constant");
  if (problem.empty()) return;
  diagnostics_.add(assignment.location,
                   fmt::format("{}.{}: {}", parts[0].name, parts[1].name, problem));
}

void Compiler::assign(const script::Assignment& assignment) {
  const auto* path = assignment.target.path();
  if (path == nullptr) {
    diagnostics_.add(assignment.location, "the left side names no field");
    return;
  }
  const auto& first = path->parts.front().name;
  const auto id = program_.find(first);
  if (!id) {
    if (has_solar_system_fields(first) && path->parts.size() == 2) {
      set_solar_system(assignment);
      return;
    }
    if (find_resource_type(first) == nullptr && is_built_in(first)) {
      diagnostics_.add(assignment.location,
                       fmt::format("{}: changing GMAT's own {} is not supported by the native "
                                   "engine",
                                   path->dotted(), first));
      return;
    }
    unknown_name(first, assignment.location);
    return;
  }
  const auto& type = *program_.objects[*id].type;
  if (type.support != TypeSupport::used) return;
  set_where_[*id] = assignment.location;
  if (path->is_call()) {
    assign_element(assignment);
  } else if (!path->is_plain()) {
    diagnostics_.add(assignment.location, path->dotted() + ": a field takes no arguments");
  } else if (path->parts.size() == 1) {
    assign_value(*id, assignment);
  } else {
    assign_field(*id, std::string_view(path->dotted()).substr(first.size() + 1), assignment);
  }
}

void Compiler::assign_value(ObjectId id, const script::Assignment& assignment) {
  const auto& object = program_.objects[id];
  const auto& type = *object.type;
  if (type.name == "Spacecraft" && copy_spacecraft(id, assignment)) return;
  if (type.name != "Variable" && type.name != "String" && type.name != "Array") {
    diagnostics_.add(assignment.location, fmt::format("{} is a {} and takes no value of its own",
                                                      object.name, type.name));
    return;
  }
  auto literal = literal_of(assignment);
  if (literal && literal->word() != nullptr && type.name != "String") {
    // Before the mission sequence a Variable may take another's value.
    const auto other = program_.find(*literal->word());
    if (other && program_.objects[*other].type == &type) {
      program_.fields[id] = program_.fields[*other];
      return;
    }
  }
  auto converted = convert(type.fields[0], *literal);
  if (!converted.value) {
    diagnostics_.add(assignment.location, fmt::format("{}: {}", object.name, converted.problem));
    return;
  }
  if (const auto* reals = std::get_if<Reals>(&*converted.value)) {
    if (reals->size() != object.rows * object.columns) {
      diagnostics_.add(assignment.location,
                       fmt::format("{} holds {} by {} numbers, found {}", object.name, object.rows,
                                   object.columns, reals->size()));
      return;
    }
  }
  program_.fields[id][0] = std::move(*converted.value);
}

/// `Sat2 = Sat1` takes all that Sat1 has so far. GMAT lets spacecraft alone be copied before the
/// mission sequence.
bool Compiler::copy_spacecraft(ObjectId to, const script::Assignment& assignment) {
  const auto* path = assignment.value.path();
  const auto from =
      path != nullptr && path->is_plain() ? program_.find(path->dotted()) : std::nullopt;
  if (!from || !program_.objects[*from].spacecraft) return false;
  const auto source = *program_.objects[*from].spacecraft;
  const auto target = *program_.objects[to].spacecraft;
  program_.fields[to] = program_.fields[*from];
  program_.spacecraft[target] = program_.spacecraft[source];
  program_.orbits[target] = program_.orbits[source];
  orbit_locations_[target] = assignment.location;
  return true;
}

void Compiler::assign_element(const script::Assignment& assignment) {
  const auto& part = assignment.target.path()->parts.front();
  const auto id = *program_.find(part.name);
  const auto& object = program_.objects[id];
  const auto value = literal_of(assignment.value);
  if (object.type->name != "Array" || part.arguments.empty() || part.arguments.size() > 2) {
    diagnostics_.add(assignment.location, part.name + " is no array with those subscripts");
    return;
  }
  if (!value || value->number() == nullptr) {
    diagnostics_.add(assignment.location, part.name + ": expected a real number");
    return;
  }
  std::vector<double> at;
  for (const auto& argument : part.arguments) {
    const auto literal = literal_of(argument);
    at.push_back(literal && literal->number() != nullptr ? *literal->number() : 0.0);
  }
  if (at.size() == 1) at.insert(at.begin(), 1.0);
  if (!(at[0] >= 1.0 && at[0] <= static_cast<double>(object.rows) && at[1] >= 1.0 &&
        at[1] <= static_cast<double>(object.columns))) {
    diagnostics_.add(assignment.location, fmt::format("{} has {} by {} elements", object.name,
                                                      object.rows, object.columns));
    return;
  }
  const auto row = static_cast<std::size_t>(at[0]) - 1;
  const auto column = static_cast<std::size_t>(at[1]) - 1;
  std::get<Reals>(program_.fields[id][0])[row * object.columns + column] = *value->number();
}

void Compiler::assign_field(ObjectId id, std::string_view field,
                            const script::Assignment& assignment) {
  const auto place = find_field(program_, id, field);
  ObjectId owner = id;
  std::size_t index = 0;
  if (place) {
    owner = place->object;
    index = place->index;
  } else if (const auto split = split_gravity_field(field);
             split && program_.objects[id].type->name == "ForceModel") {
    owner = gravity_field(id, split->body, assignment.location);
    index = program_.objects[owner].type->find(split->field);
  } else if (program_.objects[id].type->name == "Spacecraft" && field.starts_with("Epoch.")) {
    const auto format = astro::parse_epoch_format(field.substr(6));
    const auto literal = literal_of(assignment);
    if (format) {
      set_epoch(*program_.objects[id].spacecraft, literal->text, *format, assignment.location);
      return;
    }
    index = program_.objects[id].type->fields.size();
  } else {
    index = program_.objects[id].type->fields.size();
  }
  const auto& object = program_.objects[owner];
  if (index == object.type->fields.size()) {
    const auto problem = problem_with_setting(id, *assignment.target.path());
    if (!problem.empty()) {
      diagnostics_.add(assignment.location, problem);
      return;
    }
    diagnostics_.add(assignment.location,
                     fmt::format("{} has no field {}{}", object.type->name, field,
                                 did_you_mean(field, field_names(*object.type))));
    return;
  }
  const auto& info = object.type->fields[index];
  if (info.support == FieldSupport::read_only) {
    diagnostics_.add(assignment.location,
                     fmt::format("{}.{} is computed and cannot be set", object.name, info.name));
    return;
  }
  auto converted = convert(info, *literal_of(assignment));
  if (!converted.value) {
    if (info.support == FieldSupport::inert) return;
    diagnostics_.add(assignment.location,
                     fmt::format("{}.{}: {}", program_.objects[id].name, field, converted.problem));
    return;
  }
  if (object.spacecraft) assign_spacecraft(owner, index, *converted.value, assignment);
  if (object.type->name == "ForceModel" &&
      index == field_index(force_model_fields, "PrimaryBodies")) {
    note_primary_bodies(owner, std::get<Names>(*converted.value), assignment.location);
  }
  program_.fields[owner][index] = std::move(*converted.value);
}

void Compiler::note_primary_bodies(ObjectId force_model, const Names& bodies,
                                   const script::Location& location) {
  for (const auto& body : bodies) gravity_field(force_model, body, location);
}

ObjectId Compiler::gravity_field(ObjectId force_model, std::string_view body,
                                 const script::Location& location) {
  auto name = fmt::format("{}.GravityField.{}", program_.objects[force_model].name, body);
  if (const auto id = program_.find(name)) return *id;
  const auto id = add_object(std::move(name), *find_resource_type("GravityField"), location);
  if (const auto known = astro::find_body(body)) {
    program_.fields[id][field_index(gravity_field_fields, "PotentialFile")] =
        std::string(astro::constants_of(*known).default_potential_file);
  }
  return id;
}

void Compiler::set_date_format(SpacecraftState& state, const std::string& name) {
  if (const auto format = astro::parse_epoch_format(name)) state.date_format = *format;
}

void Compiler::set_epoch(std::size_t spacecraft, const std::string& text, astro::EpochFormat format,
                         const script::Location& location) {
  try {
    program_.spacecraft[spacecraft].epoch = astro::parse_epoch(text, format, times_);
  } catch (const GmatSweepError& error) {
    const auto& name = program_.objects[program_.spacecraft_objects[spacecraft]].name;
    diagnostics_.add(location, fmt::format("{}.Epoch: {}", name, error.what()));
  }
}

void Compiler::assign_spacecraft(ObjectId id, std::size_t index, const FieldValue& value,
                                 const script::Assignment& assignment) {
  const auto spacecraft = *program_.objects[id].spacecraft;
  auto& state = program_.spacecraft[spacecraft];
  auto& orbit = program_.orbits[spacecraft];
  const auto& field = spacecraft_fields[index];
  if (field.kind == FieldKind::epoch) {
    set_epoch(spacecraft, std::get<std::string>(value), state.date_format, assignment.location);
    return;
  }
  if (field.name == "Attitude") begin_attitude(state.attitude.setting, program_.fields[id]);
  if (is_attitude_field(field.name)) set_attitude(state.attitude.setting, field.name, value);
  if (field.name == "EulerAngleSequence") {
    state.attitude.setting.set_sequence(*astro::parse_euler_sequence(std::get<std::string>(value)));
  }
  if (field.name == "DateFormat") set_date_format(state, std::get<std::string>(value));
  if (field.name == "AnomalyType") {
    state.anomaly = *astro::parse_anomaly_kind(std::get<std::string>(value));
  }
  if (field.name == "DisplayStateType" || field.name == "StateType") {
    state.type = *state_type_named(std::get<std::string>(value));
    orbit.display = state.type;
  }
  if (field.kind != FieldKind::orbit) return;
  orbit_locations_[spacecraft] = assignment.location;
  if (const auto* label = find_element_label(field.name)) {
    if (!orbit.narrow(*label)) {
      diagnostics_.add(
          assignment.location,
          fmt::format("{}.{} belongs to {}, the elements before it to another state type; before "
                      "the mission sequence all are of one",
                      program_.objects[id].name, field.name, name_of(label->type)));
    }
    orbit.elements[label->index] = std::get<double>(value);
    if (label->anomaly) state.anomaly = *label->anomaly;
  } else {
    const auto element = static_cast<std::size_t>(field.name.back() - '1');
    orbit.elements[element] = std::get<double>(value);
  }
}

void Compiler::check_frames() {
  for (const auto& frame : program_.frames) {
    if (!frame.object) continue;
    std::vector<std::string> problems;
    read_coordinate_system(program_, program_.fields, program_.bodies, *frame.object, problems);
    for (const auto& problem : problems) {
      diagnostics_.add(set_where_[*frame.object], frame.name + ": " + problem);
    }
  }
}

void Compiler::finish_spacecraft() {
  Frames frames(program_, data_, program_.fields, program_.bodies, program_.spacecraft);
  for (std::size_t i = 0; i < program_.spacecraft.size(); ++i) {
    const auto id = program_.spacecraft_objects[i];
    const auto& name = std::get<std::string>(
        program_.fields[id][field_index(spacecraft_fields, "CoordinateSystem")]);
    const auto frame = program_.find_frame(name);
    if (!frame) {
      diagnostics_.add(set_where_[id], fmt::format("{}.CoordinateSystem: there is no {}{}",
                                                   program_.objects[id].name, name,
                                                   did_you_mean(name, program_.frame_names())));
      continue;
    }
    try {
      auto& spacecraft = program_.spacecraft[i];
      spacecraft.state = initial_state(program_.orbits[i], spacecraft, *frame, frames);
    } catch (const GmatSweepError& error) {
      diagnostics_.add(orbit_locations_[i],
                       fmt::format("{}: {}", program_.objects[id].name, error.what()));
    }
  }
}

void Compiler::check_references() {
  for (ObjectId id = 0; id < program_.objects.size(); ++id) {
    const auto& object = program_.objects[id];
    if (object.type->support != TypeSupport::used) continue;
    for (std::size_t i = 0; i < object.type->fields.size(); ++i) {
      const auto& field = object.type->fields[i];
      if (field.kind != FieldKind::resource || field.support != FieldSupport::used) continue;
      const auto& name = std::get<std::string>(program_.fields[id][i]);
      if (name.empty() || field.name == "CoordinateSystem" || field.name == "PowerSystem" ||
          field.name == "AttitudeCoordinateSystem") {
        continue;
      }
      if (field.choices.empty()) {
        diagnostics_.add(set_where_[id], fmt::format("{}.{} is not supported by the native engine",
                                                     object.name, field.name));
        continue;
      }
      resource(name, field.choices.front(), set_where_[id]);
    }
  }
}

void Compiler::check_force_models() {
  for (ObjectId id = 0; id < program_.objects.size(); ++id) {
    if (program_.objects[id].type->name != "ForceModel") continue;
    std::vector<std::string> problems;
    const auto settings =
        read_force_model(program_, program_.fields, program_.bodies, id, problems);
    for (const auto& h : settings.harmonics) {
      if (!problems.empty()) break;
      try {
        data_.gravity(h.potential_file, h.body, h.degree, h.order);
      } catch (const GmatSweepError& error) {
        problems.emplace_back(error.what());
      }
    }
    if (settings.drag && problems.empty()) {
      try {
        Drag(*settings.drag, program_.bodies[settings.central_body], data_);
      } catch (const GmatSweepError& error) {
        problems.push_back(fmt::format("Drag: {}", error.what()));
      }
    }
    for (const auto& problem : problems) {
      diagnostics_.add(set_where_[id], fmt::format("{}.{}", program_.objects[id].name, problem));
    }
  }
}

/// Each Add adds to those before it, and has each parameter once, as in GMAT.
void Compiler::compile_reports() {
  for (auto& report : program_.reports) {
    const auto add = [&](const script::Expression& source) {
      auto made = column(report, source);
      if (!made) return;
      const auto same = std::ranges::find(report.added, made->name, &ReportColumn::name);
      if (same == report.added.end()) report.added.push_back(std::move(*made));
    };
    const auto field = program_.objects[report.object].name + ".Add";
    for (const auto& assignment : script_.assignments) {
      const auto* path = assignment.target.path();
      if (path == nullptr || !path->is_plain() || path->dotted() != field) continue;
      const auto* list = assignment.value.list();
      if (list == nullptr) {
        add(assignment.value);
        continue;
      }
      for (const auto& item : list->items) add(item);
    }
  }
}

std::vector<Diagnostic> check(const script::Script& script, const astro::DataCatalogue& data) {
  Compiler compiler(script, data);
  compiler.run();
  return compiler.diagnostics().sorted();
}

std::shared_ptr<const Program> compile(const script::Script& script,
                                       const astro::DataCatalogue& data) {
  Compiler compiler(script, data);
  auto program = compiler.run();
  const auto found = compiler.diagnostics().sorted();
  if (!found.empty()) throw ScriptError(to_text(found, script));
  return std::make_shared<const Program>(std::move(program));
}

}  // namespace gmat_sweep::mission
