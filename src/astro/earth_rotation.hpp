#pragma once

#include <array>
#include <memory>

#include "astro/nutation.hpp"
#include "astro/nutation_window.hpp"
#include "astro/rotation_state.hpp"
#include "astro/split_time.hpp"
#include "astro/time_systems.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// Earth's body-fixed axes against MJ2000Eq (GMAT's "FK5": IAU 1976 precession, IAU 1980 nutation,
/// sidereal time, polar motion).
///
/// Holds what GMAT keeps between calls, so each run and each use (force model, one coordinate
/// system) owns one. Not for two threads at a time.
/// NOTE: GMAT computes the nutation again only when the epoch is `nutation_update_interval_s` or
/// more from that of the last computation, so results depend on the epochs asked for before; so
/// do ours.
class EarthFixedAxes {
 public:
  EarthFixedAxes(TimeConverter converter, std::shared_ptr<const NutationSeries> nutation,
                 double nutation_update_interval_s = 60.0);

  /// Allocates nothing. The reference stays good until the next call.
  const RotationState& at(const SplitTime& a1_mjd);
  const RotationState& at(double a1_mjd) { return at(SplitTime(a1_mjd)); }
  /// The rotation alone, for force models, whose epochs are all doubles: the rates of what is
  /// returned are not of this epoch.
  const RotationState& rotation_at(double a1_mjd);
  /// The axes' angular velocity at the epoch last asked for, inertial axes.
  /// NOTE: GMAT keeps the Earth's spin alone, not the pole's motion.
  const Vector3& spin_rad_per_s() const { return spin_rad_per_s_; }
  /// The same with the nutation computed anew, as GMAT does where it is told to.
  const RotationState& at_with_fresh_nutation(const SplitTime& a1_mjd);
  /// Forgets the last nutation, as a fresh object.
  void reset();

 private:
  /// The rows of a matrix, each padded to a whole vector.
  struct Rows {
    std::array<std::array<double, 4>, 3> row{};
  };
  /// All that turns steadily, about an origin and within one UTC day: linear in time but for the
  /// precession, which is quadratic. The terms left out are below 1e-14 rad.
  struct Day {
    SplitTime origin_a1_mjd;
    double first_s = 1.0;  ///< from the origin; empty while first > last
    double last_s = 0.0;
    Matrix3 precession = Matrix3::Zero();
    Matrix3 precession_rate_per_s = Matrix3::Zero();
    Matrix3 precession_bend_per_s2 = Matrix3::Zero();
    double sidereal_rad = 0;  ///< Greenwich mean, with the node's part of the equinox
    double sidereal_rate_rad_per_s = 0;
    double x_rad = 0;
    double x_rate_rad_per_s = 0;
    double y_rad = 0;
    double y_rate_rad_per_s = 0;
    double spin_rad_per_s = 0;
  };
  /// A quarter of an hour to either side of an origin within the day, where all is linear in time.
  /// The nutation is not in it, as GMAT holds it fixed.
  struct Segment {
    SplitTime origin_a1_mjd;
    double origin_mjd = 0;  ///< the same in one double
    double first_s = 1.0;   ///< from the origin; empty while first > last
    double last_s = 0.0;
    Rows precession;
    Rows precession_rate_per_s;
    double sin_sidereal = 0;
    double cos_sidereal = 1;
    double sin_obliquity = 0;  ///< of the mean one, at the origin
    double cos_obliquity = 1;
    double x_rad = 0;
    double y_rad = 0;
  };
  struct Orientation;

  Orientation orientation(const SplitTime& a1_mjd) const;
  double since_segment_origin_s(const SplitTime& a1_mjd);
  void start_segment(const SplitTime& a1_mjd);
  void start_day(const SplitTime& a1_mjd);
  void update_nutation(double a1_mjd);
  void apply_nutation();
  void evaluate(double since_origin_s, bool with_rates);
  static void multiply(const Matrix3& left, const Rows& right, Rows& result);
  struct Turn;
  void turn(const Turn& turn, bool with_rates);

  TimeConverter converter_;
  NutationWindow nutation_;
  double nutation_update_interval_s_;
  double nutation_a1_mjd_ = 0.0;
  double delta_psi_rad_ = 0.0;
  Matrix3 nutation_matrix_ = Matrix3::Identity();
  Day day_;
  Segment segment_;
  double cos_sidereal_ = 1.0;  ///< of the apparent sidereal time at the segment's origin
  double sin_sidereal_ = 0.0;
  Rows to_true_of_date_;  ///< there too
  Rows to_true_of_date_rate_per_s_;
  bool has_rotation_ = false;
  SplitTime last_a1_mjd_;
  RotationState rotation_;
  Vector3 spin_rad_per_s_ = Vector3::Zero();
};

}  // namespace gmat_sweep::astro
