#include "mission/frame.hpp"

#include <cmath>
#include <numbers>

namespace gmat_sweep::mission {
namespace {

/// From ecliptic to equator of J2000. GMAT's obliquity, 23.439291 deg.
const astro::Matrix3& equator_from_ecliptic() {
  static const astro::Matrix3 rotation = [] {
    constexpr double obliquity_rad = 23.439291 * std::numbers::pi / 180.0;
    const double c = std::cos(obliquity_rad);
    const double s = std::sin(obliquity_rad);
    return astro::Matrix3{{1.0, 0.0, 0.0}, {0.0, c, -s}, {0.0, s, c}};
  }();
  return rotation;
}

}  // namespace

std::optional<Frame> built_in_frame(std::string_view name) {
  using astro::Body;
  if (name == "EarthMJ2000Eq") return Frame{"EarthMJ2000Eq", Body::earth, Axes::mj2000_eq};
  if (name == "EarthMJ2000Ec") return Frame{"EarthMJ2000Ec", Body::earth, Axes::mj2000_ec};
  if (name == "EarthFixed") return Frame{"EarthFixed", Body::earth, Axes::earth_fixed};
  return std::nullopt;
}

const std::vector<std::string>& frame_names() {
  static const std::vector<std::string> names{"EarthMJ2000Eq", "EarthMJ2000Ec", "EarthFixed"};
  return names;
}

Frame body_frame(astro::Body body) {
  return {std::string(astro::constants_of(body).name), body, Axes::mj2000_eq};
}

astro::CartesianState FrameConverter::from_base(const astro::CartesianState& base,
                                                const Frame& frame, double a1_mjd) {
  if (frame.axes == Axes::mj2000_eq) return base;
  if (frame.axes == Axes::mj2000_ec) {
    const auto turned = equator_from_ecliptic().transpose();
    return {turned * base.position_km, turned * base.velocity_km_s};
  }
  const auto& rotation = earth_fixed_.at(a1_mjd);
  const auto to_fixed = rotation.to_inertial.transpose();
  return {to_fixed * base.position_km,
          to_fixed * base.velocity_km_s +
              rotation.to_inertial_rate_per_s.transpose() * base.position_km};
}

astro::CartesianState FrameConverter::to_base(const astro::CartesianState& state,
                                              const Frame& frame, double a1_mjd) {
  if (frame.axes == Axes::mj2000_eq) return state;
  if (frame.axes == Axes::mj2000_ec) {
    const auto& turned = equator_from_ecliptic();
    return {turned * state.position_km, turned * state.velocity_km_s};
  }
  const auto& rotation = earth_fixed_.at(a1_mjd);
  return {rotation.to_inertial * state.position_km,
          rotation.to_inertial * state.velocity_km_s +
              rotation.to_inertial_rate_per_s * state.position_km};
}

}  // namespace gmat_sweep::mission
