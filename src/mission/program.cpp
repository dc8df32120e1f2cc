#include "mission/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace gmat_sweep::mission {

std::optional<ObjectId> Program::find(std::string_view name) const {
  const auto found = by_name.find(name);
  if (found == by_name.end()) return std::nullopt;
  return found->second;
}

std::optional<FrameId> Program::find_frame(std::string_view name) const {
  const auto found = std::ranges::find(frames, name, &FrameInfo::name);
  if (found == frames.end()) return std::nullopt;
  return static_cast<FrameId>(found - frames.begin());
}

std::vector<std::string> Program::frame_names() const {
  std::vector<std::string> names;
  for (const auto& frame : frames) {
    if (frame.name.find(' ') == std::string::npos) names.push_back(frame.name);
  }
  return names;
}

std::vector<std::string> Program::object_names() const {
  std::vector<std::string> names;
  for (const auto& object : objects) {
    if (object.name.find('.') == std::string::npos) names.push_back(object.name);
  }
  return names;
}

std::optional<GravityFieldName> split_gravity_field(std::string_view name) {
  for (const std::string_view prefix : {"GravityField.", "Gravity.", "PrimaryBodies."}) {
    if (!name.starts_with(prefix)) continue;
    const auto rest = name.substr(prefix.size());
    const auto dot = rest.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    auto field = rest.substr(dot + 1);
    if (field == "Model") field = "PotentialFile";
    return GravityFieldName{rest.substr(0, dot), field};
  }
  return std::nullopt;
}

namespace {

struct Alias {
  std::string_view name;
  std::string_view means;
};

constexpr Alias impulsive_burn_aliases[] = {
    {"V", "Element1"}, {"N", "Element2"}, {"B", "Element3"}};
constexpr Alias thruster_aliases[] = {
    {"X_Direction", "ThrustDirection1"}, {"Y_Direction", "ThrustDirection2"},
    {"Z_Direction", "ThrustDirection3"}, {"Element1", "ThrustDirection1"},
    {"Element2", "ThrustDirection2"},    {"Element3", "ThrustDirection3"}};

constexpr Alias ground_station_aliases[] = {{"X", "Location1"},         {"Y", "Location2"},
                                            {"Z", "Location3"},         {"Latitude", "Location1"},
                                            {"Longitude", "Location2"}, {"Altitude", "Location3"}};

/// GMAT's other names of some fields.
std::string_view without_alias(const ResourceType& type, std::string_view name) {
  std::span<const Alias> aliases;
  if (type.name == "ImpulsiveBurn") aliases = impulsive_burn_aliases;
  if (type.name.ends_with("Thruster")) aliases = thruster_aliases;
  if (type.name == "GroundStation") aliases = ground_station_aliases;
  const auto found = std::ranges::find(aliases, name, &Alias::name);
  return found == aliases.end() ? name : found->means;
}

}  // namespace

std::optional<FieldPlace> find_field(const Program& program, ObjectId object,
                                     std::string_view name) {
  const auto& info = program.objects[object];
  name = without_alias(*info.type, name);
  const auto index = info.type->find(name);
  if (index < info.type->fields.size()) return FieldPlace{object, index};
  if (info.spacecraft) {
    // A field of its own tank, thruster or power system.
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto owned = program.find(fmt::format("{}.{}", info.name, name.substr(0, dot)));
    if (!owned || !program.objects[*owned].hardware) return std::nullopt;
    return find_field(program, *owned, name.substr(dot + 1));
  }
  if (info.type->name != "ForceModel") return std::nullopt;
  const auto split = split_gravity_field(name);
  if (!split) return std::nullopt;
  const auto owned = program.find(info.name + ".GravityField." + std::string(split->body));
  if (!owned) return std::nullopt;
  const auto& type = *program.objects[*owned].type;
  const auto place = type.find(split->field);
  if (place == type.fields.size()) return std::nullopt;
  return FieldPlace{*owned, place};
}

ColumnType column_type(const Expression& value) {
  if (value.kind == Expression::Kind::parameter && value.parameter->format) {
    return ColumnType::timestamp;
  }
  return value.type == ValueType::text ? ColumnType::text : ColumnType::real;
}

}  // namespace gmat_sweep::mission
