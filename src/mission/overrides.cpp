#include "mission/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/hardware.hpp"
#include "mission/literal.hpp"
#include "mission/solar_system_fields.hpp"
#include "mission/tables/body_fields.hpp"
#include "mission/tables/output_fields.hpp"
#include "script/parser.hpp"

namespace gmat_sweep::mission {
namespace {

[[noreturn]] void refuse(std::string_view path, std::string_view problem) {
  throw SweepConfigError(fmt::format("override {}: {}", path, problem));
}

script::Path parse(std::string_view path) {
  try {
    return script::parse_path(path);
  } catch (const ScriptError&) {
    refuse(path, "expected Resource.Field, a Variable, or an array element as A(1,2)");
  }
}

ObjectId find_object(const Program& program, std::string_view path, const std::string& name) {
  const auto id = program.find(name);
  if (!id) {
    refuse(path, fmt::format("the script creates no resource {}{}", name,
                             did_you_mean(name, program.object_names())));
  }
  const auto& type = *program.objects[*id].type;
  if (type.support != TypeSupport::used) {
    refuse(path, fmt::format("{} is a {} and has no effect on results", name, type.name));
  }
  return *id;
}

bool holds_value(const ObjectInfo& object) {
  return object.type->name == "Variable" || object.type->name == "String" ||
         object.type->name == "Array";
}

Target element_target(const Program& program, std::string_view path, const script::PathPart& part,
                      ObjectId id) {
  const auto& object = program.objects[id];
  const std::size_t count = part.arguments.size();
  if (object.type->name != "Array" || count < 1 || count > 2) {
    refuse(path, fmt::format("{} is no array with those subscripts", part.name));
  }
  Target target{.kind = Target::Kind::element, .object = id};
  for (const auto& argument : part.arguments) {
    const auto literal = literal_of(argument);
    if (!literal || literal->number() == nullptr) refuse(path, "a subscript is a whole number");
    Expression subscript;
    subscript.number = *literal->number();
    target.subscripts.push_back(std::move(subscript));
  }
  if (count == 1) {
    Expression first;
    first.number = 1.0;
    target.subscripts.insert(target.subscripts.begin(), std::move(first));
  }
  const double row = target.subscripts[0].number;
  const double column = target.subscripts[1].number;
  if (!(row >= 1.0 && row <= static_cast<double>(object.rows) && column >= 1.0 &&
        column <= static_cast<double>(object.columns))) {
    refuse(path, fmt::format("{} has {} by {} elements", object.name, object.rows, object.columns));
  }
  return target;
}

const Field& field_of(const Program& program, const Target& target) {
  static constexpr Field real{.name = "", .kind = FieldKind::real};
  static constexpr Field epoch{.name = "", .kind = FieldKind::epoch};
  const bool number = target.kind == Target::Kind::element || target.kind == Target::Kind::orbit ||
                      target.kind == Target::Kind::setting;
  if (target.kind == Target::Kind::body) return tables::body_fields[target.index];
  if (number) return real;
  if (target.kind == Target::Kind::epoch) return epoch;
  return program.objects[target.object].type->fields[target.index];
}

/// `Target1.Vary.TOI.Element1`: the names of commands' values are not those of resources, and may
/// hold a label's blanks.
std::optional<Target> find_setting(const Program& program, std::string_view path) {
  if (const auto found = program.settings.find(path); found != program.settings.end()) {
    return Target{.kind = Target::Kind::setting, .index = found->second};
  }
  for (const std::string_view part : {".Vary.", ".Achieve.", ".NonlinearConstraint."}) {
    if (path.find(part) == std::string_view::npos) continue;
    std::vector<std::string> names;
    for (const auto& [name, place] : program.settings) names.push_back(name);
    refuse(path,
           fmt::format("no command of the script has such a value{}", did_you_mean(path, names)));
  }
  return std::nullopt;
}

/// Names of hardware of the right kind, each once.
void check_hardware_names(const Program& program, const Override& one) {
  const auto field = program.objects[one.target.object].type->fields[one.target.index].name;
  const auto fits = field == "Tanks"       ? is_tank
                    : field == "Thrusters" ? is_thruster
                                           : is_power_system;
  Names names;
  if (const auto* list = std::get_if<Names>(&one.value)) names = *list;
  if (const auto* name = std::get_if<std::string>(&one.value)) names = {*name};
  for (const auto& name : names) {
    const auto id = program.find(name);
    if (id && !program.objects[*id].hardware && fits(program, *id)) continue;
    refuse(one.path, fmt::format("the script creates no {} {}{}",
                                 field == "Tanks"       ? "tank"
                                 : field == "Thrusters" ? "thruster"
                                                        : "power system",
                                 name, did_you_mean(name, program.object_names())));
  }
}

/// What a spacecraft's other values are read by comes first, whatever the alphabet says: the
/// bodies' constants, the formats and systems they are given in, an Attitude, which begins all of
/// them anew, and then the epoch, at which a state keeps its numbers.
int rank_of(const Program& program, const Override& one) {
  if (one.target.kind == Target::Kind::body) return -1;
  constexpr std::array<std::string_view, 8> formats = {
      "AnomalyType", "Attitude",  "AttitudeCoordinateSystem", "CoordinateSystem",
      "DateFormat",  "StateType", "DisplayStateType",         "EulerAngleSequence"};
  if (one.target.kind == Target::Kind::setting) return 2;
  const auto& object = program.objects[one.target.object];
  if (!object.spacecraft) return 2;
  if (one.target.kind == Target::Kind::epoch) return 1;
  if (one.target.kind != Target::Kind::field) return 2;
  const auto name = object.type->fields[one.target.index].name;
  return std::ranges::find(formats, name) == formats.end() ? 2 : 0;
}

/// A list that says which tanks a thruster draws on, and how, or which thrusters a burn fires.
bool links_hardware(const Program& program, const Override& one) {
  if (one.target.kind != Target::Kind::field) return false;
  const auto& object = program.objects[one.target.object];
  if (object.spacecraft) return false;
  const auto type = object.type->name;
  const auto kind = object.type->fields[one.target.index].kind;
  const bool has_lists = type.ends_with("Thruster") || type.ends_with("Burn");
  return has_lists && (kind == FieldKind::names || kind == FieldKind::reals);
}

std::string list_text(const FieldValue& value) {
  if (const auto* names = std::get_if<Names>(&value)) {
    return fmt::format("{{{}}}", fmt::join(*names, ", "));
  }
  if (const auto* reals = std::get_if<Reals>(&value)) {
    return fmt::format("[{}]", fmt::join(*reals, " "));
  }
  return std::get<std::string>(value);
}

/// `Earth.Mu`: of what GMAT has of its own, what may be set before the mission sequence.
std::optional<Target> find_body_constant(const Program& program, std::string_view path,
                                         const script::Path& parsed) {
  const auto& owner = parsed.parts.front().name;
  if (!has_solar_system_fields(owner) || program.find(owner)) return std::nullopt;
  const auto body = astro::find_body(owner);
  if (!body) refuse(path, "what the script says of SolarSystem cannot be overridden");
  const auto accepted = body_constants(*body);
  if (!parsed.is_plain() || parsed.parts.size() != 2) {
    refuse(path,
           fmt::format("of GMAT's own {}, {} can be overridden", owner, fmt::join(accepted, ", ")));
  }
  const auto& field = parsed.parts[1].name;
  if (std::ranges::find(accepted, field) == accepted.end()) {
    refuse(path, fmt::format("of GMAT's own {}, {} can be overridden{}", owner,
                             fmt::join(accepted, ", "), did_you_mean(field, accepted)));
  }
  return Target{.kind = Target::Kind::body, .index = *body_field(field), .body = *body};
}

Target resolve(const Program& program, std::string_view path) {
  if (auto setting = find_setting(program, path)) return *std::move(setting);
  const auto parsed = parse(path);
  const auto& first = parsed.parts.front();
  if (auto constant = find_body_constant(program, path, parsed)) return *std::move(constant);
  const auto id = find_object(program, path, first.name);
  const auto& object = program.objects[id];
  if (parsed.parts.size() == 3) {
    const auto owned = program.find(first.name + "." + parsed.parts[1].name);
    if (owned && program.objects[*owned].hardware) {
      refuse(path, fmt::format("a spacecraft's own hardware has the values of what it is copied "
                               "from when the run begins: override {}.{}",
                               parsed.parts[1].name, parsed.parts[2].name));
    }
  }
  if (parsed.is_call()) return element_target(program, path, first, id);
  if (!parsed.is_plain()) refuse(path, "a field takes no arguments");
  if (parsed.parts.size() == 1) {
    if (!holds_value(object)) {
      refuse(path, fmt::format("{} is a {}: name one of its fields, as {}.{}", object.name,
                               object.type->name, object.name, object.type->fields[0].name));
    }
    return {.kind = Target::Kind::field, .object = id};
  }
  std::string problem;
  auto target = find_target(program, id, parsed, problem);
  if (!target) refuse(path, problem);
  return *std::move(target);
}

}  // namespace

Override make_override(const Program& program, std::string_view path, const Value& value) {
  auto target = resolve(program, path);
  const auto& field = field_of(program, target);
  const bool of_object = target.kind != Target::Kind::setting && target.kind != Target::Kind::body;
  if (of_object && program.objects[target.object].report && field.name == "Add") {
    refuse(path, "the columns of a ReportFile cannot be overridden");
  }
  const auto literal = literal_of(value);
  if (!literal) {
    refuse(path,
           fmt::format("expected {}, found a {}", describe_accepted(field), value.kind_name()));
  }
  auto converted = convert_type(field, *literal);
  if (!converted.value) refuse(path, converted.problem);
  Override result{std::string(path), std::move(target), std::move(*converted.value)};
  if (overrides_hardware(program, result)) check_hardware_names(program, result);
  return result;
}

bool overrides_hardware(const Program& program, const Override& one) {
  if (one.target.kind != Target::Kind::field) return false;
  const auto& object = program.objects[one.target.object];
  return object.spacecraft && is_hardware_list(object.type->fields[one.target.index].name);
}

std::string hardware_assignments(const Program& program, const std::vector<Override>& overrides) {
  const auto on_board = [&](const Override& one) { return overrides_hardware(program, one); };
  if (std::ranges::none_of(overrides, on_board)) return {};
  std::string text;
  for (const auto& one : overrides) {
    if (on_board(one) || links_hardware(program, one)) {
      text += fmt::format("{} = {}\n", one.path, list_text(one.value));
    }
  }
  return text;
}

std::vector<Override> make_overrides(const Program& program, const Value::Map& overrides) {
  std::vector<Override> result;
  result.reserve(overrides.size());
  for (const auto& [path, value] : overrides) {
    result.push_back(make_override(program, path, value));
  }
  std::ranges::sort(result, {}, [&](const Override& one) {
    return std::pair(rank_of(program, one), std::string_view(one.path));
  });
  return result;
}

}  // namespace gmat_sweep::mission
