#include <fmt/format.h>

#include "mission/attitude_setting.hpp"
#include "mission/compiler.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {
namespace {

using Kind = Expression::Kind;

}  // namespace

std::optional<Expression> Compiler::vector_expression(ObjectId id, const VectorParameter& vector,
                                                      const script::Path& path,
                                                      const script::Location& location) {
  const bool of_forces = vector.owner == "ForceModel";
  if (path.parts.size() != (of_forces ? 3 : 2)) {
    diagnostics_.add(
        location, of_forces ? fmt::format("{0}: {1} depends on a ForceModel: {2}.FM.{1}",
                                          path.dotted(), vector.name, path.parts.front().name)
                            : fmt::format("{}: {} depends on nothing", path.dotted(), vector.name));
    return std::nullopt;
  }
  if (of_forces && !resource(path.parts[1].name, "ForceModel", location)) return std::nullopt;
  Expression result;
  result.kind = Kind::vector;
  result.type = ValueType::matrix;
  result.object = id;
  result.vector = &vector;
  result.rows = vector.rows;
  result.columns = vector.columns;
  return result;
}

std::optional<Expression> Compiler::operand_expression(const script::Expression& source) {
  auto result = expression(source);
  if (!result || result->kind != Kind::vector) return result;
  diagnostics_.add(source.location,
                   fmt::format("{}: GMAT does not calculate with it; it is first assigned to an "
                               "Array of {} by {}",
                               script::to_text(source), result->rows, result->columns));
  return std::nullopt;
}

std::optional<Expression> Compiler::assigned_list(const Target& left,
                                                  const script::Expression& source) {
  const auto& object = program_.objects[left.object];
  const auto& field = object.type->fields[left.index];
  const auto* path = source.path();
  const auto id = path != nullptr ? program_.find(path->parts.front().name) : std::nullopt;
  const bool array = id && path->parts.size() == 1 && program_.objects[*id].type->name == "Array";
  if (!array || path->is_call() || field.count == 0) return constant_value(left, source);
  auto value = expression(source);
  const auto& given = program_.objects[*id];
  const bool row_or_column = given.rows == 1 || given.columns == 1;
  if (value && row_or_column && given.rows * given.columns == field.count) return value;
  diagnostics_.add(source.location,
                   fmt::format("{}.{} takes an Array of {} numbers; {} is {} by {}", object.name,
                               field.name, field.count, given.name, given.rows, given.columns));
  return std::nullopt;
}

std::string Compiler::problem_with_setting(ObjectId id, const script::Path& path) const {
  const auto& last = path.parts.back().name;
  const auto* vector = find_vector_parameter(last);
  if (vector == nullptr || !program_.objects[id].spacecraft || last == "Quaternion") return {};
  if (vector->owner == "ForceModel") return path.dotted() + " is computed and cannot be set";
  return fmt::format(
      "{}: GMAT takes it and changes nothing; DCM11 to DCM33 and Quaternion set the attitude",
      path.dotted());
}

}  // namespace gmat_sweep::mission
