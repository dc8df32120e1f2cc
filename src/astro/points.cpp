#include "astro/points.hpp"

#include <cmath>
#include <utility>

namespace gmat_sweep::astro {

bool is_same_point(const PointPtr& a, const PointPtr& b) {
  if (a == b) return true;
  if (!a || !b) return false;
  if (const Body* body = std::get_if<Body>(&a->what)) {
    const Body* other = std::get_if<Body>(&b->what);
    return other != nullptr && *other == *body;
  }
  if (const auto* craft = std::get_if<Point::Spacecraft>(&a->what)) {
    const auto* other = std::get_if<Point::Spacecraft>(&b->what);
    return other != nullptr && other->index == craft->index;
  }
  return false;
}

Vector3 ellipsoid_place_km(const BodyConstants& body, double latitude_rad, double longitude_rad,
                           double altitude_km) {
  const double sine = std::sin(latitude_rad);
  const double e2 = 2.0 * body.flattening - body.flattening * body.flattening;
  const double c = body.equatorial_radius_km / std::sqrt(1.0 - e2 * sine * sine);
  const double across = (c + altitude_km) * std::cos(latitude_rad);
  return {across * std::cos(longitude_rad), across * std::sin(longitude_rad),
          (c * (1.0 - e2) + altitude_km) * sine};
}

Vector3 sphere_place_km(const BodyConstants& body, double latitude_rad, double longitude_rad,
                        double altitude_km) {
  const double r = altitude_km + body.equatorial_radius_km;
  return {r * (std::cos(latitude_rad) * std::cos(longitude_rad)),
          r * (std::cos(latitude_rad) * std::sin(longitude_rad)), r * std::sin(latitude_rad)};
}

}  // namespace gmat_sweep::astro
