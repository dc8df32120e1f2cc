#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "astro/elements.hpp"
#include "astro/epoch_text.hpp"
#include "astro/vectors.hpp"
#include "mission/attitude_setting.hpp"
#include "mission/integrators/stop_condition.hpp"

namespace gmat_sweep::mission {

/// How six numbers describe an orbit; a spacecraft's DisplayStateType.
enum class StateType : std::uint8_t {
  cartesian,
  keplerian,
  modified_keplerian,
  spherical_azfpa,
  spherical_radec,
  equinoctial,
  modified_equinoctial,
  alternate_equinoctial,
  delaunay,
  planetodetic,
  outgoing_asymptote,
  incoming_asymptote,
  brouwer_mean_short,
  brouwer_mean_long
};
inline constexpr std::size_t state_type_count = 14;

std::optional<StateType> state_type_named(std::string_view name);
std::string_view name_of(StateType type);

/// Some of the state types.
using StateTypes = std::uint16_t;
constexpr StateTypes only(StateType type) {
  return static_cast<StateTypes>(1U << static_cast<unsigned>(type));
}
inline constexpr StateTypes all_state_types = (1U << state_type_count) - 1U;

/// What conversions need of the origin and axes a state is given in.
struct ElementOrigin {
  double mu_km3_s2 = 0.0;
  double equatorial_radius_km = 0.0;
  double flattening = 0.0;
  bool has_fixed_axes = false;
};

/// Whether elements of that type need a body at the origin.
bool needs_body(StateType type);

using Elements = std::array<double, 6>;
using TransitionMatrix = Eigen::Matrix<double, 6, 6, Eigen::RowMajor>;

/// The field label of an orbit element: where it stands in which state type.
struct ElementLabel {
  std::string_view name;
  StateType type = StateType::cartesian;  ///< GMAT's first choice, where several have it
  std::uint8_t index = 0;                 ///< the same in all of them
  /// Set for the anomalies, which also choose the spacecraft's AnomalyType.
  std::optional<astro::AnomalyKind> anomaly;
  StateTypes others = 0;  ///< the other types that have it

  StateTypes types() const { return static_cast<StateTypes>(only(type) | others); }
};

/// Null for a name that labels no element. `Element1` to `Element6` belong to
/// whichever type is in use and are not here.
const ElementLabel* find_element_label(std::string_view name);

/// Both throw GmatSweepError, with the values, for a state that makes no orbit.
Elements elements_of(const astro::CartesianState& state, StateType type, astro::AnomalyKind anomaly,
                     const ElementOrigin& origin);
astro::CartesianState cartesian_of(const Elements& elements, StateType type,
                                   astro::AnomalyKind anomaly, const ElementOrigin& origin);

/// A spacecraft's orbit as scripts set it before the mission sequence: elements
/// are only noted, and become a state when all is known, as in GMAT.
struct PendingOrbit {
  static constexpr double unset = std::numeric_limits<double>::quiet_NaN();
  StateType display = StateType::cartesian;  ///< as the script asks for it
  StateType last = StateType::cartesian;     ///< of the last element given by its label
  StateTypes possible = all_state_types;     ///< that have all labels given
  Elements elements{unset, unset, unset, unset, unset, unset};

  /// Which type is meant: the only one possible, else the one asked for, else GMAT's choice.
  StateType type() const;
  /// Takes a label into account. False when no type has it together with those before.
  bool narrow(const ElementLabel& label);
};

/// GMAT's default orbit, EarthMJ2000Eq [km, km/s].
inline constexpr Elements default_cartesian{7100.0, 0.0, 1300.0, 0.0, 7.35, 1.0};

/// What changes of a spacecraft while a mission runs, besides its plain fields.
struct SpacecraftState {
  astro::A1Epoch epoch;
  /// MJ2000Eq axes, from Earth's centre.
  astro::CartesianState state;
  /// The epoch that ElapsedSecs and ElapsedDays count from [A.1 modified Julian
  /// days].
  double first_a1_mjd = astro::a1_mjd_of_j2000;
  StateType type = StateType::cartesian;
  astro::AnomalyKind anomaly = astro::AnomalyKind::true_anomaly;
  astro::EpochFormat date_format;
  LastStops last_stops;
  AttitudeState attitude;
  /// d(position, velocity)/d(position, velocity) from where Propagates with 'STM' began, MJ2000Eq
  /// axes [1, s, 1/s].
  TransitionMatrix transition = TransitionMatrix::Identity();
  /// Why the elements as last assigned contradict each other, or empty. GMAT
  /// turns the sign of SMA with a warning; here such an orbit is not
  /// propagated.
  std::string contradiction;
  /// Grows with every change, so that what was computed from the state knows
  /// when to do it again.
  std::uint64_t revision = 1;
};

}  // namespace gmat_sweep::mission
