#include "design/script_covariance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "design/covariance_file.hpp"
#include "gmat_sweep/errors.hpp"
#include "script/parser.hpp"

namespace gmat_sweep {

namespace {

using Numbers = std::map<std::string, double, std::less<>>;

/// The number an expression is, a sign before it included.
std::optional<double> number_of(const script::Expression& expression) {
  if (const auto* number = expression.number()) return number->value;
  const auto* unary = expression.unary();
  if (unary == nullptr || unary->op == script::UnaryOperator::transpose) return std::nullopt;
  const auto operand = number_of(unary->operand.front());
  if (!operand) return std::nullopt;
  return unary->op == script::UnaryOperator::minus ? -*operand : *operand;
}

/// Every field to which the script assigns a number before its mission sequence; the last wins.
Numbers assigned_numbers(const std::filesystem::path& path) {
  Numbers numbers;
  if (path.empty()) return numbers;
  const script::Script script = script::parse_file(path);
  for (const script::Assignment& assignment : script.assignments) {
    const auto* target = assignment.target.path();
    if (target == nullptr || !target->is_plain()) continue;
    if (const auto number = number_of(assignment.value)) numbers[target->dotted()] = *number;
  }
  return numbers;
}

/// Fills in the means the file does not give.
void complete_means(Covariance& covariance, const Numbers& assigned,
                    const std::filesystem::path& file) {
  if (!covariance.means.empty()) return;
  std::string missing;
  for (const std::string& field : covariance.fields) {
    const auto it = assigned.find(field);
    if (it == assigned.end()) missing += (missing.empty() ? "" : ", ") + field;
    covariance.means.push_back(it == assigned.end() ? 0.0 : it->second);
  }
  if (missing.empty()) return;
  throw SweepConfigError(
      fmt::format("{} gives no means, and the script assigns no number to {} before its mission "
                  "sequence; give \"means\" in the file",
                  file.string(), missing));
}

/// One nominal component: the covariance's own mean, else what the script assigns.
double component(const Covariance& covariance, const Numbers& assigned, const std::string& field,
                 const std::filesystem::path& file) {
  const auto at = std::ranges::find(covariance.fields, field);
  if (at != covariance.fields.end()) {
    return covariance.means[static_cast<std::size_t>(at - covariance.fields.begin())];
  }
  if (const auto it = assigned.find(field); it != assigned.end()) return it->second;
  throw SweepConfigError(
      fmt::format("{} is in axes of the nominal state, but neither it nor the script gives {}",
                  file.string(), field));
}

Covariance turned(const Covariance& covariance, CovarianceFrame frame, const Numbers& assigned,
                  const std::filesystem::path& file) {
  const std::string& first = covariance.fields.front();
  const std::string spacecraft = first.substr(0, first.find('.') + 1);
  const auto vector = [&](const std::array<std::string_view, 3>& names) {
    StateVector result{};
    for (std::size_t i = 0; i < 3; ++i) {
      result[i] = component(covariance, assigned, spacecraft + std::string(names[i]), file);
    }
    return result;
  };
  return to_script_axes(covariance, frame, vector({"X", "Y", "Z"}), vector({"VX", "VY", "VZ"}));
}

}  // namespace

Covariance read_covariance_of_script(const std::filesystem::path& file,
                                     const std::filesystem::path& script) {
  CovarianceFile read = read_covariance(file);
  const Numbers assigned = assigned_numbers(script);
  complete_means(read.covariance, assigned, file);
  if (read.frame == CovarianceFrame::script) return read.covariance;
  return turned(read.covariance, read.frame, assigned, file);
}

}  // namespace gmat_sweep
