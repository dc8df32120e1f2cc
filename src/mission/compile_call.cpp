#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "mission/compiler.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {
namespace {

script::Expression name_expression(std::string name, const script::Location& location) {
  return {script::Path{{script::PathPart{std::move(name), false, {}}}}, location};
}

}  // namespace

/// The bodies of the functions in files. Their resources are among the script's.
void Compiler::compile_functions() {
  for (const auto& source : script_.functions) {
    FunctionInfo made;
    made.name = source.name;
    for (const auto& name : source.locals) {
      if (const auto id = program_.find(name)) made.locals.push_back(*id);
    }
    made.first_propagate = program_.propagate_count;
    function_prefix_ = source.name + ".";
    command_counts_.clear();
    made.body = block(source.body);
    made.last_propagate = program_.propagate_count;
    program_.functions.push_back(std::move(made));
  }
  function_prefix_.clear();
  command_counts_.clear();
}

void Compiler::call_command(const script::Command& source, std::vector<Command>& out) {
  const auto& name = source.arguments.front().path()->parts.front().name;
  if (!name.starts_with('@')) return built_in_call(source, out);
  std::size_t function = 0;
  std::from_chars(name.data() + 1, name.data() + name.size(), function);
  function_call(source, function, out);
}

void Compiler::built_in_call(const script::Command& source, std::vector<Command>& out) {
  const auto& call = source.arguments.front();
  const auto& name = call.path()->parts.front().name;
  // A GmatFunction's file, when it is missing, was spoken of already.
  if (program_.find(name)) return;
  if (name == "Pause" || name == "pause") return;
  if (name == "GetEphemStates" || name == "GetLastState") {
    diagnostics_.add(source.location,
                     fmt::format("{} is not supported by the native engine", name));
    return;
  }
  auto value = expression(call);
  if (!value) return;
  if (value->function == nullptr) {
    diagnostics_.add(source.location, fmt::format("{} is no call", script::to_text(call)));
    return;
  }
  const std::size_t most = value->function->second != nullptr ? 2 : 1;
  if (source.outputs.size() > most) {
    diagnostics_.add(source.location, fmt::format("{} has {} output(s), found {}", name, most,
                                                  source.outputs.size()));
    return;
  }
  if (source.outputs.empty()) {
    out.push_back({EvaluateCommand{std::move(*value)}, source.location});
    return;
  }
  for (std::size_t i = 0; i < source.outputs.size(); ++i) {
    auto made = transfer(source.outputs[i], call);
    if (!made) continue;
    made->value.second_output = i == 1;
    out.push_back({std::move(*made), source.location});
  }
}

/// `to = from`, as an assignment has it.
std::optional<AssignCommand> Compiler::transfer(const script::Expression& to,
                                                const script::Expression& from) {
  auto left = target(to);
  if (!left) return std::nullopt;
  auto right = assigned_value(*left, from);
  if (!right) return std::nullopt;
  return AssignCommand{std::move(*left), std::move(*right)};
}

void Compiler::function_call(const script::Command& source, std::size_t function,
                             std::vector<Command>& out) {
  const auto& called = script_.functions[function];
  const auto& arguments = source.arguments.front().path()->parts.front().arguments;
  CallCommand result;
  result.function = function;
  for (std::size_t i = 0; i < arguments.size() && i < called.inputs.size(); ++i) {
    if (called.inputs[i].empty()) continue;
    const auto location = arguments[i].location;
    auto made = transfer(name_expression(called.inputs[i], location), arguments[i]);
    if (made) result.inputs.push_back(std::move(*made));
  }
  for (std::size_t i = 0; i < source.outputs.size() && i < called.outputs.size(); ++i) {
    const auto location = source.outputs[i].location;
    auto made = transfer(source.outputs[i], name_expression(called.outputs[i], location));
    if (made) result.outputs.push_back(std::move(*made));
  }
  out.push_back({std::move(result), source.location});
}

void Compiler::global_command(const script::Command& source) {
  for (const auto& name : source.arguments) {
    if (!program_.find(name.word())) unknown_name(name.word(), name.location);
  }
}

}  // namespace gmat_sweep::mission
