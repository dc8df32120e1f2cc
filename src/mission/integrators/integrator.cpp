#include "mission/integrators/integrator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/adams_bashforth_moulton.hpp"
#include "mission/integrators/bulirsch_stoer.hpp"
#include "mission/integrators/runge_kutta.hpp"
#include "mission/integrators/runge_kutta_nystrom.hpp"
#include "mission/integrators/tableau.hpp"

namespace gmat_sweep::mission {
namespace {

struct NamedType {
  IntegratorType type;
  std::string_view name;
};

constexpr std::array integrator_names = {
    NamedType{IntegratorType::runge_kutta_89, "RungeKutta89"},
    NamedType{IntegratorType::prince_dormand_78, "PrinceDormand78"},
    NamedType{IntegratorType::prince_dormand_45, "PrinceDormand45"},
    NamedType{IntegratorType::prince_dormand_853, "PrinceDormand853"},
    NamedType{IntegratorType::runge_kutta_68, "RungeKutta68"},
    NamedType{IntegratorType::runge_kutta_56, "RungeKutta56"},
    NamedType{IntegratorType::adams_bashforth_moulton, "AdamsBashforthMoulton"},
    NamedType{IntegratorType::bulirsch_stoer, "BulirschStoer"}};

struct NamedControl {
  ErrorControl control;
  std::string_view name;
};

constexpr std::array error_control_names = {
    NamedControl{ErrorControl::none, "None"}, NamedControl{ErrorControl::rss_step, "RSSStep"},
    NamedControl{ErrorControl::rss_state, "RSSState"},
    NamedControl{ErrorControl::largest_step, "LargestStep"},
    NamedControl{ErrorControl::largest_state, "LargestState"}};

constexpr double least_initial_step_s = 1e-4;  // GMAT's STEP_SIZE_TOLERANCE

void check(bool holds, std::string& problems, const std::string& problem) {
  if (holds) return;
  problems += problems.empty() ? "" : "; ";
  problems += problem;
}

void check_settings(const IntegratorSettings& s, const StateLayout& layout) {
  std::string problems;
  check(std::fabs(s.initial_step_s) > least_initial_step_s, problems,
        fmt::format("InitialStepSize = {} must be above {} s", s.initial_step_s,
                    least_initial_step_s));
  check(s.accuracy > 0.0, problems, fmt::format("Accuracy = {} must be above 0", s.accuracy));
  check(s.min_step_s >= 0.0, problems,
        fmt::format("MinStep = {} must not be below 0", s.min_step_s));
  check(s.max_step_s > 0.0 && s.max_step_s >= s.min_step_s, problems,
        fmt::format("MaxStep = {} must be above 0 and not below MinStep = {}", s.max_step_s,
                    s.min_step_s));
  check(s.max_step_attempts > 0, problems,
        fmt::format("MaxStepAttempts = {} must be above 0", s.max_step_attempts));
  if (s.type == IntegratorType::adams_bashforth_moulton) {
    check(
        s.lower_error < s.target_error && s.target_error < s.accuracy, problems,
        fmt::format("LowerError = {}, TargetError = {} and Accuracy = {} must be in rising order, "
                    "best a factor of ten apart",
                    s.lower_error, s.target_error, s.accuracy));
  }
  check(layout.size == layout.cartesian_size || integrates_other_elements(s.type), problems,
        "it integrates positions and velocities only, and here a mass or another element is "
        "propagated with them");
  if (!problems.empty()) throw RunFailed(fmt::format("{}: {}", name_of(s.type), problems));
}

}  // namespace

std::string_view name_of(IntegratorType type) {
  const auto found = std::ranges::find(integrator_names, type, &NamedType::type);
  return found->name;
}

std::optional<IntegratorType> integrator_type_named(std::string_view name) {
  const auto found = std::ranges::find(integrator_names, name, &NamedType::name);
  if (found == integrator_names.end()) return std::nullopt;
  return found->type;
}

std::optional<ErrorControl> error_control_named(std::string_view name) {
  const auto found = std::ranges::find(error_control_names, name, &NamedControl::name);
  if (found == error_control_names.end()) return std::nullopt;
  return found->control;
}

bool integrates_other_elements(IntegratorType type) {
  return type != IntegratorType::runge_kutta_68;
}

std::unique_ptr<Integrator> make_integrator(const IntegratorSettings& settings,
                                            const StateLayout& layout) {
  check_settings(settings, layout);
  switch (settings.type) {
    case IntegratorType::runge_kutta_68:
      return std::make_unique<RungeKuttaNystrom>(settings, layout, nystrom_tableau(),
                                                 name_of(settings.type));
    case IntegratorType::adams_bashforth_moulton:
      return std::make_unique<AdamsBashforthMoulton>(settings, layout);
    case IntegratorType::bulirsch_stoer:
      return std::make_unique<BulirschStoer>(settings, layout);
    default:
      return std::make_unique<RungeKutta>(settings, layout, tableau_of(settings.type),
                                          name_of(settings.type));
  }
}

}  // namespace gmat_sweep::mission
