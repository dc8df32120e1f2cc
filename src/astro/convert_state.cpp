#include "astro/coordinate_system.hpp"

namespace gmat_sweep::astro {
namespace {

CartesianState rotated(const Matrix3& matrix, const CartesianState& state) {
  return {matrix * state.position_km, matrix * state.velocity_km_s};
}

bool is_earth(const PointPtr& point) {
  const Body* body = std::get_if<Body>(&point->what);
  return body != nullptr && *body == Body::earth;
}

/// From a system's axes to MJ2000Eq axes or the ICRF's, and its origin to the Earth.
CartesianState to_base(const CartesianState& state, CoordinateSystem& from, const Instant& a1,
                       bool keep_origin, bool fresh_nutation) {
  CartesianState result = rotate_to_inertial(state, from.axes(a1, fresh_nutation));
  if (keep_origin) return result;
  CartesianState origin = from.origin(a1);
  if (from.is_icrf())
    origin = rotated(from.context().icrf().to_mj2000eq(a1.mjd()).transpose(), origin);
  return {result.position_km + origin.position_km, result.velocity_km_s + origin.velocity_km_s};
}

CartesianState from_base(const CartesianState& state, CoordinateSystem& to, const Instant& a1,
                         bool keep_origin, bool fresh_nutation) {
  CartesianState result = state;
  if (!keep_origin) {
    CartesianState origin = to.origin(a1);
    if (to.is_icrf())
      origin = rotated(to.context().icrf().to_mj2000eq(a1.mjd()).transpose(), origin);
    result = {state.position_km - origin.position_km, state.velocity_km_s - origin.velocity_km_s};
  }
  return rotate_from_inertial(result, to.axes(a1, fresh_nutation));
}

}  // namespace

CartesianState convert(const CartesianState& state, CoordinateSystem& from, CoordinateSystem& to,
                       const Instant& a1, bool fresh_nutation) {
  if (&from == &to) return state;
  const bool same_origin = is_same_point(from.spec().origin, to.spec().origin);
  CartesianState base = to_base(state, from, a1, same_origin, fresh_nutation);
  if (from.is_icrf() != to.is_icrf()) {
    const Matrix3 icrf_to_mj2000eq = from.context().icrf().to_mj2000eq(a1.mjd());
    base = rotated(from.is_icrf() ? icrf_to_mj2000eq : Matrix3(icrf_to_mj2000eq.transpose()), base);
  }
  return from_base(base, to, a1, same_origin, fresh_nutation);
}

CartesianState from_earth_mj2000eq(const CartesianState& state, CoordinateSystem& to,
                                   const Instant& a1, bool fresh_nutation) {
  CartesianState base = state;
  if (to.is_icrf()) base = rotated(to.context().icrf().to_mj2000eq(a1.mjd()).transpose(), base);
  return from_base(base, to, a1, is_earth(to.spec().origin), fresh_nutation);
}

CartesianState to_earth_mj2000eq(const CartesianState& state, CoordinateSystem& from,
                                 const Instant& a1, bool fresh_nutation) {
  const CartesianState base =
      to_base(state, from, a1, is_earth(from.spec().origin), fresh_nutation);
  return from.is_icrf() ? rotated(from.context().icrf().to_mj2000eq(a1.mjd()), base) : base;
}

}  // namespace gmat_sweep::astro
