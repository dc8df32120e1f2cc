#include "mission/hardware.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "astro/force_radiation.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/hardware_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Body;
using astro::Vector3;
using tables::chemical_tank_fields;
using tables::chemical_thruster_fields;
using tables::electric_thruster_fields;
using tables::power_system_fields;
using tables::solar_power_fields;
using tables::spacecraft_fields;
using tables::thruster_fields;

/// GMAT's astronomical unit, in its power systems [km].
constexpr double astronomical_unit_km = 1.49597870e8;

constexpr std::size_t fuel_mass_index = field_index(chemical_tank_fields, "FuelMass");

double real(const std::vector<FieldValue>& values, std::size_t index) {
  return std::get<double>(values[index]);
}

const std::string& text(const std::vector<FieldValue>& values, std::size_t index) {
  return std::get<std::string>(values[index]);
}

std::string_view type_name(const Program& program, ObjectId object) {
  return program.objects[object].type->name;
}

double gas_volume_m3(const std::vector<FieldValue>& tank) {
  return real(tank, field_index(chemical_tank_fields, "Volume")) -
         real(tank, fuel_mass_index) / real(tank, field_index(chemical_tank_fields, "FuelDensity"));
}

bool blows_down(const std::vector<FieldValue>& tank) {
  return text(tank, field_index(chemical_tank_fields, "PressureModel")) == "BlowDown";
}

HardwareMemory& memory_of(RunState& state, ObjectId object) {
  return state.propulsion().hardware[*state.program().objects[object].hardware];
}

void take_pressure(RunState& state, ObjectId tank) {
  const auto problem = problem_with_tank(state.program(), state.fields(), tank);
  if (!problem.empty()) throw RunFailed(problem);
  const auto& values = state.fields()[tank];
  memory_of(state, tank).pressure_volume =
      real(values, field_index(chemical_tank_fields, "Pressure")) * gas_volume_m3(values);
}

void add_listed(const Program& program, ObjectId spacecraft, const Names& names,
                std::vector<ObjectId>& into) {
  for (const auto& name : names) {
    const auto id = program.find(program.objects[spacecraft].name + "." + name);
    if (id && std::ranges::find(into, *id) == into.end()) into.push_back(*id);
  }
}

void read_polynomials(const std::vector<FieldValue>& values, Thruster& thruster) {
  for (std::size_t i = 0; i < 16; ++i) {
    thruster.chemical.thrust[i] = real(values, field_index(chemical_thruster_fields, "C1") + i);
    thruster.chemical.impulse[i] = real(values, field_index(chemical_thruster_fields, "K1") + i);
  }
}

void read_electric(const std::vector<FieldValue>& values, Thruster& thruster) {
  auto& e = thruster.electrical;
  const auto& model = text(values, field_index(electric_thruster_fields, "ThrustModel"));
  if (model == "ConstantThrustAndIsp") e.model = astro::ElectricModel::constant_thrust_and_isp;
  if (model == "FixedEfficiency") e.model = astro::ElectricModel::fixed_efficiency;
  e.maximum_power_kw = real(values, field_index(electric_thruster_fields, "MaximumUsablePower"));
  e.minimum_power_kw = real(values, field_index(electric_thruster_fields, "MinimumUsablePower"));
  for (std::size_t i = 0; i < 5; ++i) {
    e.thrust_mn[i] = real(values, field_index(electric_thruster_fields, "ThrustCoeff1") + i);
    e.mass_flow_mg_s[i] = real(values, field_index(electric_thruster_fields, "MassFlowCoeff1") + i);
  }
  e.efficiency = real(values, field_index(electric_thruster_fields, "FixedEfficiency"));
  e.specific_impulse_s = real(values, field_index(electric_thruster_fields, "Isp"));
  e.constant_thrust_n = real(values, field_index(electric_thruster_fields, "ConstantThrust"));
  e.gravity_m_s2 = thruster.gravity_m_s2;
}

/// The tanks by name, on the spacecraft that the thruster belongs to.
void read_tanks(RunState& state, const std::vector<FieldValue>& values, Thruster& thruster) {
  const auto& program = state.program();
  const auto& object = program.objects[thruster.object];
  const auto spacecraft = program.hardware[*object.hardware].spacecraft;
  const auto& names = std::get<Names>(values[field_index(thruster_fields, "Tank")]);
  const auto& fitted = state.fitting(spacecraft).tanks;
  for (const auto& name : names) {
    const auto id = program.find(program.objects[spacecraft].name + "." + name);
    if (!id || std::ranges::find(fitted, *id) == fitted.end()) {
      throw RunFailed(
          fmt::format("the thruster {} takes propellant from {}, which {} does not have",
                      object.name, name, program.objects[spacecraft].name));
    }
    if (std::ranges::find(thruster.tanks, *id) == thruster.tanks.end()) {
      thruster.tanks.push_back(*id);
    }
  }
  if (thruster.tanks.empty()) {
    throw RunFailed(fmt::format("the thruster {} has no tank", object.name));
  }
  thruster.mix_ratio = std::get<Reals>(values[field_index(thruster_fields, "MixRatio")]);
  if (thruster.mix_ratio.empty()) thruster.mix_ratio.assign(thruster.tanks.size(), 1.0);
  const bool positive = std::ranges::all_of(thruster.mix_ratio, [](double x) { return x > 0.0; });
  if (!positive || thruster.mix_ratio.size() != thruster.tanks.size()) {
    throw RunFailed(
        fmt::format("{}.MixRatio: expected {} positive number(s), one for each tank, "
                    "found [{}]",
                    object.name, thruster.tanks.size(), fmt::join(thruster.mix_ratio, " ")));
  }
}

struct TankMeans {
  double pressure_kpa = 0.0;
  double temperature_ratio = 1.0;
};

/// Of the tanks' shares.
TankMeans tank_means(RunState& state, const Thruster& thruster) {
  double shares = 0.0;
  double pressures = 0.0;
  double temperatures = 0.0;
  double references = 0.0;
  for (std::size_t i = 0; i < thruster.tanks.size(); ++i) {
    const auto& tank = state.fields()[thruster.tanks[i]];
    const double share = thruster.mix_ratio[i];
    shares += share;
    pressures += real(tank, field_index(chemical_tank_fields, "Pressure")) * share;
    temperatures += real(tank, field_index(chemical_tank_fields, "Temperature")) * share;
    references += real(tank, field_index(chemical_tank_fields, "RefTemperature")) * share;
  }
  return {pressures / shares, temperatures / references};
}

Vector3 from_body(RunState& state, const SpacecraftState& spacecraft, Body body) {
  if (body == Body::earth) return spacecraft.state.position_km;
  return spacecraft.state.position_km -
         state.frames().solar_system().position_km(body, spacecraft.epoch.mjd);
}

double sunlit_part(RunState& state, const SpacecraftState& spacecraft,
                   const std::vector<FieldValue>& values) {
  if (text(values, field_index(solar_power_fields, "ShadowModel")) == "None") return 1.0;
  double least = 1.0;
  const Vector3 from_sun = from_body(state, spacecraft, Body::sun);
  for (const auto& name :
       std::get<Names>(values[field_index(solar_power_fields, "ShadowBodies")])) {
    const auto body = astro::find_body(name);
    if (!body) throw RunFailed(fmt::format("ShadowBodies: there is no body {}", name));
    if (*body == Body::sun) continue;
    const Vector3 from_shadow = from_body(state, spacecraft, *body);
    least = std::min(least, astro::sunlit_fraction(from_shadow, from_shadow - from_sun, -from_sun,
                                                   state.bodies()[Body::sun].equatorial_radius_km,
                                                   state.bodies()[*body].equatorial_radius_km));
  }
  return least;
}

double initial_epoch_a1_mjd(RunState& state, ObjectId power_system) {
  auto& kept = memory_of(state, power_system).initial_epoch_a1_mjd;
  if (kept) return *kept;
  const auto& values = state.fields()[power_system];
  const auto format =
      astro::parse_epoch_format(text(values, field_index(power_system_fields, "EpochFormat")));
  kept = astro::parse_epoch(
             without_quotes(text(values, field_index(power_system_fields, "InitialEpoch"))),
             *format, state.times())
             .mjd;
  return *kept;
}

double distance_au(RunState& state, const SpacecraftState& spacecraft) {
  return from_body(state, spacecraft, Body::sun).norm() / astronomical_unit_km;
}

}  // namespace

std::string_view without_quotes(std::string_view epoch) {
  while (epoch.size() >= 2 && epoch.front() == '\'' && epoch.back() == '\'') {
    epoch = epoch.substr(1, epoch.size() - 2);
  }
  return epoch;
}

bool is_tank(const Program& program, ObjectId object) {
  const auto name = type_name(program, object);
  return name == "ChemicalTank" || name == "ElectricTank";
}

bool is_thruster(const Program& program, ObjectId object) {
  const auto name = type_name(program, object);
  return name == "ChemicalThruster" || name == "ElectricThruster";
}

bool is_electric(const Program& program, ObjectId object) {
  return type_name(program, object).starts_with("Electric");
}

bool is_power_system(const Program& program, ObjectId object) {
  const auto name = type_name(program, object);
  return name == "SolarPowerSystem" || name == "NuclearPowerSystem";
}

std::string problem_with_tank(const Program& program, const FieldTable& fields, ObjectId tank) {
  const auto& name = program.objects[tank].name;
  const auto& values = fields[tank];
  const double mass_kg = real(values, fuel_mass_index);
  const bool may_be_negative =
      std::get<bool>(values[field_index(chemical_tank_fields, "AllowNegativeFuelMass")]);
  if (mass_kg < 0.0 && !may_be_negative) {
    return fmt::format("{}.FuelMass: expected a real number >= 0, found {}", name, mass_kg);
  }
  if (is_electric(program, tank)) return {};
  const double reference = real(values, field_index(chemical_tank_fields, "RefTemperature"));
  if (std::abs(reference) <= 0.01) {
    return fmt::format(
        "{}.RefTemperature: expected a real number that is not 0 (GMAT's ratio of "
        "temperatures divides by it), found {}",
        name, reference);
  }
  const double gas_m3 = gas_volume_m3(values);
  if (gas_m3 >= 0.0) return {};
  return fmt::format("{}: {} kg of propellant at {} kg/m^3 exceed the tank's capacity of {} m^3",
                     name, mass_kg, real(values, field_index(chemical_tank_fields, "FuelDensity")),
                     real(values, field_index(chemical_tank_fields, "Volume")));
}

Fitting fitting_of(const Program& program, const FieldTable& fields, ObjectId spacecraft) {
  const auto& values = fields[spacecraft];
  Fitting result;
  add_listed(program, spacecraft, std::get<Names>(values[field_index(spacecraft_fields, "Tanks")]),
             result.tanks);
  add_listed(program, spacecraft,
             std::get<Names>(values[field_index(spacecraft_fields, "Thrusters")]),
             result.thrusters);
  const auto& power = text(values, field_index(spacecraft_fields, "PowerSystem"));
  if (!power.empty()) {
    result.power_system = program.find(program.objects[spacecraft].name + "." + power);
  }
  return result;
}

void fit_hardware(RunState& state) {
  const auto& program = state.program();
  for (const auto& owned : program.hardware) {
    state.fields()[owned.object] = state.fields()[owned.source];
    if (type_name(program, owned.object) == "ChemicalTank") take_pressure(state, owned.object);
  }
}

bool is_hardware_list(std::string_view field) {
  return field == "Tanks" || field == "Thrusters" || field == "PowerSystem";
}

void equip(RunState& state, ObjectId spacecraft, std::size_t field, const FieldValue& value) {
  const auto& program = state.program();
  auto& kept = state.field(spacecraft, field);
  Names named;
  if (const auto* list = std::get_if<Names>(&value)) {
    named = *list;
    auto& on_board = std::get<Names>(kept);
    for (const auto& name : named) {
      if (std::ranges::find(on_board, name) == on_board.end()) on_board.push_back(name);
    }
  } else {
    named.push_back(std::get<std::string>(value));
    kept = value;
  }
  for (const auto& owned : program.hardware) {
    const auto& name = program.objects[owned.source].name;
    if (owned.spacecraft != spacecraft || std::ranges::find(named, name) == named.end()) continue;
    state.fields()[owned.object] = state.fields()[owned.source];
    memory_of(state, owned.object) = {};
    if (type_name(program, owned.object) == "ChemicalTank") take_pressure(state, owned.object);
  }
  state.refit(spacecraft);
}

void copy_hardware(RunState& state, ObjectId to, ObjectId from) {
  const auto& program = state.program();
  for (const auto& source : program.hardware) {
    if (source.spacecraft != from) continue;
    const auto object = program.find(
        fmt::format("{}.{}", program.objects[to].name, program.objects[source.source].name));
    if (!object) continue;
    state.fields()[*object] = state.fields()[source.object];
    memory_of(state, *object) = memory_of(state, source.object);
  }
  state.refit(to);
}

double total_mass_kg(RunState& state, ObjectId spacecraft) {
  double mass_kg = real(state.fields()[spacecraft], field_index(spacecraft_fields, "DryMass"));
  for (const auto tank : state.fitting(spacecraft).tanks) {
    mass_kg += real(state.fields()[tank], fuel_mass_index);
  }
  return mass_kg;
}

void set_fuel_mass(RunState& state, ObjectId tank, double mass_kg) {
  auto& values = state.fields()[tank];
  const bool may_be_negative =
      std::get<bool>(values[field_index(chemical_tank_fields, "AllowNegativeFuelMass")]);
  if (mass_kg < 0.0 && !may_be_negative) {
    throw RunFailed(
        fmt::format("{}.FuelMass: expected a real number >= 0, found {}: the tank is "
                    "empty",
                    state.program().objects[tank].name, mass_kg));
  }
  const bool chemical = !is_electric(state.program(), tank);
  if (chemical && !memory_of(state, tank).pressure_volume) take_pressure(state, tank);
  values[fuel_mass_index] = mass_kg;
  if (!chemical || !blows_down(values)) return;
  const double gas_m3 = gas_volume_m3(values);
  if (!(gas_m3 > 0.0)) {
    throw RunFailed(problem_with_tank(state.program(), state.fields(), tank));
  }
  values[field_index(chemical_tank_fields, "Pressure")] =
      *memory_of(state, tank).pressure_volume / gas_m3;
}

TankGeometry tank_geometry(RunState& state, ObjectId tank, const Vector3& about_m) {
  const auto& values = state.fields()[tank];
  const auto& type = *state.program().objects[tank].type;
  const auto at = [&](std::string_view name) { return real(values, type.find(name)); };
  const auto vector = [&](std::string_view x, std::string_view y, std::string_view z) {
    return Vector3(at(x), at(y), at(z));
  };
  const Vector3 z = vector("DirectionX", "DirectionY", "DirectionZ");
  const Vector3 v = vector("SecondDirectionX", "SecondDirectionY", "SecondDirectionZ");
  TankGeometry result;
  if (!z.isZero(0.0) && !v.isZero(0.0)) {
    const Vector3 normal = z.normalized().cross(v.normalized());
    if (normal.norm() < 1.0e-5) {
      throw RunFailed(fmt::format("{}: Direction and SecondDirection are parallel",
                                  state.program().objects[tank].name));
    }
    const Vector3 x = normal.normalized();
    result.axes << x.transpose(), z.normalized().cross(x).transpose(), z.normalized().transpose();
  }
  astro::Matrix3 inertia;
  inertia << at("FuelMomentOfInertiaXX"), at("FuelMomentOfInertiaXY"), at("FuelMomentOfInertiaXZ"),
      at("FuelMomentOfInertiaXY"), at("FuelMomentOfInertiaYY"), at("FuelMomentOfInertiaYZ"),
      at("FuelMomentOfInertiaXZ"), at("FuelMomentOfInertiaYZ"), at("FuelMomentOfInertiaZZ");
  const astro::Matrix3 to_body = result.axes.transpose();
  result.center_m = vector("HWOriginInBCSX", "HWOriginInBCSY", "HWOriginInBCSZ") +
                    to_body * vector("FuelCenterOfMassX", "FuelCenterOfMassY", "FuelCenterOfMassZ");
  const Vector3 r = result.center_m - about_m;
  result.inertia_kg_m2 =
      to_body * inertia * result.axes +
      at("FuelMass") * (r.squaredNorm() * astro::Matrix3::Identity() - r * r.transpose());
  return result;
}

void hardware_changed(RunState& state, ObjectId object) {
  auto& memory = memory_of(state, object);
  memory.pressure_volume.reset();
  memory.initial_epoch_a1_mjd.reset();
}

Thruster read_thruster(RunState& state, ObjectId thruster) {
  const auto& values = state.fields()[thruster];
  Thruster result;
  result.object = thruster;
  result.memory = &memory_of(state, thruster);
  result.electric = is_electric(state.program(), thruster);
  result.firing = std::get<bool>(values[field_index(thruster_fields, "IsFiring")]);
  result.decrements_mass = std::get<bool>(values[field_index(thruster_fields, "DecrementMass")]);
  result.duty_cycle = real(values, field_index(thruster_fields, "DutyCycle"));
  result.thrust_scale = real(values, field_index(thruster_fields, "ThrustScaleFactor"));
  result.gravity_m_s2 = real(values, field_index(thruster_fields, "GravitationalAccel"));
  read_tanks(state, values, result);
  if (result.electric) {
    read_electric(values, result);
  } else {
    read_polynomials(values, result);
  }
  return result;
}

ThrusterOutput output_of(RunState& state, const Thruster& thruster) {
  ThrusterOutput result;
  double flow_kg_s = 0.0;
  if (thruster.electric) {
    const auto out = astro::electric_performance(thruster.electrical, thruster.memory->power_kw);
    result.thrust_n = out.thrust_n;
    result.specific_impulse_s = out.specific_impulse_s;
    flow_kg_s = -out.mass_flow_kg_s;
  } else {
    const auto means = tank_means(state, thruster);
    const auto out =
        astro::chemical_performance(thruster.chemical, means.pressure_kpa, means.temperature_ratio);
    if (out.specific_impulse_s == 0.0) {
      throw RunFailed(fmt::format("the thruster {} has a specific impulse of 0 s",
                                  state.program().objects[thruster.object].name));
    }
    result.thrust_n = out.thrust_n;
    result.specific_impulse_s = out.specific_impulse_s;
    flow_kg_s = -out.thrust_n / (thruster.gravity_m_s2 * out.specific_impulse_s);
  }
  result.applied_thrust_n = thruster.thrust_scale * thruster.duty_cycle * result.thrust_n;
  if (thruster.decrements_mass) result.mass_flow_kg_s = flow_kg_s * thruster.duty_cycle;
  return result;
}

double generated_power_kw(RunState& state, ObjectId spacecraft, ObjectId power_system) {
  const auto& values = state.fields()[power_system];
  const auto& at = state.spacecraft_of(spacecraft);
  const double base =
      real(values, field_index(power_system_fields, "InitialMaxPower")) *
      astro::decayed_power_factor(real(values, field_index(power_system_fields, "AnnualDecayRate")),
                                  at.epoch.mjd - initial_epoch_a1_mjd(state, power_system));
  if (type_name(state.program(), power_system) == "NuclearPowerSystem") return base;
  std::array<double, 5> coefficients{};
  for (std::size_t i = 0; i < 5; ++i) {
    coefficients[i] = real(values, field_index(solar_power_fields, "SolarCoeff1") + i);
  }
  const double factor = astro::solar_power_factor(coefficients, distance_au(state, at));
  return sunlit_part(state, at, values) * base * factor;
}

double bus_power_kw(RunState& state, ObjectId spacecraft, ObjectId power_system) {
  const auto& values = state.fields()[power_system];
  const double au = distance_au(state, state.spacecraft_of(spacecraft));
  return real(values, field_index(power_system_fields, "BusCoeff1")) +
         real(values, field_index(power_system_fields, "BusCoeff2")) / au +
         real(values, field_index(power_system_fields, "BusCoeff3")) / (au * au);
}

double thrust_power_kw(RunState& state, ObjectId spacecraft, ObjectId power_system) {
  const double margin =
      real(state.fields()[power_system], field_index(power_system_fields, "Margin"));
  const double left = generated_power_kw(state, spacecraft, power_system) -
                      bus_power_kw(state, spacecraft, power_system);
  return std::max(0.0, (1.0 - margin / 100.0) * left);
}

}  // namespace gmat_sweep::mission
