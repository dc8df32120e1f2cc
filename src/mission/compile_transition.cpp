#include <fmt/format.h>

#include <algorithm>

#include "mission/compiler.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {

/// Whether a Propagate asks for state transition matrices: asked for in one propagator, all of the
/// command have them, as in GMAT.
bool Compiler::propagates_transition(const script::PropagateView& source) {
  const auto names = [](const script::PropagateGroup& group, std::string_view matrix) {
    return std::ranges::find(group.matrices, matrix) != group.matrices.end();
  };
  bool transition = false;
  bool state_matrix = false;
  for (const auto& group : source.groups) {
    transition = transition || names(group, "STM");
    state_matrix = state_matrix || names(group, "AMatrix");
    if (names(group, "Covariance")) {
      diagnostics_.add(group.location,
                       "propagating Covariance is not supported by the native engine");
    }
  }
  if (!transition || !state_matrix) return transition;
  for (const auto& group : source.groups) {
    if (group.spacecraft.size() < 2) continue;
    diagnostics_.add(group.location,
                     "GMAT mixes up the matrices of several spacecraft of one propagator when both "
                     "'STM' and 'AMatrix' are asked for: leave out 'AMatrix', which has no effect "
                     "on results");
  }
  return transition;
}

std::optional<Expression> Compiler::block_expression(ObjectId id, const MatrixParameter& block,
                                                     const script::Path& path,
                                                     const script::Location& location) {
  if (path.parts.size() != 2) {
    diagnostics_.add(location, fmt::format("{}: {} depends on nothing", path.dotted(), block.name));
    return std::nullopt;
  }
  Expression result;
  result.kind = Expression::Kind::block;
  result.type = ValueType::matrix;
  result.object = id;
  result.block = &block;
  result.rows = result.columns = block.size;
  return result;
}

/// What a spacecraft's OrbitSTM takes.
std::optional<Expression> Compiler::assigned_transition(const script::Expression& source) {
  auto value = expression(source);
  if (!value) return std::nullopt;
  const bool fits = value->type == ValueType::matrix &&
                    (value->rows == 0 || (value->rows == 6 && value->columns == 6));
  if (fits) return value;
  diagnostics_.add(source.location, fmt::format("OrbitSTM takes an array of 6 by 6; {} is none",
                                                script::to_text(source)));
  return std::nullopt;
}

}  // namespace gmat_sweep::mission
