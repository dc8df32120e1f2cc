#include "mission/execute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/assign.hpp"
#include "mission/burn.hpp"
#include "mission/evaluate.hpp"
#include "mission/finite_burn.hpp"
#include "mission/parameters_force.hpp"
#include "mission/tables/propagator_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {
namespace {

/// A mission that executes this many commands does not end by itself.
constexpr std::uint64_t command_budget = 100'000'000;

/// Into a propagator's vector, which is about its central body.
void store(std::span<double> into, const SpacecraftState& spacecraft,
           const astro::CartesianState& center) {
  for (std::size_t i = 0; i < 3; ++i) {
    const auto k = static_cast<Eigen::Index>(i);
    into[i] = spacecraft.state.position_km[k] - center.position_km[k];
    into[i + 3] = spacecraft.state.velocity_km_s[k] - center.velocity_km_s[k];
  }
}

void load(SpacecraftState& spacecraft, std::span<const double> from,
          const astro::CartesianState& center) {
  for (std::size_t i = 0; i < 3; ++i) {
    const auto k = static_cast<Eigen::Index>(i);
    spacecraft.state.position_km[k] = from[i] + center.position_km[k];
    spacecraft.state.velocity_km_s[k] = from[i + 3] + center.velocity_km_s[k];
  }
}

/// Of a command made of others it is these that a failure is told of; Stop cannot fail.
bool names_own_failures(const Command& command) {
  const auto& what = command.what;
  return std::holds_alternative<IfCommand>(what) || std::holds_alternative<WhileCommand>(what) ||
         std::holds_alternative<ForCommand>(what) || std::holds_alternative<ScriptBlock>(what) ||
         std::holds_alternative<TargetCommand>(what) || std::holds_alternative<CallCommand>(what) ||
         std::holds_alternative<StopCommand>(what);
}

}  // namespace

Executor::Executor(RunState& state, bool with_text, bool accept_unconverged)
    : state_(state), accept_unconverged_(accept_unconverged) {
  const auto& program = state.program();
  reports_.reserve(program.reports.size());
  for (const auto& info : program.reports) reports_.emplace_back(info, state, with_text);
  reported_.resize(program.report_command_count);
  propagations_.resize(program.propagate_count);
  restart_.assign(program.propagate_count, true);
  targetings_.resize(program.target_count);
  solver_logs_.resize(program.objects.size());
}

void Executor::run() { execute(state_.program().commands); }

Executor::Flow Executor::execute(const std::vector<Command>& commands) {
  for (const auto& command : commands) {
    if (execute(command) == Flow::stop) return Flow::stop;
  }
  return Flow::next;
}

Executor::Flow Executor::execute(const Command& command) {
  if (names_own_failures(command)) return dispatch(command);
  try {
    count_command();
    return dispatch(command);
  } catch (const GmatSweepError& error) {
    throw failure_at(command.location, error.what());
  }
}

RunFailed Executor::failure_at(const script::Location& location, const std::string& message) {
  if (!failed_at_) failed_at_ = location;
  return RunFailed(state_.program().script.where(location) + ": " + message);
}

void Executor::count_pass(const script::Location& location) {
  try {
    count_command();
    state_.count_step();
  } catch (const RunFailed& error) {
    throw failure_at(location, error.what());
  }
}

void Executor::count_command() {
  if (++commands_ > command_budget) {
    throw RunFailed(fmt::format("more than {} commands were executed", command_budget));
  }
}

Executor::Flow Executor::dispatch(const Command& command) {
  if (const auto* assign = std::get_if<AssignCommand>(&command.what)) {
    execute_assignment(state_, *assign);
  } else if (const auto* propagation = std::get_if<PropagateCommand>(&command.what)) {
    propagate(*propagation, command.location);
  } else if (const auto* one = std::get_if<ReportCommand>(&command.what)) {
    report(*one);
  } else if (const auto* toggled = std::get_if<ToggleCommand>(&command.what)) {
    for (const auto report : toggled->reports) reports_[report].toggle(toggled->on);
  } else if (const auto* burn = std::get_if<ManeuverCommand>(&command.what)) {
    maneuver(*burn);
  } else if (const auto* finite = std::get_if<FiniteBurnCommand>(&command.what)) {
    finite_burn(*finite, command.location);
  } else if (const auto* variable = std::get_if<VaryCommand>(&command.what)) {
    vary(*variable);
  } else if (const auto* goal = std::get_if<AchieveCommand>(&command.what)) {
    achieve(*goal);
  } else if (const auto* objective = std::get_if<MinimizeCommand>(&command.what)) {
    minimize(*objective);
  } else if (const auto* constraint = std::get_if<ConstraintCommand>(&command.what)) {
    constrain(*constraint);
  } else if (const auto* target = std::get_if<TargetCommand>(&command.what)) {
    return execute_target(*target, command.location);
  } else if (const auto* branch = std::get_if<IfCommand>(&command.what)) {
    return execute_if(*branch);
  } else if (const auto* loop = std::get_if<WhileCommand>(&command.what)) {
    return execute_while(*loop, command.location);
  } else if (const auto* counted = std::get_if<ForCommand>(&command.what)) {
    return execute_for(*counted, command.location);
  } else if (const auto* block = std::get_if<ScriptBlock>(&command.what)) {
    return execute(block->body);
  } else if (const auto* call = std::get_if<CallCommand>(&command.what)) {
    return execute_call(*call);
  } else if (const auto* built_in = std::get_if<EvaluateCommand>(&command.what)) {
    evaluate(built_in->value, state_);
  } else {
    return Flow::stop;
  }
  return Flow::next;
}

Executor::Flow Executor::execute_if(const IfCommand& command) {
  for (const auto& branch : command.branches) {
    if (!branch.condition || holds(*branch.condition, state_)) return execute(branch.body);
  }
  return Flow::next;
}

Executor::Flow Executor::execute_while(const WhileCommand& command,
                                       const script::Location& location) {
  std::vector<double> starts_a1_mjd;
  for (const auto one : command.timed_spacecraft) {
    starts_a1_mjd.push_back(state_.spacecraft(one).epoch.mjd);
  }
  while (holds_in_loop(command, starts_a1_mjd)) {
    count_pass(location);
    if (execute(command.body) == Flow::stop) return Flow::stop;
  }
  return Flow::next;
}

bool Executor::holds_in_loop(const WhileCommand& command,
                             const std::vector<double>& starts_a1_mjd) {
  auto others = starts_a1_mjd;
  const auto exchange = [&] {
    for (std::size_t i = 0; i < others.size(); ++i) {
      std::swap(others[i], state_.spacecraft(command.timed_spacecraft[i]).first_a1_mjd);
    }
  };
  exchange();
  const bool result = holds(command.condition, state_);
  exchange();
  return result;
}

Executor::Flow Executor::execute_for(const ForCommand& command, const script::Location& location) {
  const double start = evaluate_setting(command.start, state_);
  const double step = evaluate_setting(command.step, state_);
  const double end = evaluate_setting(command.end, state_);
  if (step == 0.0) return Flow::next;
  // GMAT adds the step again and again; the last value is reached when within
  // rounding.
  for (double value = start; step > 0.0 ? value <= end : value >= end; value += step) {
    count_pass(location);
    state_.variable(command.variable) = value;
    if (execute(command.body) == Flow::stop) return Flow::stop;
  }
  return Flow::next;
}

Executor::Flow Executor::execute_call(const CallCommand& command) {
  count_command();
  const auto& program = state_.program();
  const auto& function = program.functions[command.function];
  for (const auto id : function.locals) state_.reset(id);
  for (const auto& input : command.inputs) execute_assignment(state_, input);
  for (std::size_t slot = function.first_propagate; slot < function.last_propagate; ++slot) {
    propagations_[slot] = {};
    restart_[slot] = true;
  }
  if (execute(function.body) == Flow::stop) return Flow::stop;
  for (const auto& output : command.outputs) execute_assignment(state_, output);
  return Flow::next;
}

void Executor::report(const ReportCommand& command) {
  reports_[command.report].add_row(command.columns, !reported_[command.slot]);
  reported_[command.slot] = true;
}

void Executor::maneuver(const ManeuverCommand& command) { apply_impulsive_burn(state_, command); }

void Executor::finite_burn(const FiniteBurnCommand& command, const script::Location& location) {
  std::string warning;
  if (command.begins) {
    begin_finite_burn(state_, command, warning);
  } else {
    end_finite_burn(state_, command);
  }
  if (!warning.empty()) log_ += state_.program().script.where(location) + ": " + warning + "\n";
}

std::vector<ObjectId> Executor::burns_of_group(const PropagateGroup& group) {
  std::vector<ObjectId> burns;
  for (const auto id : group.spacecraft) {
    for (const auto burn : burns_of(state_, id)) {
      if (std::ranges::find(burns, burn) == burns.end()) burns.push_back(burn);
    }
  }
  if (!burns.empty() && group.spacecraft.size() > 1) {
    throw RunFailed(
        "a propagator that moves several spacecraft cannot move one with a finite burn: write "
        "Propagate Synchronized Prop(A) Prop(B)");
  }
  return burns;
}

void Executor::note_burns(const PropagateCommand& command, Propagation& propagation) {
  bool changed = propagation.groups.empty();
  for (std::size_t i = 0; i < propagation.groups.size() && !changed; ++i) {
    changed = propagation.groups[i].burns != burns_of_group(command.groups[i]);
  }
  const auto active = state_.propulsion().active.size();
  if (changed || active != propagation.active_burns) {
    propagation.groups.clear();
    restart_[command.slot] = true;
    prepare(command, propagation);
  }
  propagation.active_burns = active;
  for (std::size_t i = 0; i < propagation.groups.size(); ++i) {
    auto& group = propagation.groups[i];
    if (group.burns.empty()) continue;
    group.thrust =
        std::make_unique<ThrustForce>(state_, command.groups[i].spacecraft.front(), group.burns);
    if (group.has_mass || !group.thrust->depletes_mass()) continue;
    throw RunFailed(
        "mass depletion cannot be integrated by RungeKutta68; any other integrator can");
  }
}

void Executor::prepare(const PropagateCommand& command, Propagation& propagation) {
  propagation.groups.reserve(command.groups.size());
  for (const auto& group : command.groups) {
    const auto& fields = state_.fields()[group.propagator];
    const auto& name = std::get<std::string>(fields[field_index(tables::propagator_fields, "FM")]);
    auto forces = default_force_model(state_.bodies());
    if (!name.empty()) {
      const auto id = state_.program().find(name);
      if (!id || state_.program().objects[*id].type->name != "ForceModel") {
        throw RunFailed(fmt::format("{}.FM: {} is no ForceModel",
                                    state_.program().objects[group.propagator].name, name));
      }
      std::vector<std::string> problems;
      forces = read_force_model(state_.program(), state_.fields(), state_.bodies(), *id, problems);
      if (!problems.empty()) throw RunFailed(fmt::format("{}.{}", name, problems.front()));
    }
    auto settings = read_propagator(fields);
    settings.error_control = forces.error_control;
    auto burns = burns_of_group(group);
    const std::size_t cartesian = 6 * group.spacecraft.size();
    // GMAT has the mass in the state whenever a burn acts.
    const bool mass = !burns.empty() && integrates_other_elements(settings.type);
    const std::size_t plain = cartesian + (mass ? 1 : 0);
    const std::size_t matrices = command.transition ? transition_size * group.spacecraft.size() : 0;
    if (command.transition && !integrates_other_elements(settings.type)) {
      throw RunFailed(fmt::format(
          "the state transition matrix cannot be propagated by {}, in GMAT neither; any "
          "other integrator can",
          name_of(settings.type)));
    }
    const StateLayout layout{
        .size = plain + matrices, .cartesian_size = cartesian, .uncontrolled_size = matrices};
    propagation.groups.push_back({make_integrator(settings, layout),
                                  std::make_unique<Dynamics>(forces, state_.data()),
                                  forces.central_body, mass, std::vector<double>(layout.size),
                                  std::move(burns), nullptr, std::nullopt, plain});
    auto& made = propagation.groups.back();
    if (command.transition) made.transition.emplace(*made.dynamics, group.spacecraft.size());
  }
}

astro::CartesianState Executor::center_of(const Propagation::Group& group, double a1_mjd) {
  if (group.central_body == astro::Body::earth) return {};
  return state_.frames().solar_system().state(group.central_body, a1_mjd);
}

std::vector<SpacecraftProperties> Executor::properties_of(const std::vector<ObjectId>& members) {
  std::vector<SpacecraftProperties> result;
  result.reserve(members.size());
  for (const auto id : members) result.push_back(mission::properties_of(state_, id));
  return result;
}

std::vector<StopCondition> Executor::stop_conditions(const PropagateCommand& command) {
  std::vector<StopCondition> result;
  for (const auto& info : command.stops) {
    StopCondition condition;
    condition.name = info.name;
    condition.value = [this, &info] { return evaluate_real(info.value, state_); };
    if (info.goal) {
      condition.goal = [this, &info] { return evaluate_real(*info.goal, state_); };
    }
    if (const auto* parameter = info.value.parameter) {
      condition.kind = parameter->stop;
      condition.cycle = parameter->cycle;
      condition.seconds_per_unit = parameter->seconds_per_unit;
    }
    condition.last_stops = &state_.spacecraft(info.spacecraft).last_stops;
    result.push_back(std::move(condition));
  }
  return result;
}

void Executor::propagate(const PropagateCommand& command, const script::Location& location) {
  auto& memory = propagations_[command.slot];
  note_burns(command, memory);

  std::vector<LastStops*> last_stops;
  const auto update = [this, &command](std::size_t group, std::span<const double> values,
                                       double epoch_a1_mjd) {
    const auto& members = command.groups[group].spacecraft;
    auto& moved = propagations_[command.slot].groups[group];
    const auto center = center_of(moved, epoch_a1_mjd);
    for (std::size_t i = 0; i < members.size(); ++i) {
      auto& spacecraft = state_.spacecraft_of(members[i]);
      load(spacecraft, values.subspan(6 * i, 6), center);
      if (moved.transition) {
        load_transition(spacecraft, values.subspan(moved.transitions_at + transition_size * i));
      }
      spacecraft.epoch = {epoch_a1_mjd, astro::SplitTime(epoch_a1_mjd)};
      ++spacecraft.revision;
    }
    if (moved.thrust && moved.has_mass) moved.thrust->set_mass(values[6]);
  };
  std::vector<std::function<void(std::span<const double>, double)>> updates;
  for (std::size_t g = 0; g < command.groups.size(); ++g) {
    updates.emplace_back([&update, g](std::span<const double> values, double epoch_a1_mjd) {
      update(g, values, epoch_a1_mjd);
    });
  }
  std::vector<Participant> participants;
  for (std::size_t g = 0; g < command.groups.size(); ++g) {
    const auto& members = command.groups[g].spacecraft;
    auto& group = memory.groups[g];
    const auto& lead = state_.spacecraft_of(members.front());
    const auto center = center_of(group, lead.epoch.mjd);
    for (std::size_t i = 0; i < members.size(); ++i) {
      auto& spacecraft = state_.spacecraft_of(members[i]);
      if (!spacecraft.contradiction.empty()) {
        throw RunFailed(fmt::format("{}: {}", state_.program().objects[members[i]].name,
                                    spacecraft.contradiction));
      }
      if (spacecraft.epoch.mjd != lead.epoch.mjd) {
        throw RunFailed(fmt::format(
            "{} and {}, of one propagator, are at different epochs: A.1 "
            "modified Julian dates {} and {}",
            state_.program().objects[members.front()].name,
            state_.program().objects[members[i]].name, lead.epoch.mjd, spacecraft.epoch.mjd));
      }
      store(std::span(group.state).subspan(6 * i, 6), spacecraft, center);
      if (group.transition) {
        store_transition(std::span(group.state).subspan(group.transitions_at + transition_size * i),
                         spacecraft);
      }
      last_stops.push_back(&spacecraft.last_stops);
    }
    if (group.thrust && group.has_mass) group.state[6] = group.thrust->mass_kg();
    group.dynamics->start(lead.epoch.split, properties_of(members), group.thrust.get(),
                          stage_ != Stage::running && !group.transition);
    const auto derivative = group.transition ? DerivativeFunction(*group.transition)
                                             : DerivativeFunction(*group.dynamics);
    participants.push_back(
        {group.integrator.get(), derivative, group.state, lead.epoch.mjd, updates[g]});
  }

  if (participants.empty()) throw RunFailed("Propagate names no spacecraft to propagate");

  const auto stops = stop_conditions(command);
  const auto observe = [this](PublishedPoint point, double epoch_a1_mjd) {
    if (point != PublishedPoint::initial) state_.count_step();
    state_.set_place_epoch(epoch_a1_mjd);
    if (point == PublishedPoint::single_step) return;
    for (auto& one : reports_) one.add_step(epoch_a1_mjd, stage_);
  };
  PropagationOptions options;
  options.mode =
      command.synchronized ? PropagationMode::synchronized : PropagationMode::independent;
  options.forward = command.forward;
  options.restart = restart_[command.slot];
  restart_[command.slot] = false;
  options.stop_tolerance = command.stop_tolerance;
  options.last_stops = last_stops;
  const auto result = mission::propagate(participants, stops, options, memory.memory, observe);
  for (const auto& missed : result.missed_stops) {
    // Without values, so that runs that differ in them have the same sentence.
    const auto text = fmt::format("{}: a stop was not met within its tolerance: {}",
                                  state_.program().script.where(location),
                                  missed.starts_with("StopOn") ? missed.substr(6) : missed);
    if (std::ranges::find(missed_stops_, text) == missed_stops_.end()) {
      missed_stops_.push_back(text);
    }
  }
  for (const auto& warning : result.warnings) {
    log_ += state_.program().script.where(location) + ": " + warning + "\n";
  }
}

}  // namespace gmat_sweep::mission
