#include "script/views.hpp"

#include <algorithm>
#include <array>

namespace gmat_sweep::script {
namespace {

std::vector<const Expression*> pointers_to(const std::vector<Expression>& items) {
  std::vector<const Expression*> pointers;
  pointers.reserve(items.size());
  for (const Expression& item : items) pointers.push_back(&item);
  return pointers;
}

/// Options stand in braces, or one stands alone without.
void append_options(const Expression& options, std::vector<const Expression*>& items) {
  if (options.list() == nullptr) {
    items.push_back(&options);
    return;
  }
  for (const Expression& item : options.list()->items) items.push_back(&item);
}

/// The options of a Propagate share their braces with the stopping conditions: a stop is of a
/// spacecraft's field, an option has a bare name.
void append_stops(const List& list, PropagateView& view) {
  for (const Expression& item : list.items) {
    const Expression* name = item.setting().first;
    const bool option = name != nullptr && !name->word().empty();
    (option ? view.options : view.stops).push_back(&item);
  }
}

std::string_view matrix_name(const Expression& argument) {
  constexpr std::array<std::string_view, 3> matrices{"STM", "AMatrix", "Covariance"};
  const std::string_view name =
      argument.string() != nullptr ? std::string_view(argument.string()->text) : argument.word();
  return std::ranges::find(matrices, name) != matrices.end() ? name : std::string_view{};
}

PropagateGroup read_group(const Expression& argument, bool back_prop, PropagateView& view) {
  const Unary* minus = argument.unary();
  const Expression& call = minus != nullptr ? minus->operand.front() : argument;
  const Path& path = std::get<Path>(call.node);
  PropagateGroup group;
  group.propagator = path.parts.front().name;
  group.back_prop = back_prop || minus != nullptr;
  group.location = argument.location;
  for (const Expression& inside : path.parts.front().arguments) {
    const std::string_view matrix = matrix_name(inside);
    if (const List* stops = inside.list()) {
      append_stops(*stops, view);
    } else if (!matrix.empty() && !group.spacecraft.empty()) {
      group.matrices.emplace_back(matrix);
    } else {
      group.spacecraft.push_back(&inside);
    }
  }
  return group;
}

}  // namespace

PropagateView view_propagate(const Command& command) {
  PropagateView view;
  bool back_prop = false;
  for (const Expression& argument : command.arguments) {
    if (const List* stops = argument.list()) {
      append_stops(*stops, view);
    } else if (argument.word() == "BackProp") {
      back_prop = true;
    } else if (!argument.word().empty()) {
      view.mode = argument.word();
    } else {
      view.groups.push_back(read_group(argument, back_prop, view));
    }
  }
  return view;
}

SolverGoalView view_solver_goal(const Command& command) {
  const PathPart& call = command.arguments.front().path()->parts.front();
  SolverGoalView view;
  view.solver = call.name;
  view.goal = &call.arguments.front();
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    append_options(call.arguments[i], view.options);
  }
  return view;
}

SolverView view_solver(const Command& command) {
  SolverView view;
  view.solver = command.arguments.front().word();
  for (std::size_t i = 1; i < command.arguments.size(); ++i) {
    append_options(command.arguments[i], view.options);
  }
  return view;
}

BurnView view_burn(const Command& command) {
  BurnView view;
  view.back_prop = command.arguments.size() > 1;
  const PathPart& call = command.arguments.back().path()->parts.front();
  view.burn = call.name;
  view.spacecraft = pointers_to(call.arguments);
  return view;
}

ForView view_for(const Command& command) {
  const auto [variable, bounds] = command.arguments.front().setting();
  const std::vector<Expression>& range = bounds->range()->bounds;
  return {.variable = variable,
          .start = &range.front(),
          .step = range.size() == 3 ? &range[1] : nullptr,
          .end = &range.back()};
}

}  // namespace gmat_sweep::script
