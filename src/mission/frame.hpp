#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "astro/coordinate_system.hpp"
#include "astro/data_catalogue.hpp"
#include "mission/field_table.hpp"
#include "mission/spacecraft.hpp"

namespace gmat_sweep::mission {

struct Program;
using ObjectId = std::size_t;
using FrameId = std::size_t;
/// Field values of all objects, as a run has them.
using FieldTable = std::vector<std::vector<FieldValue>>;

/// Of EarthMJ2000Eq, which every program has first: the axes and origin that
/// states are kept in.
inline constexpr FrameId base_frame = 0;
inline constexpr FrameId earth_fixed_frame = 2;

/// A coordinate system a program uses.
struct FrameInfo {
  std::string name;
  /// A CoordinateSystem of the script; without, `spec` says what GMAT itself
  /// provides.
  std::optional<ObjectId> object;
  std::shared_ptr<const astro::CoordinateSystemSpec> spec;
};

/// EarthMJ2000Eq, EarthMJ2000Ec, EarthFixed, EarthICRF.
std::vector<FrameInfo> built_in_frames();
/// MJ2000Eq axes about a body, which is what a parameter that depends on the
/// body is seen in.
FrameInfo body_frame(astro::Body body);

/// Reads a CoordinateSystem of the script. What is wrong is added to
/// `problems`.
std::shared_ptr<const astro::CoordinateSystemSpec> read_coordinate_system(
    const Program& program, const FieldTable& fields, const astro::BodyTable& bodies,
    ObjectId object, std::vector<std::string>& problems);

/// A body, spacecraft, barycentre, libration point or station by its name.
/// Null, with a problem, for any other name.
astro::PointPtr read_point(const Program& program, const FieldTable& fields,
                           const astro::BodyTable& bodies, std::string_view name,
                           std::vector<std::string>& problems);

/// The coordinate systems of one run at work. Each is made when first used;
/// EarthMJ2000Eq needs no data at all. Not for two threads at a time.
class Frames {
 public:
  /// All must outlive it.
  Frames(const Program& program, const astro::DataCatalogue& data, const FieldTable& fields,
         const astro::BodyTable& bodies, const std::vector<SpacecraftState>& spacecraft);

  /// Throw RunFailed or GmatSweepError when the system cannot be made or is
  /// undefined at the epoch.
  /// @param fresh_nutation  compute the nutation anew, as GMAT does for parameters
  astro::CartesianState from_base(const astro::CartesianState& base, FrameId frame, double a1_mjd,
                                  bool fresh_nutation = false);
  astro::CartesianState to_base(const astro::CartesianState& state, FrameId frame, double a1_mjd);

  /// The rotation from the system's axes to MJ2000Eq; from ICRF axes to the ICRF, which GMAT takes
  /// for the same in burns and attitudes.
  astro::RotationState axes_to_base(FrameId frame, double a1_mjd);

  /// The body at the origin, if one is there.
  std::optional<astro::Body> origin_body(FrameId frame);
  /// Its gravitational parameter. Throws RunFailed when there is no body.
  double mu_km3_s2(FrameId frame);
  /// What conversions of that type need of the frame. Throws RunFailed as above.
  ElementOrigin element_origin(FrameId frame, StateType type);
  /// Whether the axes or the origin depend on where spacecraft are.
  bool follows_spacecraft(FrameId frame);

  /// From Earth-centred MJ2000Eq to a body's fixed axes, from its centre. Earth's are those of
  /// EarthFixed, whose nutation GMAT keeps for both.
  astro::CartesianState body_fixed(const astro::CartesianState& base, astro::Body body,
                                   double a1_mjd);
  /// A body's or an object's state from the Earth, MJ2000Eq axes. Throws RunFailed when `name` is
  /// no point.
  astro::CartesianState point_state(std::string_view name, double a1_mjd);
  astro::SolarSystem& solar_system() { return context().solar_system(); }
  const astro::BodyTable& constants() const { return bodies_; }

 private:
  struct Use {
    std::unique_ptr<astro::CoordinateSystem> system;
    std::optional<astro::Body> origin;
    bool has_fixed_axes = false;
    bool follows_spacecraft = false;
  };

  astro::FrameContext& context();
  Use& use(FrameId frame);
  void place_spacecraft(const Use& frame);

  const Program& program_;
  const astro::DataCatalogue& data_;
  const FieldTable& fields_;
  const astro::BodyTable& bodies_;
  const std::vector<SpacecraftState>& spacecraft_;
  std::unique_ptr<astro::FrameContext> context_;
  std::vector<astro::CartesianState> places_;
  std::vector<Use> uses_;
  std::map<std::string, astro::PointPtr, std::less<>> points_;
  std::array<std::unique_ptr<astro::CoordinateSystem>, 11> body_fixed_;
};

}  // namespace gmat_sweep::mission
