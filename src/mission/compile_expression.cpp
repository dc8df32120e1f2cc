#include <fmt/format.h>

#include <algorithm>

#include "base/names.hpp"
#include "mission/compiler.hpp"
#include "mission/refused_parameters.hpp"
#include "mission/sequence_fields.hpp"
#include "mission/tables/burn_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {
namespace {

using script::BinaryOperator;
using Kind = Expression::Kind;

Expression number_expression(double value) {
  Expression result;
  result.number = value;
  return result;
}

Expression text_expression(std::string value) {
  Expression result;
  result.kind = Kind::text;
  result.type = ValueType::text;
  result.text = std::move(value);
  return result;
}

bool is_comparison(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::equal:
    case BinaryOperator::not_equal:
    case BinaryOperator::less:
    case BinaryOperator::greater:
    case BinaryOperator::less_equal:
    case BinaryOperator::greater_equal:
    case BinaryOperator::conjunction:
    case BinaryOperator::disjunction:
      return true;
    default:
      return false;
  }
}

ValueType type_of_field(const Field& field) {
  switch (field.kind) {
    case FieldKind::real:
    case FieldKind::integer:
    case FieldKind::boolean:
    case FieldKind::orbit:
      return ValueType::real;
    case FieldKind::reals:
    case FieldKind::names:
      return ValueType::matrix;
    default:
      return ValueType::text;
  }
}

bool is_place(const ObjectInfo& object) {
  const auto& type = object.type->name;
  return type == "Barycenter" || type == "LibrationPoint" || type == "GroundStation";
}

std::string accepted_count(const FunctionType& function) {
  const auto least = least_arguments(function);
  if (function.arguments.ends_with('*')) return fmt::format("{} or more", least);
  if (argument_kind(function, least) != '\0') return fmt::format("{} or {}", least, least + 1);
  return std::to_string(least);
}

/// The size of a function's matrix, where its arguments tell.
void size_result(Expression& call) {
  const auto& first = call.operands.front();
  const auto name = call.function->name;
  call.rows = first.rows;
  call.columns = first.columns;
  if (name == "transpose") std::swap(call.rows, call.columns);
  if (name == "diag") call.rows = call.columns = first.rows * first.columns;
  if (name == "RotationMatrix" || name == "QuaternionToDCM") call.rows = call.columns = 3;
  if (name == "QuaternionRotation") call.columns = 3;
  // GMAT puts the product into a row and into a column.
  if (name == "cross") call.rows = 0;
}

/// The size of a sum, product or quotient; empty, or what does not fit.
std::string size_binary(Expression& e) {
  const auto& a = e.operands[0];
  const auto& b = e.operands[1];
  const bool scalar_left = a.type == ValueType::real || a.rows * a.columns == 1;
  const bool scalar_right = b.type == ValueType::real || b.rows * b.columns == 1;
  e.rows = scalar_left ? b.rows : a.rows;
  e.columns = scalar_left ? b.columns : a.columns;
  if (a.rows == 0 || b.rows == 0) {
    e.rows = 0;
    return {};
  }
  const bool product = e.op == BinaryOperator::multiply || e.op == BinaryOperator::divide;
  if (e.op == BinaryOperator::divide && !scalar_right) {
    if (scalar_left) return "a number cannot be divided by an array";
    if (b.rows != b.columns) return "the divisor has no inverse: it is not square";
  }
  if (e.op == BinaryOperator::power) {
    const bool square = a.rows == a.columns;
    return square && scalar_right ? ""
                                  : "only a square array to the power (-1), its inverse, is one";
  }
  if (scalar_left || scalar_right) return {};
  const bool fits = product ? a.columns == b.rows : a.rows == b.rows && a.columns == b.columns;
  if (!fits) {
    return fmt::format("{} by {} and {} by {} do not fit", a.rows, a.columns, b.rows, b.columns);
  }
  if (product) e.columns = b.columns;
  return {};
}

}  // namespace

void Compiler::unknown_name(std::string_view name, const script::Location& location) {
  diagnostics_.add(location, fmt::format("{} is not created in this script{}", name,
                                         did_you_mean(name, program_.object_names())));
}

bool Compiler::is_unsupported(std::string_view name) const {
  const auto id = program_.find(name);
  return id && program_.objects[*id].type->support == TypeSupport::unsupported;
}

std::optional<ObjectId> Compiler::resource(std::string_view name, std::string_view type,
                                           const script::Location& location) {
  const auto id = program_.find(name);
  if (!id) {
    unknown_name(name, location);
    return std::nullopt;
  }
  const auto& found = *program_.objects[*id].type;
  if (found.name == type) return id;
  if (found.support == TypeSupport::used) {
    diagnostics_.add(location, fmt::format("{} is a {}; expected a {}", name, found.name, type));
  }
  return std::nullopt;
}

std::size_t Compiler::view(std::size_t spacecraft, FrameId frame) {
  const ViewInfo wanted{spacecraft, frame};
  const auto found = std::ranges::find(program_.views, wanted);
  if (found != program_.views.end()) {
    return static_cast<std::size_t>(found - program_.views.begin());
  }
  program_.views.push_back(wanted);
  return program_.views.size() - 1;
}

FrameId Compiler::frame_about(astro::Body body) {
  if (body == astro::Body::earth) return base_frame;
  auto frame = body_frame(body);
  if (const auto known = program_.find_frame(frame.name)) return *known;
  program_.frames.push_back(std::move(frame));
  return program_.frames.size() - 1;
}

std::optional<Expression> Compiler::expression(const script::Expression& source) {
  if (const auto* number = source.number()) return number_expression(number->value);
  if (const auto* string = source.string()) return text_expression(string->text);
  if (const auto* raw = source.raw_text()) return text_expression(raw->text);
  if (source.path() != nullptr) return path_expression(source);
  if (source.binary() != nullptr) return binary_expression(source);
  if (source.matrix() != nullptr) {
    diagnostics_.add(source.location,
                     "as in GMAT, only diag takes an array in brackets; elsewhere an Array is set "
                     "element by element, as in A(1,2) = 3");
    return std::nullopt;
  }
  if (const auto* unary = source.unary()) {
    auto operand = operand_expression(unary->operand.front());
    if (!operand || unary->op == script::UnaryOperator::plus) return operand;
    if (operand->type != ValueType::real && operand->type != ValueType::matrix) {
      diagnostics_.add(source.location, "expected a number or an array");
      return std::nullopt;
    }
    Expression result;
    result.kind = unary->op == script::UnaryOperator::minus ? Kind::negate : Kind::transpose;
    result.type = operand->type;
    result.rows = operand->rows;
    result.columns = operand->columns;
    if (result.kind == Kind::transpose && result.rows != 0) std::swap(result.rows, result.columns);
    result.operands.push_back(std::move(*operand));
    return result;
  }
  diagnostics_.add(source.location,
                   fmt::format("{} cannot stand in an expression here", script::to_text(source)));
  return std::nullopt;
}

std::optional<Expression> Compiler::real_expression(const script::Expression& source) {
  auto result = expression(source);
  if (!result) return std::nullopt;
  if (result->type == ValueType::real) return result;
  const bool may_be_one = result->rows == 0 || result->rows * result->columns == 1;
  if (result->type == ValueType::matrix && may_be_one) return result;
  diagnostics_.add(source.location, fmt::format("{} is not a number", script::to_text(source)));
  return std::nullopt;
}

std::optional<Expression> Compiler::binary_expression(const script::Expression& source) {
  const auto& binary = *source.binary();
  auto left = operand_expression(binary.operands[0]);
  auto right = operand_expression(binary.operands[1]);
  if (!left || !right) return std::nullopt;
  const bool text = left->type == ValueType::text || right->type == ValueType::text;
  const bool equality =
      binary.op == BinaryOperator::equal || binary.op == BinaryOperator::not_equal;
  if (left->type == ValueType::object || right->type == ValueType::object ||
      (text && !(equality && left->type == right->type))) {
    diagnostics_.add(
        source.location,
        fmt::format("{} cannot be applied to {} and {}", symbol(binary.op),
                    script::to_text(binary.operands[0]), script::to_text(binary.operands[1])));
    return std::nullopt;
  }
  Expression result;
  result.kind = Kind::binary;
  result.op = binary.op;
  const bool matrix = left->type == ValueType::matrix || right->type == ValueType::matrix;
  result.type = matrix && !is_comparison(binary.op) ? ValueType::matrix : ValueType::real;
  result.operands.push_back(std::move(*left));
  result.operands.push_back(std::move(*right));
  if (result.type != ValueType::matrix) return result;
  const auto problem = size_binary(result);
  if (problem.empty()) {
    // V'*W is a number.
    if (result.rows * result.columns == 1) result.type = ValueType::real;
    return result;
  }
  diagnostics_.add(source.location, fmt::format("{}: {}", script::to_text(source), problem));
  return std::nullopt;
}

std::optional<Expression> Compiler::path_expression(const script::Expression& source) {
  const auto& path = *source.path();
  if (path.is_call()) return call_expression(source);
  if (path.parts.size() > 1) return dotted_expression(source);
  const auto& name = path.parts.front().name;
  const auto id = program_.find(name);
  if (!id) {
    const auto* function = find_function(name);
    if (function != nullptr && function->arguments.empty()) {
      return function_expression(source, *function);
    }
    unknown_name(name, source.location);
    return std::nullopt;
  }
  const auto& object = program_.objects[*id];
  if (object.type->support == TypeSupport::unsupported) return std::nullopt;
  Expression result;
  result.object = *id;
  if (object.type->name == "Variable") {
    result.kind = Kind::field;
  } else if (object.type->name == "String") {
    result.kind = Kind::field;
    result.type = ValueType::text;
  } else if (object.type->name == "Array") {
    result.kind = Kind::field;
    result.type = object.rows * object.columns == 1 ? ValueType::real : ValueType::matrix;
    result.rows = object.rows;
    result.columns = object.columns;
    if (result.type == ValueType::real) {
      result.kind = Kind::element;
      result.operands = {number_expression(1), number_expression(1)};
    }
  } else {
    result.kind = Kind::object;
    result.type = ValueType::object;
  }
  return result;
}

std::optional<Expression> Compiler::call_expression(const script::Expression& source) {
  const auto& part = source.path()->parts.front();
  if (const auto id = program_.find(part.name)) return element_expression(source, *id);
  const auto* function = find_function(part.name);
  if (function == nullptr) {
    diagnostics_.add(source.location,
                     fmt::format("{} is neither an array nor a function the native engine has{}",
                                 part.name, did_you_mean(part.name, function_names())));
    return std::nullopt;
  }
  return function_expression(source, *function);
}

std::optional<Expression> Compiler::element_expression(const script::Expression& source,
                                                       ObjectId id) {
  const auto& part = source.path()->parts.front();
  const auto& object = program_.objects[id];
  if (object.type->support == TypeSupport::unsupported) return std::nullopt;
  if (object.type->name == "GmatFunction") {
    diagnostics_.add(source.location,
                     fmt::format("{} is a function; it is called in an assignment or by a command "
                                 "of its own",
                                 part.name));
    return std::nullopt;
  }
  std::vector<Expression> operands;
  for (const auto& argument : part.arguments) {
    auto operand = real_expression(argument);
    if (!operand) return std::nullopt;
    operands.push_back(std::move(*operand));
  }
  if (object.type->name != "Array" || operands.empty() || operands.size() > 2) {
    diagnostics_.add(source.location,
                     fmt::format("{} is no array with those subscripts", part.name));
    return std::nullopt;
  }
  if (operands.size() == 1) operands.insert(operands.begin(), number_expression(1));
  Expression result;
  result.kind = Kind::element;
  result.object = id;
  result.operands = std::move(operands);
  return result;
}

std::optional<Expression> Compiler::function_expression(const script::Expression& source,
                                                        const FunctionType& function) {
  const auto& arguments = source.path()->parts.front().arguments;
  const bool too_many = !arguments.empty() && argument_kind(function, arguments.size() - 1) == '\0';
  if (too_many || arguments.size() < least_arguments(function)) {
    diagnostics_.add(source.location,
                     fmt::format("{} takes {} argument(s), found {}", function.name,
                                 accepted_count(function), arguments.size()));
    return std::nullopt;
  }
  Expression result;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    auto operand = argument_expression(arguments[i], argument_kind(function, i), function);
    if (!operand) return std::nullopt;
    result.operands.push_back(std::move(*operand));
  }
  result.kind = Kind::call;
  result.function = &function;
  result.type = function.result;
  if (result.type == ValueType::matrix) size_result(result);
  return result;
}

std::optional<Expression> Compiler::argument_expression(const script::Expression& source, char kind,
                                                        const FunctionType& function) {
  if (kind == 'o' && !source.word().empty()) {
    // Bodies and GMAT's own coordinate systems are no resources of the script.
    if (!program_.find(source.word())) return text_expression(std::string(source.word()));
  }
  const bool is_diagonal = source.matrix() != nullptr && function.name == "diag";
  auto operand = is_diagonal ? matrix_expression(source) : operand_expression(source);
  if (!operand) return std::nullopt;
  const auto type = operand->type;
  const bool number = type == ValueType::real || type == ValueType::matrix;
  const bool fits = kind == 'o'   ? type == ValueType::object
                    : kind == 't' ? type == ValueType::text
                    : kind == 'e' ? type == ValueType::real || type == ValueType::text
                    : kind == 'a' ? type != ValueType::object
                                  : number;
  const bool scalar = kind != 'r' || operand->rows * operand->columns <= 1;
  if (fits && scalar) return operand;
  diagnostics_.add(source.location, fmt::format("{} takes {} here; {} is none", function.name,
                                                kind == 'o'   ? "a resource"
                                                : kind == 't' ? "text"
                                                : kind == 'm' ? "an array"
                                                : kind == 'r' ? "a number"
                                                              : "a number or text",
                                                script::to_text(source)));
  return std::nullopt;
}

std::optional<Expression> Compiler::matrix_expression(const script::Expression& source) {
  const auto& rows = source.matrix()->rows;
  Expression result;
  result.kind = Kind::matrix;
  result.type = ValueType::matrix;
  result.rows = rows.size();
  result.columns = rows.empty() ? 0 : rows.front().size();
  for (const auto& row : rows) {
    if (row.size() != result.columns) {
      diagnostics_.add(source.location, "the rows of an array are of different lengths");
      return std::nullopt;
    }
    for (const auto& item : row) {
      auto value = real_expression(item);
      if (!value) return std::nullopt;
      result.operands.push_back(std::move(*value));
    }
  }
  return result;
}

std::optional<Expression> Compiler::dotted_expression(const script::Expression& source) {
  const auto& path = *source.path();
  if (!path.is_plain()) {
    const auto& last = path.parts.back().name;
    const bool element =
        find_matrix_parameter(last) != nullptr || find_vector_parameter(last) != nullptr;
    diagnostics_.add(
        source.location,
        fmt::format("{}{}", script::to_text(path),
                    element ? ": as in GMAT, the matrix is first assigned to an Array, "
                              "whose elements can then be read"
                            : " is not supported by the native engine"));
    return std::nullopt;
  }
  const auto& first = path.parts.front().name;
  const auto id = program_.find(first);
  if (!id && astro::find_body(first)) return place_expression(path, source.location);
  if (!id) {
    unknown_name(first, source.location);
    return std::nullopt;
  }
  if (program_.objects[*id].type->support != TypeSupport::used) return std::nullopt;
  if (is_place(program_.objects[*id]) && find_place_parameter(path.parts.back().name)) {
    return place_expression(path, source.location);
  }
  if (program_.objects[*id].spacecraft) return spacecraft_expression(*id, path, source.location);
  const auto dotted = path.dotted();
  if (path.parts.size() == 2) {
    if (auto computed = computed_expression(*id, *id, path.parts[1].name)) return computed;
  }
  if (path.parts.size() == 3 && program_.objects[*id].type->name == "ImpulsiveBurn") {
    return burn_expression(*id, path, source.location);
  }
  return field_expression(*id, std::string_view(dotted).substr(first.size() + 1), source.location);
}

std::optional<Expression> Compiler::place_expression(const script::Path& path,
                                                     const script::Location& location) {
  const auto& name = path.parts.back().name;
  auto place = find_place_parameter(name);
  if (!place || path.parts.size() > 3) {
    diagnostics_.add(
        location, fmt::format("{}: {} is no parameter of a body or point; it has {}", path.dotted(),
                              name, fmt::join(place_parameter_names(), ", ")));
    return std::nullopt;
  }
  Expression result;
  result.kind = Kind::place;
  if (path.parts.size() == 3) {
    const auto frame = program_.find_frame(path.parts[1].name);
    if (!frame || place->format) {
      if (is_unsupported(path.parts[1].name)) return std::nullopt;
      diagnostics_.add(location,
                       place->format
                           ? fmt::format("{}: {} depends on nothing", path.dotted(), name)
                           : fmt::format("{} depends on a coordinate system; {} is none{}", name,
                                         path.parts[1].name,
                                         did_you_mean(path.parts[1].name, program_.frame_names())));
      return std::nullopt;
    }
    result.index = *frame;
  }
  place->point = path.parts.front().name;
  const auto id = program_.find(place->point);
  place->keeps_j2000 = id && program_.objects[*id].type->name != "GroundStation";
  if (place->format && place->format->gregorian) result.type = ValueType::text;
  result.place = std::move(*place);
  return result;
}

std::optional<Expression> Compiler::field_expression(ObjectId id, std::string_view field,
                                                     const script::Location& location) {
  const auto place = find_field(program_, id, field);
  const auto& object = program_.objects[id];
  if (is_hardware_template(id)) {
    diagnostics_.add(location, hardware_hint(id, field));
    return std::nullopt;
  }
  if (!place) {
    diagnostics_.add(location, fmt::format("{} has no field {}{}", object.type->name, field,
                                           did_you_mean(field, field_names(*object.type))));
    return std::nullopt;
  }
  const auto& info = program_.objects[place->object].type->fields[place->index];
  Expression result;
  result.kind = Kind::field;
  result.object = place->object;
  result.index = place->index;
  result.type = type_of_field(info);
  return result;
}

std::optional<FrameId> Compiler::dependency(const ParameterType& type, std::string_view name,
                                            const script::Location& location) {
  const auto body = astro::find_body(name);
  if (body && type.dependency == Dependency::body) return frame_about(*body);
  if (const auto frame = program_.find_frame(name)) {
    if (type.dependency == Dependency::frame) return frame;
    diagnostics_.add(location, fmt::format("{} depends on a body, in GMAT too; {} is a coordinate "
                                           "system. Name its origin instead, as Earth",
                                           type.name, name));
    return std::nullopt;
  }
  if (is_unsupported(name)) return std::nullopt;
  std::vector<std::string> accepted;
  if (type.dependency == Dependency::frame) {
    accepted = program_.frame_names();
  } else {
    for (const auto& known : astro::all_bodies()) accepted.emplace_back(known.name);
  }
  diagnostics_.add(location,
                   fmt::format("{} depends on a {}; {} is none{}", type.name,
                               type.dependency == Dependency::frame ? "coordinate system" : "body",
                               name, did_you_mean(name, accepted)));
  return std::nullopt;
}

std::optional<Expression> Compiler::spacecraft_expression(ObjectId id, const script::Path& path,
                                                          const script::Location& location) {
  const auto& last = path.parts.back().name;
  if (const auto* block = find_matrix_parameter(last)) {
    return block_expression(id, *block, path, location);
  }
  if (const auto* vector = find_vector_parameter(last)) {
    return vector_expression(id, *vector, path, location);
  }
  if (const auto* refused = find_refused_parameter(last)) {
    diagnostics_.add(location, fmt::format("{}: the native engine has no {}: {}", path.dotted(),
                                           last, refused->doc));
    return std::nullopt;
  }
  auto owned = path.parts.size() == 3 ? program_.find(path.parts[0].name + "." + path.parts[1].name)
                                      : std::optional<ObjectId>();
  if (path.parts.size() == 3 && !owned) {
    const auto forces = program_.find(path.parts[1].name);
    if (forces && program_.objects[*forces].type->name == "ForceModel") owned = forces;
  }
  if (path.parts.size() == 2 || owned) {
    if (auto computed = computed_expression(id, owned.value_or(id), last)) return computed;
  }
  if (owned) return field_expression(*owned, last, location);
  const auto* type = find_parameter_type(last);
  if (type == nullptr || path.parts.size() > 3) {
    const auto dotted = path.dotted();
    const auto field = std::string_view(dotted).substr(path.parts.front().name.size() + 1);
    if (const auto place = find_field(program_, id, field)) {
      const auto& found = program_.objects[place->object].type->fields[place->index];
      if (found.kind != FieldKind::reals) return field_expression(id, field, location);
      diagnostics_.add(location, fmt::format("{}: can be set but not read, in GMAT neither; its "
                                             "numbers are parameters of their own",
                                             dotted));
      return std::nullopt;
    }
    if (path.parts.size() == 3 && is_unsupported(path.parts[1].name)) return std::nullopt;
    auto names = parameter_names();
    for (auto& name : field_names(*program_.objects[id].type)) names.push_back(std::move(name));
    diagnostics_.add(location, fmt::format("{}: the native engine has no parameter or field {}{}",
                                           dotted, last, did_you_mean(last, names)));
    return std::nullopt;
  }
  // GMAT's default, save for planetodetic elements.
  std::optional<FrameId> frame = last.starts_with("Planetodetic") ? earth_fixed_frame : base_frame;
  if (path.parts.size() == 3) {
    if (type->dependency == Dependency::none) {
      diagnostics_.add(location, fmt::format("{}: {} depends on nothing", path.dotted(), last));
      return std::nullopt;
    }
    frame = dependency(*type, path.parts[1].name, location);
  }
  if (!frame) return std::nullopt;
  Expression result;
  result.kind = Kind::parameter;
  result.parameter = type;
  result.object = id;
  result.index = view(*program_.objects[id].spacecraft, *frame);
  program_.parameters.push_back({type, result.index});
  result.type = type->kind == ParameterKind::gregorian ? ValueType::text : ValueType::real;
  return result;
}

std::optional<Target> Compiler::target(const script::Expression& source) {
  const auto* path = source.path();
  if (path == nullptr) {
    diagnostics_.add(source.location,
                     fmt::format("{} cannot be assigned to", script::to_text(source)));
    return std::nullopt;
  }
  const auto& first = path->parts.front().name;
  const auto id = program_.find(first);
  if (!id) {
    unknown_name(first, source.location);
    return std::nullopt;
  }
  const auto& object = program_.objects[*id];
  if (object.type->support != TypeSupport::used) return std::nullopt;
  Target result;
  result.object = *id;
  if (path->is_call()) {
    auto element = call_expression(source);
    if (!element || element->kind != Kind::element) return std::nullopt;
    result.kind = Target::Kind::element;
    result.subscripts = std::move(element->operands);
    return result;
  }
  if (path->parts.size() > 1) return field_target(*id, *path, source.location);
  const bool value = object.type->name == "Variable" || object.type->name == "String";
  result.kind = value ? Target::Kind::field : Target::Kind::object;
  return result;
}

std::optional<Target> Compiler::field_target(ObjectId id, const script::Path& path,
                                             const script::Location& location) {
  if (path.parts.size() == 3) {
    // Makes the axes about that body known, should the element be settable in
    // them.
    if (const auto body = astro::find_body(path.parts[1].name)) frame_about(*body);
  }
  if (is_hardware_template(id)) {
    diagnostics_.add(location, hardware_hint(id, path.parts.back().name));
    return std::nullopt;
  }
  const auto& type = program_.objects[id].type->name;
  if (type == "Propagator" || type == "ForceModel") {
    diagnostics_.add(location, fmt::format("{}: GMAT does not let a {} be changed in the mission "
                                           "sequence; set it before BeginMissionSequence",
                                           path.dotted(), type));
    return std::nullopt;
  }
  const auto* block = find_matrix_parameter(path.parts.back().name);
  if (block != nullptr && program_.objects[id].spacecraft && path.parts.size() == 2) {
    if (block->size == 6) return Target{.kind = Target::Kind::transition, .object = id};
    diagnostics_.add(location, fmt::format("{} cannot be set, in GMAT neither; {}.OrbitSTM can",
                                           path.dotted(), path.parts.front().name));
    return std::nullopt;
  }
  auto problem = problem_with_setting(id, path);
  if (!problem.empty()) {
    diagnostics_.add(location, problem);
    return std::nullopt;
  }
  auto result = find_target(program_, id, path, problem);
  if (result && program_.objects[id].spacecraft && result->kind == Target::Kind::field &&
      result->object == id) {
    const auto& name = program_.objects[id].type->fields[result->index].name;
    if (name.size() == 2 && name.front() == 'Q') {
      result.reset();
      problem = fmt::format(
          "{}: an element of a quaternion cannot be set in the mission sequence, "
          "in GMAT neither; the Euler angles can",
          path.dotted());
    }
  }
  if (result && !may_change_in_sequence(*result)) {
    problem = fmt::format(
        "{}: GMAT does not let this field be changed in the mission sequence; set it before "
        "BeginMissionSequence",
        path.dotted());
    result.reset();
  }
  if (!result) diagnostics_.add(location, problem);
  return result;
}

bool Compiler::may_change_in_sequence(const Target& target) const {
  const auto& type = *program_.objects[target.object].type;
  // GMAT takes Element1 to Element3 for those of a burn.
  if (target.kind == Target::Kind::orbit) return target.label != nullptr || target.index >= 3;
  return target.kind != Target::Kind::field ||
         mission::may_change_in_sequence(type.name, type.fields[target.index]);
}

namespace {

/// What an element of the orbit is set in: `Sat.Luna.SMA`, `Sat.MoonFixed.X`. Nothing, with the
/// problem, for a dependency of the wrong kind, which GMAT refuses too.
std::optional<FrameId> element_frame(const Program& program, const ElementLabel& label,
                                     std::string_view name, std::string& problem) {
  const auto* parameter = find_parameter_type(label.name);
  const bool of_body = parameter != nullptr && parameter->dependency == Dependency::body;
  const auto body = astro::find_body(name);
  const auto frame = program.find_frame(name);
  if (of_body && body) {
    return *body == astro::Body::earth ? base_frame : program.find_frame(body_frame(*body).name);
  }
  if (!of_body && frame) return frame;
  if (of_body ? frame.has_value() : body.has_value()) {
    problem = fmt::format("{} depends on a {}, in GMAT too; {} is a {}", label.name,
                          of_body ? "body" : "coordinate system", name,
                          of_body ? "coordinate system" : "body");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Target> find_target(const Program& program, ObjectId id, const script::Path& path,
                                  std::string& problem) {
  const auto dotted = path.dotted();
  const auto& object = program.objects[id];
  const auto field = std::string_view(dotted).substr(path.parts.front().name.size() + 1);
  const auto& last = path.parts.back().name;
  Target result;
  result.object = id;
  if (object.spacecraft) {
    const bool epoch_form = path.parts.size() == 2 || path.parts[1].name == "Epoch";
    if (const auto format = astro::parse_epoch_format(last); format && epoch_form) {
      result.kind = Target::Kind::epoch;
      result.format = format;
      return result;
    }
    const auto* label = find_element_label(last);
    if (label != nullptr && path.parts.size() == 3) {
      const auto frame = element_frame(program, *label, path.parts[1].name, problem);
      if (!problem.empty()) return std::nullopt;
      if (frame) {
        result.kind = Target::Kind::orbit;
        result.label = label;
        result.frame = *frame;
        return result;
      }
    }
  }
  const auto place = find_field(program, id, field);
  if (!place) {
    problem = fmt::format("{} has no field {}{}", object.type->name, field,
                          did_you_mean(field, field_names(*object.type)));
    return std::nullopt;
  }
  const auto& info = program.objects[place->object].type->fields[place->index];
  if (info.support == FieldSupport::read_only) {
    problem = fmt::format("{} is computed and cannot be set", dotted);
    return std::nullopt;
  }
  result.object = place->object;
  result.index = place->index;
  if (info.kind == FieldKind::epoch) result.kind = Target::Kind::epoch;
  if (info.kind == FieldKind::orbit) {
    result.kind = Target::Kind::orbit;
    result.label = find_element_label(info.name);
    if (result.label == nullptr) result.index = static_cast<std::size_t>(info.name.back() - '1');
  }
  return result;
}

}  // namespace gmat_sweep::mission
