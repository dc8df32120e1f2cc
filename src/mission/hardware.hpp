#pragma once

#include <optional>
#include <string>
#include <vector>

#include "astro/propulsion.hpp"
#include "astro/vectors.hpp"
#include "mission/frame.hpp"

/// Tanks, thrusters and power systems. A spacecraft carries copies of its own, as in GMAT: what the
/// script creates is what they are copied from when the run begins.
namespace gmat_sweep::mission {

class RunState;

/// A spacecraft's own tank, thruster or power system: the object `Sat.Tank1`.
struct OwnedHardware {
  ObjectId spacecraft = 0;
  ObjectId source = 0;  ///< what the script created
  ObjectId object = 0;
};

/// What a spacecraft carries, in the order of its lists.
struct Fitting {
  std::vector<ObjectId> tanks = {};
  std::vector<ObjectId> thrusters = {};
  std::optional<ObjectId> power_system = {};
};

/// What hardware remembers besides its fields.
struct HardwareMemory {
  /// Of a chemical tank: pressure times gas volume, which a blow-down keeps [kPa m^3]. None: to be
  /// taken anew from the fields, some of which were set.
  std::optional<double> pressure_volume = {};
  /// Of a power system; none: to be read anew.
  std::optional<double> initial_epoch_a1_mjd = {};
  double power_kw = 0.0;  ///< given to an electric thruster
  /// Of a thruster when it last fired. A burn that still acts when another burn with the same
  /// thruster ends goes on with it, without mass flow, as in GMAT.
  double thrust_n = 0.0;
};

/// What a burn did when it was last evaluated or applied.
struct BurnMemory {
  ObjectId spacecraft = 0;
  astro::Vector3 thrust_n = astro::Vector3::Zero();            ///< MJ2000Eq axes
  astro::Vector3 acceleration_km_s2 = astro::Vector3::Zero();  ///< MJ2000Eq axes
  double mass_flow_kg_s = 0.0;
  astro::Vector3 velocity_change_km_s = astro::Vector3::Zero();  ///< of an ImpulsiveBurn, MJ2000Eq
  double a1_mjd = 0.0;                                           ///< when it was applied
};

bool is_tank(const Program& program, ObjectId object);
bool is_thruster(const Program& program, ObjectId object);
bool is_electric(const Program& program, ObjectId object);
bool is_power_system(const Program& program, ObjectId object);

/// A power system's InitialEpoch, which GMAT's scripts give in quotes within quotes.
std::string_view without_quotes(std::string_view epoch);

/// Copies what the script created to the spacecraft that carry it, and fills the tanks. Called once
/// overrides are in. Throws RunFailed for propellant that does not fit its tank.
void fit_hardware(RunState& state);

/// What is wrong with a tank's fields taken together; empty when nothing is.
std::string problem_with_tank(const Program& program, const FieldTable& fields, ObjectId tank);

Fitting fitting_of(const Program& program, const FieldTable& fields, ObjectId spacecraft);

/// Whether that field of Spacecraft names what is on board: Tanks, Thrusters or PowerSystem.
bool is_hardware_list(std::string_view field);

/// Assigns to one of those fields in the mission sequence. As in GMAT, what is named comes on board
/// as the script created it, tanks full, and the tanks and thrusters that are there stay.
void equip(RunState& state, ObjectId spacecraft, std::size_t field, const FieldValue& value);

/// Gives a spacecraft copies of what another carries.
void copy_hardware(RunState& state, ObjectId to, ObjectId from);

/// Dry mass and propellant.
double total_mass_kg(RunState& state, ObjectId spacecraft);

/// Sets a tank's propellant, and in a blow-down its pressure. Throws RunFailed below zero, unless
/// the tank allows it, and where the propellant leaves no room for the gas.
void set_fuel_mass(RunState& state, ObjectId tank, double mass_kg);

/// Of a tank and its propellant, in the spacecraft's body axes.
/// Source: GMAT R2026a, Hardware::Initialize, FuelTank::GetFuelCM_BCS and GetFuelMOI_BCS.
struct TankGeometry {
  astro::Matrix3 axes = astro::Matrix3::Identity();  ///< body components to the tank's
  astro::Vector3 center_m = astro::Vector3::Zero();  ///< of the propellant's mass
  astro::Matrix3 inertia_kg_m2 = astro::Matrix3::Zero();
};
/// @param about_m  what the inertia is about, in the spacecraft's body axes
/// Throws RunFailed when the tank's two directions span no plane.
TankGeometry tank_geometry(RunState& state, ObjectId tank,
                           const astro::Vector3& about_m = astro::Vector3::Zero());

/// Told of every assignment to a field of a spacecraft's own hardware but FuelMass.
void hardware_changed(RunState& state, ObjectId object);

/// A thruster, its fields read.
struct Thruster {
  ObjectId object = 0;
  HardwareMemory* memory = nullptr;
  bool electric = false;
  bool firing = false;
  bool decrements_mass = false;
  double duty_cycle = 1.0;
  double thrust_scale = 1.0;
  double gravity_m_s2 = 9.81;
  std::vector<ObjectId> tanks = {};
  std::vector<double> mix_ratio = {};  ///< one for each tank
  astro::ChemicalPerformance chemical = {};
  astro::ElectricPerformance electrical = {};
};

/// What a thruster does at the pressures and the power as they are.
struct ThrusterOutput {
  double thrust_n = 0.0;          ///< of a continuous firing, without scale and duty cycle
  double applied_thrust_n = 0.0;  ///< with both
  double specific_impulse_s = 0.0;
  double mass_flow_kg_s = 0.0;  ///< change of mass, so negative; duty cycle included
};

/// Throws RunFailed for a thruster without a tank or with shares that do not fit its tanks.
Thruster read_thruster(RunState& state, ObjectId thruster);

/// Throws RunFailed for a specific impulse of zero.
ThrusterOutput output_of(RunState& state, const Thruster& thruster);

/// A power system at the spacecraft's place and epoch [kW].
double generated_power_kw(RunState& state, ObjectId spacecraft, ObjectId power_system);
double bus_power_kw(RunState& state, ObjectId spacecraft, ObjectId power_system);
double thrust_power_kw(RunState& state, ObjectId spacecraft, ObjectId power_system);

}  // namespace gmat_sweep::mission
