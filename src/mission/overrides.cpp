#include "mission/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/literal.hpp"
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

Target resolve(const Program& program, std::string_view path) {
  if (auto setting = find_setting(program, path)) return *std::move(setting);
  const auto parsed = parse(path);
  const auto& first = parsed.parts.front();
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
  const bool of_object = target.kind != Target::Kind::setting;
  if (of_object && program.objects[target.object].report && field.name == "Add") {
    refuse(path, "the columns of a ReportFile cannot be overridden");
  }
  if (program.objects[target.object].spacecraft && target.kind == Target::Kind::field &&
      (field.name == "Tanks" || field.name == "Thrusters" || field.name == "PowerSystem")) {
    refuse(path, "the hardware on board cannot be overridden; the fields of each piece can");
  }
  const auto literal = literal_of(value);
  if (!literal) {
    refuse(path,
           fmt::format("expected {}, found a {}", describe_accepted(field), value.kind_name()));
  }
  auto converted = convert_type(field, *literal);
  if (!converted.value) refuse(path, converted.problem);
  return {std::string(path), std::move(target), std::move(*converted.value)};
}

std::vector<Override> make_overrides(const Program& program, const Value::Map& overrides) {
  std::vector<Override> result;
  result.reserve(overrides.size());
  for (const auto& [path, value] : overrides) {
    result.push_back(make_override(program, path, value));
  }
  std::ranges::sort(result, {}, &Override::path);
  return result;
}

}  // namespace gmat_sweep::mission
