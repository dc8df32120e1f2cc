#pragma once

#include <cstddef>
#include <memory>
#include <variant>
#include <vector>

#include "astro/bodies.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

struct Point;
using PointPtr = std::shared_ptr<const Point>;

/// A point that a coordinate system can hang on. Immutable.
struct Point {
  /// By its place in the list of states the caller keeps in FrameContext.
  struct Spacecraft {
    std::size_t index = 0;
  };
  /// The centre of mass of some bodies.
  struct Barycentre {
    std::vector<Body> bodies;
  };
  struct SolarSystemBarycentre {};
  /// L1 to L5 of two bodies or barycentres.
  struct Libration {
    PointPtr primary;
    PointPtr secondary;
    int number = 1;
  };
  /// A place on a body (GMAT's GroundStation).
  struct Surface {
    Body body = Body::earth;
    Vector3 fixed_km = Vector3::Zero();  ///< in the body's fixed axes
  };
  using What =
      std::variant<Body, Spacecraft, Barycentre, SolarSystemBarycentre, Libration, Surface>;

  What what = Body::earth;

  static PointPtr of(What what) { return std::make_shared<const Point>(Point{std::move(what)}); }
};

/// Whether two points are one: the same body, spacecraft or object.
bool is_same_point(const PointPtr& a, const PointPtr& b);

/// Body-fixed Cartesian place of geodetic coordinates on a body's ellipsoid, and of spherical ones
/// on its sphere.
Vector3 ellipsoid_place_km(const BodyConstants& body, double latitude_rad, double longitude_rad,
                           double altitude_km);
Vector3 sphere_place_km(const BodyConstants& body, double latitude_rad, double longitude_rad,
                        double altitude_km);

}  // namespace gmat_sweep::astro
