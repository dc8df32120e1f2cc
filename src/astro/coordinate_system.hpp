#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "astro/frame_context.hpp"
#include "astro/instant.hpp"
#include "astro/nutation_window.hpp"
#include "astro/points.hpp"
#include "astro/rotation_state.hpp"

namespace gmat_sweep::astro {

/// GMAT's kinds of axes, by its names (`axes_kind_from_name`).
enum class AxesKind {
  mj2000_eq,
  mj2000_ec,
  mod_eq,
  mod_ec,
  tod_eq,
  tod_ec,
  moe_eq,
  moe_ec,
  toe_eq,
  toe_ec,
  icrf,
  teme,
  equator,
  body_fixed,
  body_inertial,
  body_spin_sun,
  gse,
  gsm,
  topocentric,
  object_referenced,
  local_aligned_constrained
};

/// Reads `MJ2000Eq`, `BodyFixed` and so on; nothing for an unknown name.
std::optional<AxesKind> axes_kind_from_name(std::string_view name);
/// All names, for messages.
const std::string& axes_kind_names();

/// One axis of an object-referenced system: along the secondary from the primary, along its
/// velocity, or along the orbit's normal; any of them reversed.
struct ReferenceAxis {
  enum class Along { unset, r, v, n };
  Along along = Along::unset;
  bool reversed = false;
};
/// Reads `R`, `-V`, `N`, in either letter case; unset for an empty name; nothing for another.
std::optional<ReferenceAxis> reference_axis_from_name(std::string_view name);

/// A coordinate system as a script defines it.
struct CoordinateSystemSpec {
  std::string name;  ///< for messages
  AxesKind axes = AxesKind::mj2000_eq;
  PointPtr origin = Point::of(Body::earth);

  double epoch_a1_mjd = a1_mjd_of_j2000;  ///< of the MOE and TOE axes

  PointPtr primary;  ///< of object-referenced axes
  PointPtr secondary;
  ReferenceAxis x;
  ReferenceAxis y;
  ReferenceAxis z;

  PointPtr reference_object;  ///< of local aligned constrained axes
  Vector3 alignment_vector = Vector3(1, 0, 0);
  Vector3 constraint_vector = Vector3(0, 0, 1);
  Vector3 constraint_reference_vector = Vector3(0, 0, 1);
  std::shared_ptr<const CoordinateSystemSpec> constraint_system;
};

/// A coordinate system at work in one run. Keeps what GMAT keeps between calls (the nutation, for
/// its update interval), so each use owns one. Not for two threads at a time.
class CoordinateSystem {
 public:
  /// `context` must outlive it. Throws GmatSweepError, naming the system, for axes that cannot have
  /// that origin or lack what they need.
  CoordinateSystem(CoordinateSystemSpec spec, FrameContext& context);

  /// The rotation from these axes to MJ2000Eq (to the ICRF for ICRF axes).
  /// @param fresh_nutation  compute the nutation anew, as GMAT does where it is told to
  /// Throws GmatSweepError when the axes are undefined at the epoch.
  const RotationState& axes(const Instant& a1, bool fresh_nutation = false);
  /// The origin's state from the Earth, MJ2000Eq.
  CartesianState origin(const Instant& a1) { return context_->state_of(*spec_.origin, a1); }

  const CoordinateSystemSpec& spec() const { return spec_; }
  bool is_icrf() const { return spec_.axes == AxesKind::icrf; }
  FrameContext& context() { return *context_; }

 private:
  struct OfDate;

  void check() const;
  OfDate of_date(double a1_mjd, bool with_nutation, bool fresh_nutation);
  Matrix3 equator_and_ecliptic(AxesKind kind, double a1_mjd, bool fresh_nutation);
  RotationState calculate(const Instant& a1, bool fresh_nutation);
  RotationState body_spin_sun(double a1_mjd);
  RotationState solar_ecliptic(double a1_mjd);
  RotationState solar_magnetic(double a1_mjd, bool fresh_nutation);
  RotationState equator(double a1_mjd, bool fresh_nutation);
  RotationState topocentric(const Instant& a1);
  RotationState object_referenced(double a1_mjd);
  RotationState aligned_constrained(double a1_mjd);

  CoordinateSystemSpec spec_;
  FrameContext* context_;
  std::optional<BodyFixedAxes> body_fixed_;
  NutationWindow nutation_;
  double nutation_a1_mjd_ = 0.0;
  double delta_psi_rad_ = 0.0;
  Matrix3 nutation_matrix_ = Matrix3::Identity();
  std::optional<RotationState> constant_;  ///< for axes that do not move
  std::unique_ptr<CoordinateSystem> constraint_;
  RotationState rotation_;
};

/// A state from one system to another, both of one context. Between systems of one origin nothing
/// is added and taken away again.
CartesianState convert(const CartesianState& state, CoordinateSystem& from, CoordinateSystem& to,
                       const Instant& a1, bool fresh_nutation = false);

/// From and to Earth-centred MJ2000Eq.
CartesianState from_earth_mj2000eq(const CartesianState& state, CoordinateSystem& to,
                                   const Instant& a1, bool fresh_nutation = false);
CartesianState to_earth_mj2000eq(const CartesianState& state, CoordinateSystem& from,
                                 const Instant& a1, bool fresh_nutation = false);

}  // namespace gmat_sweep::astro
