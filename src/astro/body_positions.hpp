#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <vector>

#include "astro/solar_system.hpp"

namespace gmat_sweep::astro {

/// The positions of a few bodies about one, and the Moon's libration, at the epochs of a force
/// model: near each other, thousands of them, in no order.
///
/// Within windows of 45 minutes they are polynomials of degree 5 through the ephemeris' own values,
/// whose error is below the rounding of those (a body's way within half a window is some 4e-3 rad
/// at most, and the sixth power of that is what is left out). A window is made when epochs keep
/// falling into it; a single one is answered by the ephemeris. Not for two threads at a time.
class BodyPositions {
 public:
  /// @param solar_system  must outlive it
  BodyPositions(Body center, SolarSystem& solar_system);

  /// To be called before the first turn_to(). @return the place of the body's position
  std::size_t add(Body body);
  void add_libration();

  /// Throws GmatSweepError past the ephemeris' span.
  void turn_to(double a1_mjd);

  /// At the epoch turned to, from the centre, MJ2000Eq axes.
  Vector3 position_km(std::size_t place) const {
    const double* p = &values_[3 * place];
    return {p[0], p[1], p[2]};
  }
  bool has_libration() const { return with_libration_; }
  LunarLibration libration() const;

 private:
  static constexpr std::size_t nodes = 6;

  struct Window {
    double number = std::numeric_limits<double>::quiet_NaN();
    double asked_number = std::numeric_limits<double>::quiet_NaN();
    double middle_a1_mjd = 0;
    std::vector<double> coefficients;  ///< of x^0 for all components, then of x^1, ...
  };

  void sample(const SplitTime& a1_mjd, double* into);
  void build(Window& window, double number);
  void evaluate(const Window& window, double a1_mjd);

  Body center_;
  SolarSystem* solar_system_;
  std::vector<Body> bodies_;
  bool with_libration_ = false;
  std::array<Window, 2> windows_;  ///< two neighbours, as a step may reach from one to the next
  double a1_mjd_ = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> values_;  ///< three of each body, then the libration's angles
  Vector3 libration_rate_rad_per_s_ = Vector3::Zero();
  std::vector<double> samples_;  ///< of all components at each node
};

}  // namespace gmat_sweep::astro
