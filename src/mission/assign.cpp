#include "mission/assign.hpp"

#include <fmt/format.h>

#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/attitude.hpp"
#include "mission/evaluate.hpp"
#include "mission/hardware.hpp"
#include "mission/literal.hpp"
#include "mission/tables/body_fields.hpp"
#include "mission/transition.hpp"

namespace gmat_sweep::mission {
namespace {

std::string found_text(const FieldValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* word = std::get_if<std::string>(&value)) return "'" + *word + "'";
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  return "a list";
}

void check_value(const ObjectInfo& object, const Field& field, const FieldValue& value) {
  const auto problem = problem_with(field, value, found_text(value));
  if (!problem.empty()) {
    throw RunFailed(fmt::format("{}.{}: {}", object.name, field.name, problem));
  }
}

void assign_orbit(RunState& state, const Target& target, double value) {
  const auto& object = state.program().objects[target.object];
  auto& spacecraft = state.spacecraft_of(target.object);
  const auto frame = target.frame ? *target.frame : state.frame_of(target.object);
  const auto type = target.label != nullptr ? target.label->type : spacecraft.type;
  const auto origin = state.frames().element_origin(frame, type);
  const auto index = target.label != nullptr ? target.label->index : target.index;
  if (target.label != nullptr) {
    const auto& field = object.type->fields[object.type->find(target.label->name)];
    check_value(object, field, value);
    if (target.label->anomaly) spacecraft.anomaly = *target.label->anomaly;
  }
  const auto seen = state.frames().from_base(spacecraft.state, frame, spacecraft.epoch.mjd);
  try {
    auto elements = elements_of(seen, type, spacecraft.anomaly, origin);
    elements[index] = value;
    if (type == StateType::keplerian && index < 2) {
      const bool makes_orbit = (elements[0] < 0.0) == (elements[1] > 1.0);
      spacecraft.contradiction =
          makes_orbit ? std::string()
                      : fmt::format(
                            "SMA = {} km with ECC = {} makes no orbit: an ellipse has "
                            "SMA > 0 and ECC < 1, a hyperbola SMA < 0 and ECC > 1",
                            elements[0], elements[1]);
    }
    spacecraft.state = state.frames().to_base(
        cartesian_of(elements, type, spacecraft.anomaly, origin), frame, spacecraft.epoch.mjd);
  } catch (const GmatSweepError& error) {
    throw RunFailed(fmt::format("{}: {}", object.name, error.what()));
  }
  ++spacecraft.revision;
}

void assign_epoch(RunState& state, const Target& target, const FieldValue& value) {
  const auto& object = state.program().objects[target.object];
  auto& spacecraft = state.spacecraft_of(target.object);
  const auto format = target.format.value_or(spacecraft.date_format);
  std::string text;
  if (const auto* number = std::get_if<double>(&value)) {
    text = fmt::format("{}", *number);
  } else {
    text = std::get<std::string>(value);
  }
  const auto frame = state.frame_of(target.object);
  const auto seen = state.frames().from_base(spacecraft.state, frame, spacecraft.epoch.mjd);
  hold_attitude(state, target.object);
  try {
    spacecraft.epoch = astro::parse_epoch(text, format, state.times());
  } catch (const GmatSweepError& error) {
    throw RunFailed(fmt::format("{}.Epoch: {}", object.name, error.what()));
  }
  spacecraft.attitude.epoch_a1_mjd = spacecraft.epoch.mjd;
  // GMAT: Sat.Epoch keeps the state's numbers in the spacecraft's own axes; the epoch parameters,
  // Sat.UTCGregorian and its like, leave the state where it is in EarthMJ2000Eq.
  const bool keeps_numbers = !target.format || target.before_mission;
  if (keeps_numbers) spacecraft.state = state.frames().to_base(seen, frame, spacecraft.epoch.mjd);
  ++spacecraft.revision;
}

void assign_plain(RunState& state, const Target& target, const FieldValue& value) {
  const auto& object = state.program().objects[target.object];
  const auto& field = object.type->fields[target.index];
  check_value(object, field, value);
  if (const auto* reals = std::get_if<Reals>(&value);
      reals != nullptr && object.type->name == "Array" &&
      reals->size() != object.rows * object.columns) {
    throw RunFailed(fmt::format("{} holds {} by {} numbers, found {}", object.name, object.rows,
                                object.columns, reals->size()));
  }
  if (object.hardware && field.name == "FuelMass") {
    return set_fuel_mass(state, target.object, std::get<double>(value));
  }
  if (object.spacecraft && field.name == "Attitude") {
    // Given the model it has, a spacecraft keeps its attitude in the mission sequence.
    if (!target.before_mission && state.field(target.object, target.index) == value) return;
    auto& attitude = state.spacecraft_of(target.object).attitude;
    begin_attitude(attitude.setting, state.fields()[target.object]);
    attitude.epoch_a1_mjd = state.spacecraft_of(target.object).epoch.mjd;
  }
  if (object.spacecraft && is_hardware_list(field.name)) {
    return equip(state, target.object, target.index, value);
  }
  state.field(target.object, target.index) = value;
  if (object.type->name == "ForceModel" || object.type->name == "GravityField") {
    state.forget_forces();
  }
  if (object.hardware) hardware_changed(state, target.object);
  if (!object.spacecraft) return;
  if (is_attitude_field(field.name)) {
    assign_attitude(state, target.object, field.name, value);
  } else if (field.name == "EulerAngleSequence") {
    assign_euler_sequence(state, target.object, std::get<std::string>(value));
  }
  auto& spacecraft = state.spacecraft_of(target.object);
  if (field.name == "DateFormat") {
    spacecraft.date_format = *astro::parse_epoch_format(std::get<std::string>(value));
  } else if (field.name == "DisplayStateType" || field.name == "StateType") {
    spacecraft.type = *state_type_named(std::get<std::string>(value));
  } else if (field.name == "AnomalyType") {
    spacecraft.anomaly = *astro::parse_anomaly_kind(std::get<std::string>(value));
  } else if (field.name == "CoordinateSystem") {
    state.frame_of(target.object);
  }
  ++spacecraft.revision;
}

void assign_element(RunState& state, const Target& target, double value) {
  const auto& array = state.program().objects[target.object];
  const double row = evaluate_real(target.subscripts[0], state);
  const double column = evaluate_real(target.subscripts[1], state);
  const bool inside = row >= 1.0 && row <= static_cast<double>(array.rows) && column >= 1.0 &&
                      column <= static_cast<double>(array.columns) && row == std::floor(row) &&
                      column == std::floor(column);
  if (!inside) {
    throw RunFailed(fmt::format("{} has {} by {} elements; ({:g}, {:g}) is outside", array.name,
                                array.rows, array.columns, row, column));
  }
  const auto at =
      (static_cast<std::size_t>(row) - 1) * array.columns + static_cast<std::size_t>(column) - 1;
  std::get<Reals>(state.field(target.object, 0))[at] = value;
}

void copy_object(RunState& state, ObjectId to, ObjectId from) {
  state.fields()[to] = state.fields()[from];
  if (!state.program().objects[to].spacecraft) return;
  auto& target = state.spacecraft_of(to);
  const auto& source = state.spacecraft_of(from);
  target.epoch = source.epoch;
  target.state = source.state;
  target.type = source.type;
  target.anomaly = source.anomaly;
  target.date_format = source.date_format;
  target.contradiction = source.contradiction;
  target.transition = source.transition;
  target.attitude = source.attitude;
  ++target.revision;
  copy_hardware(state, to, from);
}

void assign_body(RunState& state, const Target& target, double value) {
  const auto& field = tables::body_fields[target.index];
  const auto problem = problem_with(field, value, found_text(value));
  if (!problem.empty()) {
    throw RunFailed(
        fmt::format("{}.{}: {}", astro::constants_of(target.body).name, field.name, problem));
  }
  state.set_body_constant(target.body, target.index, value);
}

void assign_transition(RunState& state, ObjectId id, const Reals& values) {
  load_transition(state.spacecraft_of(id), values);
  ++state.spacecraft_of(id).revision;
}

FieldValue value_of(const Expression& expression, RunState& state) {
  auto datum = evaluate(expression, state);
  if (const auto* number = std::get_if<double>(&datum)) return *number;
  if (auto* text = std::get_if<std::string>(&datum)) return std::move(*text);
  return std::get<Matrix>(datum).values;
}

}  // namespace

void assign(RunState& state, const Target& target, const FieldValue& value) {
  switch (target.kind) {
    case Target::Kind::orbit:
      return assign_orbit(state, target, std::get<double>(value));
    case Target::Kind::epoch:
      return assign_epoch(state, target, value);
    case Target::Kind::element:
      return assign_element(state, target, std::get<double>(value));
    case Target::Kind::transition:
      return assign_transition(state, target.object, std::get<Reals>(value));
    case Target::Kind::body:
      return assign_body(state, target, std::get<double>(value));
    case Target::Kind::setting:
      return state.set_setting(target.index, std::get<double>(value));
    case Target::Kind::field:
    case Target::Kind::object:
      return assign_plain(state, target, value);
  }
}

void execute_assignment(RunState& state, const AssignCommand& command) {
  const auto& target = command.target;
  if (command.value.constant) return assign(state, target, *command.value.constant);
  if (target.kind == Target::Kind::object && command.value.kind == Expression::Kind::object) {
    return copy_object(state, target.object, command.value.object);
  }
  if (target.kind == Target::Kind::object) {
    auto value = value_of(command.value, state);
    if (const auto* number = std::get_if<double>(&value)) {
      value = Reals(std::get<Reals>(state.field(target.object, 0)).size(), *number);
    }
    return assign(state, target, value);
  }
  const bool numeric =
      target.kind == Target::Kind::element || target.kind == Target::Kind::orbit ||
      (target.kind == Target::Kind::field &&
       is_number(state.program().objects[target.object].type->fields[target.index].kind));
  if (numeric) return assign(state, target, evaluate_real(command.value, state));
  if (state.program().objects[target.object].type->name == "String") {
    const auto datum = evaluate(command.value, state);
    const auto* value = std::get_if<double>(&datum);
    return assign(state, target,
                  value != nullptr ? number_text(*value) : std::get<std::string>(datum));
  }
  assign(state, target, value_of(command.value, state));
}

}  // namespace gmat_sweep::mission
