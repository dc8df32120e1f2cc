#include "mission/thrust_force.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/hardware_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Vector3;
using tables::chemical_tank_fields;
using tables::finite_burn_fields;
using tables::thruster_fields;

/// Flows below it count as none, GMAT's tolerance for equal numbers.
constexpr double least_flow_kg_s = 1.0e-15;
/// More than the rounding of an epoch, less than any step.
constexpr double clock_tolerance_s = 1.0e-5;

double fuel_mass_kg(RunState& state, ObjectId tank) {
  return std::get<double>(state.field(tank, field_index(chemical_tank_fields, "FuelMass")));
}

}  // namespace

ThrustForce::ThrustForce(RunState& state, ObjectId spacecraft, std::span<const ObjectId> burns)
    : state_(state), spacecraft_(spacecraft) {
  for (const auto object : burns) {
    Burn burn{.object = object};
    const auto& names =
        std::get<Names>(state.field(object, field_index(finite_burn_fields, "Thrusters")));
    for (const auto& name : names) burn.engines.push_back(engine_of(object, name));
    if (burn.engines.empty()) {
      throw RunFailed(fmt::format("the FiniteBurn {} names no thrusters",
                                  state.program().objects[object].name));
    }
    burn.electric = engines_[burn.engines.front()].thruster.electric;
    for (const auto engine : burn.engines) {
      if (engines_[engine].thruster.electric == burn.electric) continue;
      throw RunFailed(
          fmt::format("the FiniteBurn {} has chemical and electric thrusters; those of "
                      "one burn must be of one kind",
                      state.program().objects[object].name));
    }
    burns_.push_back(std::move(burn));
  }
}

std::size_t ThrustForce::engine_of(ObjectId burn, const std::string& name) {
  const auto& program = state_.program();
  const auto id = program.find(program.objects[spacecraft_].name + "." + name);
  const auto& fitted = state_.fitting(spacecraft_).thrusters;
  if (!id || std::ranges::find(fitted, *id) == fitted.end()) {
    throw RunFailed(fmt::format("the FiniteBurn {} fires {}, which {} does not have",
                                program.objects[burn].name, name,
                                program.objects[spacecraft_].name));
  }
  const auto known =
      std::ranges::find(engines_, *id, [](const Engine& e) { return e.thruster.object; });
  if (known != engines_.end()) return static_cast<std::size_t>(known - engines_.begin());
  const auto real = [&](std::size_t index) { return std::get<double>(state_.field(*id, index)); };
  Engine engine{.thruster = read_thruster(state_, *id), .frame = read_burn_frame(state_, *id)};
  engine.direction = {real(field_index(thruster_fields, "ThrustDirection1")),
                      real(field_index(thruster_fields, "ThrustDirection2")),
                      real(field_index(thruster_fields, "ThrustDirection3"))};
  if (engine.direction.norm() == 0.0) {
    throw RunFailed(fmt::format("the thruster {} has no direction", program.objects[*id].name));
  }
  engines_.push_back(std::move(engine));
  return engines_.size() - 1;
}

bool ThrustForce::depletes_mass() const {
  return std::ranges::any_of(engines_,
                             [](const Engine& engine) { return engine.thruster.decrements_mass; });
}

double ThrustForce::mass_kg() { return total_mass_kg(state_, spacecraft_); }

void ThrustForce::set_mass(double new_mass_kg) {
  const double change_kg = new_mass_kg - mass_kg();
  rates_kg_s_.clear();
  double total_kg_s = 0.0;
  for (const auto& engine : engines_) {
    const bool firing = engine.thruster.firing;
    rates_kg_s_.push_back(firing ? output_of(state_, engine.thruster).mass_flow_kg_s : 0.0);
    total_kg_s += rates_kg_s_.back();
  }
  if (std::abs(total_kg_s) <= least_flow_kg_s) return;
  for (std::size_t i = 0; i < engines_.size(); ++i) {
    const auto& thruster = engines_[i].thruster;
    if (!thruster.firing) continue;
    const double share_kg = change_kg * rates_kg_s_[i] / total_kg_s;
    double mix_total = 0.0;
    for (const double mix : thruster.mix_ratio) mix_total += mix;
    const double unit_kg = share_kg / mix_total;
    for (std::size_t j = 0; j < thruster.tanks.size(); ++j) {
      set_fuel_mass(state_, thruster.tanks[j],
                    fuel_mass_kg(state_, thruster.tanks[j]) + unit_kg * thruster.mix_ratio[j]);
    }
  }
}

void ThrustForce::move_to(const astro::CartesianState& from_earth, double total_mass_kg) {
  auto& spacecraft = state_.spacecraft_of(spacecraft_);
  spacecraft.state = from_earth;
  ++spacecraft.revision;
  set_mass(total_mass_kg);
}

/// GMAT's MaxNumberOfThrusters: as many as the power keeps above their least, with equal shares.
void ThrustForce::share_power(const Burn& burn) {
  const auto power_system = state_.fitting(spacecraft_).power_system;
  if (!power_system) {
    throw RunFailed(fmt::format("{} has no power system for its electric thrusters",
                                state_.program().objects[spacecraft_].name));
  }
  const double available_kw = thrust_power_kw(state_, spacecraft_, *power_system);
  std::size_t firing = burn.engines.size();
  double share_kw = 0.0;
  while (firing > 0) {
    share_kw = available_kw / static_cast<double>(firing);
    const auto& last = engines_[burn.engines[firing - 1]].thruster.electrical;
    if (share_kw > last.minimum_power_kw) break;
    --firing;
  }
  for (std::size_t i = 0; i < burn.engines.size(); ++i) {
    engines_[burn.engines[i]].thruster.memory->power_kw = i < firing ? share_kw : 0.0;
  }
}

void ThrustForce::fire(const Burn& burn, double a1_mjd, Result& sum) {
  if (burn.electric) share_power(burn);
  auto& memory = state_.propulsion().burns[burn.object];
  memory = {.spacecraft = spacecraft_};
  const double mass = mass_kg();
  const auto& place = state_.spacecraft_of(spacecraft_).state;
  for (const auto index : burn.engines) {
    const auto& engine = engines_[index];
    const auto& thruster = engine.thruster;
    const Vector3 direction =
        burn_axes(state_, engine.frame, spacecraft_, place, a1_mjd) * engine.direction;
    const double size = direction.norm();
    if (thruster.firing) {
      const auto out = output_of(state_, thruster);
      thruster.memory->thrust_n = out.thrust_n;
      memory.mass_flow_kg_s += out.mass_flow_kg_s;
    }
    const double thrust_n = thruster.memory->thrust_n * thruster.thrust_scale * thruster.duty_cycle;
    memory.acceleration_km_s2 += direction * (thrust_n / (mass * size * 1000.0));
    memory.thrust_n += direction / size * thrust_n;
  }
  sum.acceleration_km_s2 += memory.acceleration_km_s2;
  sum.mass_rate_kg_s += memory.mass_flow_kg_s;
}

double ThrustForce::epoch_a1_mjd(double elapsed_s) {
  const double now_a1_mjd = state_.spacecraft_of(spacecraft_).epoch.mjd;
  const double since_step_s = elapsed_s - step_elapsed_s_;
  // While a stop is sought the spacecraft's epoch is not the start of the step in hand.
  const bool is_start =
      std::abs((now_a1_mjd - step_a1_mjd_) * 86400.0 - since_step_s) < clock_tolerance_s;
  if (step_a1_mjd_ == 0.0 || (now_a1_mjd != step_a1_mjd_ && is_start)) {
    step_a1_mjd_ = now_a1_mjd;
    step_elapsed_s_ = elapsed_s;
    return now_a1_mjd;
  }
  return step_a1_mjd_ + since_step_s / 86400.0;
}

ThrustForce::Result ThrustForce::evaluate(double a1_mjd) {
  Result sum;
  for (const auto& burn : burns_) fire(burn, a1_mjd, sum);
  return sum;
}

}  // namespace gmat_sweep::mission
