#include "astro/frame_context.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "astro/data_catalogue.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

CartesianState operator+(const CartesianState& a, const CartesianState& b) {
  return {a.position_km + b.position_km, a.velocity_km_s + b.velocity_km_s};
}
CartesianState operator-(const CartesianState& a, const CartesianState& b) {
  return {a.position_km - b.position_km, a.velocity_km_s - b.velocity_km_s};
}

/// The distance of a collinear libration point, in units of the bodies' distance: Newton's method
/// on its quintic, with GMAT's start and tolerance.
double collinear_gamma(int number, double mu) {
  double gamma = number == 3 ? 1.0 : std::cbrt(mu / (3.0 * (1.0 - mu)));
  for (int iteration = 0; iteration < 2000; ++iteration) {
    const double g2 = gamma * gamma;
    const double g3 = g2 * gamma;
    const double g4 = g3 * gamma;
    const double g5 = g4 * gamma;
    double f = 0;
    double slope = 0;
    if (number == 1) {
      f = g5 - (3.0 - mu) * g4 + (3.0 - 2.0 * mu) * g3 - mu * g2 + 2.0 * mu * gamma - mu;
      slope = 5.0 * g4 - 4.0 * (3.0 - mu) * g3 + 3.0 * (3.0 - 2.0 * mu) * g2 - 2.0 * mu * gamma +
              2.0 * mu;
    } else if (number == 2) {
      f = g5 + (3.0 - mu) * g4 + (3.0 - 2.0 * mu) * g3 - mu * g2 - 2.0 * mu * gamma - mu;
      slope = 5.0 * g4 + 4.0 * (3.0 - mu) * g3 + 3.0 * (3.0 - 2.0 * mu) * g2 - 2.0 * mu * gamma -
              2.0 * mu;
    } else {
      f = g5 + (2.0 + mu) * g4 + (1.0 + 2.0 * mu) * g3 - (1.0 - mu) * g2 -
          2.0 * (1.0 - mu) * gamma - (1.0 - mu);
      slope = 5.0 * g4 + 4.0 * (2.0 + mu) * g3 + 3.0 * (1.0 + 2.0 * mu) * g2 -
              2.0 * (1.0 - mu) * gamma - 2.0 * (1.0 - mu);
    }
    const double next = gamma - f / slope;
    const bool done = !(std::abs(next - gamma) > 1e-8);
    gamma = next;
    if (done) return gamma;
  }
  throw GmatSweepError(fmt::format("no place found for libration point L{}", number));
}

}  // namespace

FrameContext::FrameContext(std::shared_ptr<const PlanetaryEphemeris> ephemeris,
                           TimeConverter converter, std::shared_ptr<const NutationSeries> nutation,
                           std::shared_ptr<const IcrfRotation> icrf, const BodyTable& constants)
    : solar_system_(std::move(ephemeris), std::move(converter)),
      nutation_(std::move(nutation)),
      icrf_(std::move(icrf)),
      constants_(constants) {}

FrameContext::FrameContext(const DataCatalogue& data)
    : FrameContext(data.ephemeris(), data.time_converter(), data.nutation(), data.icrf_rotation()) {
}

const IcrfRotation& FrameContext::icrf() const {
  if (!icrf_) throw GmatSweepError("no table of the ICRF's rotation was loaded");
  return *icrf_;
}

BodyFixedAxes& FrameContext::surface_axes(const Point& point) {
  const auto& surface = std::get<Point::Surface>(point.what);
  auto found = surface_axes_.find(&point);
  if (found == surface_axes_.end())
    found = surface_axes_
                .emplace(&point, BodyFixedAxes(surface.body, solar_system_, nutation_,
                                               nutation_update_interval_s()))
                .first;
  return found->second;
}

double FrameContext::mass_parameter_km3_s2(const Point& point) const {
  if (const Body* body = std::get_if<Body>(&point.what)) return constants_[*body].mu_km3_s2;
  if (const auto* centre = std::get_if<Point::Barycentre>(&point.what)) {
    double sum = 0;
    for (const Body body : centre->bodies) sum += constants_[body].mu_km3_s2;
    return sum;
  }
  throw GmatSweepError("a libration point's primary and secondary must be bodies or barycentres");
}

CartesianState FrameContext::state_of(const Point& point, const Instant& a1) {
  struct Visitor {
    FrameContext& context;
    const Point& point;
    const Instant& a1;
    CartesianState operator()(Body body) { return context.solar_system_.state(body, a1); }
    CartesianState operator()(const Point::Spacecraft& craft) {
      if (craft.index >= context.spacecraft_.size())
        throw GmatSweepError(fmt::format("spacecraft {} has no state here: {} states are known",
                                         craft.index, context.spacecraft_.size()));
      return context.spacecraft_[craft.index];
    }
    CartesianState operator()(const Point::Barycentre& centre) {
      const double whole = context.mass_parameter_km3_s2(point);
      CartesianState sum;
      for (const Body body : centre.bodies) {
        const double weight = context.constants_[body].mu_km3_s2 / whole;
        const CartesianState& state = context.solar_system_.state(body, a1);
        sum.position_km += weight * state.position_km;
        sum.velocity_km_s += weight * state.velocity_km_s;
      }
      return sum;
    }
    CartesianState operator()(const Point::SolarSystemBarycentre&) {
      return context.solar_system_.barycentre(a1);
    }
    CartesianState operator()(const Point::Libration& libration) {
      return context.state_of(libration, a1);
    }
    CartesianState operator()(const Point::Surface& surface) {
      const CartesianState from_body = rotate_to_inertial({surface.fixed_km, Vector3::Zero()},
                                                          context.surface_axes(point).at(a1));
      return from_body + context.solar_system_.state(surface.body, a1);
    }
  };
  return std::visit(Visitor{*this, point, a1}, point.what);
}

CartesianState FrameContext::state_of(const Point::Libration& point, const Instant& a1) {
  const CartesianState primary = state_of(*point.primary, a1);
  const CartesianState between = state_of(*point.secondary, a1) - primary;
  const double primary_mu = mass_parameter_km3_s2(*point.primary);
  const double secondary_mu = mass_parameter_km3_s2(*point.secondary);
  const double mu = secondary_mu / (primary_mu + secondary_mu);
  const Vector3& r = between.position_km;
  const Vector3& v = between.velocity_km_s;
  const double distance = r.norm();
  if (distance <= 1e-12)
    throw GmatSweepError("a libration point's primary and secondary are in the same place");

  Vector3 place(0.5, std::sqrt(3.0) / 2.0, 0.0);
  if (point.number == 5) place.y() = -place.y();
  if (point.number <= 3) {
    const double gamma = collinear_gamma(point.number, mu);
    place = Vector3(point.number == 1   ? 1.0 - gamma
                    : point.number == 2 ? 1.0 + gamma
                                        : -gamma,
                    0.0, 0.0);
  }
  // NOTE: the bodies' own accelerations are zero in GMAT here, so the plane is held still.
  const Vector3 x = r / distance;
  const Vector3 z = r.cross(v).normalized();
  const Vector3 y = z.cross(x);
  const Vector3 x_rate = v / distance - (x / distance) * x.dot(v);
  const Vector3 y_rate = z.cross(x_rate);
  Matrix3 rotation;
  rotation << x, y, z;
  Matrix3 rate;
  rate << x_rate, y_rate, Vector3::Zero();
  const Vector3 place_km = distance * place;
  const Vector3 drift_km_s = v.dot(r) / distance * place;
  return CartesianState{rotation * place_km, rate * place_km + rotation * drift_km_s} + primary;
}

}  // namespace gmat_sweep::astro
