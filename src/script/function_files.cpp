#include "script/function_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "script/commands.hpp"
#include "script/parser.hpp"

namespace gmat_sweep::script {
namespace {

namespace fs = std::filesystem;

using Names = std::map<std::string, std::string, std::less<>>;

/// The type of an argument: that of the resource which takes it.
struct ArgumentType {
  std::string type;
  std::vector<Expression> dimensions;

  std::string key() const {
    std::string result = type;
    for (const auto& one : dimensions) {
      if (one.number() != nullptr) result += ',' + one.number()->text;
    }
    return result;
  }
};

bool ends_with_gregorian(const Path& path) { return path.parts.back().name.ends_with("Gregorian"); }

/// What every part of a program may use without a declaration.
bool is_always_global(std::string_view type) {
  return type == "CoordinateSystem" || type == "Propagator" || type == "PropSetup" ||
         type.ends_with("Function");
}

/// Calls `visit` on every expression of the commands, conditions and outputs included.
template <class Visit>
void for_each_expression(std::vector<Command>& commands, const Visit& visit) {
  for (auto& command : commands) {
    for (auto& argument : command.arguments) visit(argument);
    for (auto& output : command.outputs) visit(output);
    for_each_expression(command.body, visit);
    for (auto& branch : command.else_branches) {
      if (branch.condition) visit(*branch.condition);
      for_each_expression(branch.body, visit);
    }
  }
}

template <class Visit>
void for_each_command(const std::vector<Command>& commands, const Visit& visit) {
  for (const auto& command : commands) {
    visit(command);
    for_each_command(command.body, visit);
    for (const auto& branch : command.else_branches) for_each_command(branch.body, visit);
  }
}

std::set<std::string> globals_of(const std::vector<Command>& commands) {
  std::set<std::string> names;
  for_each_command(commands, [&](const Command& command) {
    if (command.keyword != "Global") return;
    for (const auto& name : command.arguments) names.insert(std::string(name.word()));
  });
  return names;
}

/// Calls `visit` on every path within an expression, the innermost last. The name at the left of an
/// option, `{Tolerance = 0.1}`, is none.
template <class Visit>
void for_each_path(Expression& expression, const Visit& visit, bool option = false) {
  if (auto* path = std::get_if<Path>(&expression.node)) {
    visit(*path, expression.location);
    for (auto& part : path->parts) {
      for (auto& argument : part.arguments) for_each_path(argument, visit);
    }
  } else if (auto* unary = std::get_if<Unary>(&expression.node)) {
    for (auto& operand : unary->operand) for_each_path(operand, visit);
  } else if (auto* binary = std::get_if<Binary>(&expression.node)) {
    const bool named_option =
        option && binary->op == BinaryOperator::set && !binary->operands[0].word().empty();
    if (!named_option) for_each_path(binary->operands[0], visit);
    for_each_path(binary->operands[1], visit);
  } else if (auto* list = std::get_if<List>(&expression.node)) {
    for (auto& item : list->items) for_each_path(item, visit, true);
  } else if (auto* matrix = std::get_if<Matrix>(&expression.node)) {
    for (auto& row : matrix->rows) {
      for (auto& item : row) for_each_path(item, visit);
    }
  } else if (auto* range = std::get_if<Range>(&expression.node)) {
    for (auto& bound : range->bounds) for_each_path(bound, visit);
  }
}

void move_file(Location& location, std::uint32_t first_file) {
  if (location.line > 0) location.file += first_file;
}

void move_file(Expression& expression, std::uint32_t first_file) {
  move_file(expression.location, first_file);
  std::visit(
      [first_file](auto& node) {
        using Node = std::decay_t<decltype(node)>;
        const auto each = [first_file](std::vector<Expression>& items) {
          for (auto& item : items) move_file(item, first_file);
        };
        if constexpr (std::is_same_v<Node, Path>) {
          for (auto& part : node.parts) each(part.arguments);
        } else if constexpr (std::is_same_v<Node, Unary>) {
          each(node.operand);
        } else if constexpr (std::is_same_v<Node, Binary>) {
          each(node.operands);
        } else if constexpr (std::is_same_v<Node, List>) {
          each(node.items);
        } else if constexpr (std::is_same_v<Node, Matrix>) {
          for (auto& row : node.rows) each(row);
        } else if constexpr (std::is_same_v<Node, Range>) {
          each(node.bounds);
        }
      },
      expression.node);
}

void move_files(std::vector<Command>& commands, std::uint32_t first_file) {
  for (auto& command : commands) {
    move_file(command.location, first_file);
    move_file(command.end_location, first_file);
    for (auto& argument : command.arguments) move_file(argument, first_file);
    for (auto& output : command.outputs) move_file(output, first_file);
    move_files(command.body, first_file);
    for (auto& branch : command.else_branches) {
      move_file(branch.location, first_file);
      if (branch.condition) move_file(*branch.condition, first_file);
      move_files(branch.body, first_file);
    }
  }
}

/// Files count from `first_file` on, as they will stand in the script that takes them.
void move_files(Script& script, std::uint32_t first_file) {
  if (script.function) move_file(script.function->location, first_file);
  for (auto& file : script.files) move_file(file.included_at, first_file);
  for (auto& resource : script.resources) {
    move_file(resource.location, first_file);
    for (auto& one : resource.dimensions) move_file(one, first_file);
  }
  for (auto& assignment : script.assignments) {
    move_file(assignment.location, first_file);
    move_file(assignment.target, first_file);
    move_file(assignment.value, first_file);
  }
  move_files(script.commands, first_file);
}

class FunctionIncluder {
 public:
  FunctionIncluder(Script script, std::span<const fs::path> folders)
      : script_(std::move(script)), folders_(folders) {}

  Script run() {
    globals_ = globals_of(script_.commands);
    auto commands = std::exchange(script_.commands, {});
    rewrite(commands);
    script_.commands = std::move(commands);
    return std::move(script_);
  }

 private:
  /// A function's file, as read.
  struct File {
    std::optional<Script> script;  ///< none when it could not be read
    std::uint32_t first_file = 0;
  };

  void fault(Location location, std::string text) {
    script_.faults.push_back({location, std::move(text)});
  }

  const Resource* find_resource(std::string_view name) const { return script_.find_resource(name); }

  void rewrite(std::vector<Command>& commands);
  void rewrite_call(Command& command);
  void hoist(Expression& expression, std::vector<Command>& before);
  bool is_function(std::string_view name, Location location);
  const File& file_of(const std::string& name, Location location);
  std::optional<fs::path> find_file(const std::string& name, Location location) const;
  std::optional<ArgumentType> type_of(const Expression& argument) const;
  std::optional<std::size_t> instance(const std::string& name,
                                      const std::vector<Expression>& arguments, Location location);
  std::size_t make_instance(const std::string& name, const Script& file,
                            const std::vector<ArgumentType>& types);
  void take_in(Script file, const std::string& label, std::size_t index,
               const std::vector<ArgumentType>& types);
  void rename(Expression& expression, const Names& names, const std::set<std::string>& globals);
  std::string name_output(std::size_t index, Location location);

  Script script_;
  std::span<const fs::path> folders_;
  std::set<std::string> globals_;
  std::map<std::string, File> files_;
  std::map<std::string, std::size_t> instances_;  ///< by name and types
  std::map<std::string, int> instance_counts_;
  std::vector<std::string> open_;  ///< the functions being taken in
  int results_ = 0;
};

/// Takes the calls of a block in hand, the blocks within too.
void FunctionIncluder::rewrite(std::vector<Command>& commands) {
  std::vector<Command> result;
  for (auto& command : commands) {
    const bool lone_word = command.kind == CommandKind::unknown &&
                           command.text.ends_with(command.keyword) &&
                           is_function(command.keyword, command.location);
    if (lone_word) {
      command.kind = CommandKind::call_function;
      command.arguments = {
          {Path{{PathPart{std::move(command.keyword), false, {}}}}, command.location}};
      command.keyword.clear();
    }
    if (command.kind == CommandKind::call_function) {
      rewrite_call(command);
    } else if (command.kind == CommandKind::assignment && command.arguments.size() == 2) {
      hoist(command.arguments[1], result);
    }
    rewrite(command.body);
    for (auto& branch : command.else_branches) rewrite(branch.body);
    result.push_back(std::move(command));
  }
  commands = std::move(result);
}

void FunctionIncluder::rewrite_call(Command& command) {
  auto* path = std::get_if<Path>(&command.arguments.front().node);
  if (path == nullptr || path->parts.size() != 1) return;
  auto& part = path->parts.front();
  if (!is_function(part.name, command.location)) return;
  const auto index = instance(part.name, part.arguments, command.location);
  if (!index) return;
  const auto& function = script_.functions[*index];
  if (command.outputs.size() > function.outputs.size()) {
    fault(command.location, fmt::format("{} has {} output(s), found {}", part.name,
                                        function.outputs.size(), command.outputs.size()));
  }
  part.name = "@" + std::to_string(*index);
}

/// Puts the calls within an equation before it; their places are taken by what they return.
void FunctionIncluder::hoist(Expression& expression, std::vector<Command>& before) {
  for_each_path(expression, [&](Path& path, Location location) {
    if (path.parts.size() != 1 || path.parts.front().name.starts_with('@')) return;
    auto& part = path.parts.front();
    if (!part.has_arguments && find_resource(part.name) != nullptr &&
        !find_resource(part.name)->type.ends_with("Function")) {
      return;
    }
    if (!is_function(part.name, location)) return;
    const auto index = instance(part.name, part.arguments, location);
    if (!index) return;
    if (script_.functions[*index].outputs.size() != 1) {
      return fault(location, fmt::format("{} has {} outputs; one in an equation has a single one",
                                         part.name, script_.functions[*index].outputs.size()));
    }
    Command call;
    call.kind = CommandKind::call_function;
    call.location = location;
    call.arguments = {
        {Path{{PathPart{"@" + std::to_string(*index), true, part.arguments}}}, location}};
    const auto result = name_output(*index, location);
    call.outputs = {{Path{{PathPart{result, false, {}}}}, location}};
    before.push_back(std::move(call));
    part = PathPart{result, false, {}};
  });
}

/// A resource for what one call in an equation returns.
std::string FunctionIncluder::name_output(std::size_t index, Location location) {
  const auto& output = script_.functions[index].outputs.front();
  const auto* formal = find_resource(output);
  Resource result = formal != nullptr ? *formal : Resource{"Variable", {}, {}, location, 0};
  result.name = fmt::format("result{}@{}", ++results_, script_.functions[index].name);
  result.location = location;
  script_.resources.push_back(result);
  return result.name;
}

/// Whether a name is that of a function in a file: a GmatFunction, or a name that is nothing else
/// and has a file.
bool FunctionIncluder::is_function(std::string_view name, Location location) {
  if (const auto* resource = find_resource(name)) return resource->type == "GmatFunction";
  return find_file(std::string(name), location).has_value();
}

std::optional<fs::path> FunctionIncluder::find_file(const std::string& name,
                                                    Location location) const {
  const auto file_name = name + ".gmf";
  const auto base = script_.files.front().path.parent_path();
  std::vector<fs::path> places;
  for (const auto& assignment : script_.assignments) {
    const auto* path = assignment.target.path();
    if (path == nullptr || path->dotted() != name + ".FunctionPath") continue;
    const auto* text = assignment.value.string();
    std::string given = text != nullptr ? text->text : assignment.raw_value;
    std::ranges::replace(given, '\\', '/');
    places.push_back(base / given);
    places.push_back(base / fs::path(given).filename());
  }
  places.push_back(script_.files[location.file].path.parent_path() / file_name);
  places.push_back(base / file_name);
  for (const auto& folder : folders_) places.push_back(folder / file_name);
  for (const auto& place : places) {
    std::error_code ignored;
    if (fs::is_regular_file(place, ignored)) return place;
  }
  return std::nullopt;
}

const FunctionIncluder::File& FunctionIncluder::file_of(const std::string& name,
                                                        Location location) {
  if (const auto found = files_.find(name); found != files_.end()) return found->second;
  auto& file = files_[name];
  const auto path = find_file(name, location);
  if (!path) {
    fault(location, fmt::format("there is no file {}.gmf for the function {}: it is looked for "
                                "where FunctionPath says, beside the script and in the folders of "
                                "--function-path",
                                name, name));
    return file;
  }
  try {
    auto script = parse_file(*path);
    if (!script.function) {
      fault(location, fmt::format("{} does not begin with 'function'", path->string()));
      return file;
    }
    file.first_file = static_cast<std::uint32_t>(script_.files.size());
    move_files(script, file.first_file);
    std::ranges::copy(script.files, std::back_inserter(script_.files));
    script_.files[file.first_file].included_at = location;
    file.script = std::move(script);
  } catch (const ScriptError& error) {
    fault(location, fmt::format("the function {} cannot be read:\n{}", name, error.what()));
  }
  return file;
}

std::optional<ArgumentType> FunctionIncluder::type_of(const Expression& argument) const {
  if (argument.number() != nullptr) return ArgumentType{"Variable", {}};
  if (argument.string() != nullptr) return ArgumentType{"String", {}};
  const auto* path = argument.path();
  if (path == nullptr) return std::nullopt;
  if (path->is_call()) {
    const auto* array = find_resource(path->parts.front().name);
    if (array == nullptr || array->type.ends_with("Function")) return std::nullopt;
    return ArgumentType{"Variable", {}};
  }
  if (path->parts.size() > 1) {
    return ArgumentType{ends_with_gregorian(*path) ? "String" : "Variable", {}};
  }
  const auto* resource = find_resource(path->parts.front().name);
  if (resource == nullptr) return ArgumentType{"Variable", {}};  // the call itself is refused
  return ArgumentType{resource->type, resource->dimensions};
}

std::optional<std::size_t> FunctionIncluder::instance(const std::string& name,
                                                      const std::vector<Expression>& arguments,
                                                      Location location) {
  const auto& file = file_of(name, location);
  if (!file.script) return std::nullopt;
  const auto& header = *file.script->function;
  if (arguments.size() != header.inputs.size()) {
    fault(location, fmt::format("{} takes {} argument(s), found {}", name, header.inputs.size(),
                                arguments.size()));
    return std::nullopt;
  }
  std::vector<ArgumentType> types;
  std::string key = name;
  for (const auto& argument : arguments) {
    const auto type = type_of(argument);
    if (!type) {
      fault(argument.location, fmt::format("{}: an argument is a number, text, a resource, a field "
                                           "or an element, not an equation",
                                           name));
      return std::nullopt;
    }
    types.push_back(*type);
    key += '|' + type->key();
  }
  if (std::ranges::find(open_, name) != open_.end()) {
    fault(location, fmt::format("the function {} comes to call itself", name));
    return std::nullopt;
  }
  if (const auto found = instances_.find(key); found != instances_.end()) return found->second;
  const auto index = make_instance(name, *file.script, types);
  instances_.emplace(std::move(key), index);
  return index;
}

std::size_t FunctionIncluder::make_instance(const std::string& name, const Script& file,
                                            const std::vector<ArgumentType>& types) {
  const auto index = script_.functions.size();
  const auto number = ++instance_counts_[name];
  Function function;
  function.name = number == 1 ? name : fmt::format("{}_{}", name, number);
  function.location = file.function->location;
  const auto label = function.name;
  script_.functions.push_back(std::move(function));
  open_.push_back(name);
  take_in(file, label, index, types);
  open_.pop_back();
  return index;
}

void FunctionIncluder::take_in(Script file, const std::string& label, std::size_t index,
                               const std::vector<ArgumentType>& types) {
  const auto& header = *file.function;
  Function made = script_.functions[index];
  Names names;
  const auto local = [&](const std::string& name) -> const std::string& {
    return names.emplace(name, name + "@" + label).first->second;
  };
  for (auto& resource : file.resources) {
    const bool function = resource.type.ends_with("Function");
    if (function && find_resource(resource.name) != nullptr) continue;
    if (!function) {
      resource.name = local(resource.name);
      made.locals.push_back(resource.name);
    }
    script_.resources.push_back(std::move(resource));
  }
  for (std::size_t i = 0; i < header.inputs.size(); ++i) {
    // What the function creates under an input's name is fresh, and the argument is not used.
    if (names.contains(header.inputs[i])) {
      made.inputs.emplace_back();
      continue;
    }
    made.inputs.push_back(local(header.inputs[i]));
    made.locals.push_back(made.inputs.back());
    script_.resources.push_back({types[i].type, made.inputs.back(), types[i].dimensions,
                                 header.location, script_.resources.size()});
  }
  const auto globals = globals_of(file.commands);
  for (const auto& name : globals) names.erase(name);
  for (const auto& output : header.outputs) {
    const auto found = names.find(output);
    if (found == names.end() && !globals.contains(output)) {
      fault(header.location,
            fmt::format("the function {} does not create its output {}", header.name, output));
      continue;
    }
    made.outputs.push_back(found != names.end() ? found->second : output);
  }
  for (auto& assignment : file.assignments) {
    rename(assignment.target, names, globals);
    const auto word = std::string(assignment.value.word());
    rename(assignment.value, names, globals);
    if (names.contains(word)) assignment.raw_value = std::string(assignment.value.word());
    script_.assignments.push_back(std::move(assignment));
  }
  for_each_expression(file.commands,
                      [&](Expression& expression) { rename(expression, names, globals); });
  rewrite(file.commands);
  made.body = std::move(file.commands);
  script_.functions[index] = std::move(made);
}

void FunctionIncluder::rename(Expression& expression, const Names& names,
                              const std::set<std::string>& globals) {
  for_each_path(expression, [&](Path& path, Location location) {
    for (std::size_t i = 0; i < path.parts.size(); ++i) {
      auto& name = path.parts[i].name;
      if (const auto found = names.find(name); found != names.end()) {
        const bool coordinate_system = i == 0 || i + 1 < path.parts.size();
        if (coordinate_system) name = found->second;
        continue;
      }
      if (i > 0) continue;
      const auto* resource = find_resource(name);
      if (resource == nullptr || is_always_global(resource->type)) continue;
      if (name.find('@') != std::string::npos) continue;
      if (globals.contains(name) && globals_.contains(name)) continue;
      fault(location, fmt::format("{} is not known in this function: pass it, or declare it Global "
                                  "both here and in the script",
                                  name));
    }
  });
}

}  // namespace

bool Function::operator==(const Function&) const = default;

Script include_functions(Script script, std::span<const fs::path> folders) {
  if (script.function) return script;
  return FunctionIncluder(std::move(script), folders).run();
}

std::string display_name(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '@') {
      result += name[i];
      continue;
    }
    const auto is_part = [&](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    };
    while (i + 1 < name.size() && is_part(name[i + 1])) ++i;
  }
  return result;
}

}  // namespace gmat_sweep::script
