#include "mission/frame.hpp"

#include <fmt/format.h>

#include <numbers>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/program.hpp"
#include "mission/tables/frame_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::AxesKind;
using astro::Body;
using astro::CartesianState;
using astro::CoordinateSystemSpec;
using astro::Point;
using astro::PointPtr;
using tables::coordinate_system_fields;
using tables::ground_station_fields;
using tables::libration_point_fields;

constexpr double radians = std::numbers::pi / 180.0;

FrameInfo built_in(std::string name, Body origin, AxesKind axes) {
  CoordinateSystemSpec spec;
  spec.name = name;
  spec.axes = axes;
  spec.origin = Point::of(origin);
  return {std::move(name), std::nullopt,
          std::make_shared<const CoordinateSystemSpec>(std::move(spec))};
}

const std::string& text_of(const std::vector<FieldValue>& values, std::size_t index) {
  return std::get<std::string>(values[index]);
}

double real_of(const std::vector<FieldValue>& values, std::size_t index) {
  return std::get<double>(values[index]);
}

bool uses_spacecraft(const PointPtr& point) {
  if (!point) return false;
  if (std::holds_alternative<Point::Spacecraft>(point->what)) return true;
  const auto* libration = std::get_if<Point::Libration>(&point->what);
  return libration != nullptr &&
         (uses_spacecraft(libration->primary) || uses_spacecraft(libration->secondary));
}

bool uses_spacecraft(const CoordinateSystemSpec& spec) {
  return uses_spacecraft(spec.origin) || uses_spacecraft(spec.primary) ||
         uses_spacecraft(spec.secondary) || uses_spacecraft(spec.reference_object) ||
         (spec.constraint_system && uses_spacecraft(*spec.constraint_system));
}

Point::What station(const std::vector<FieldValue>& values, const astro::BodyTable& bodies,
                    std::vector<std::string>& problems) {
  const auto& name = text_of(values, field_index(ground_station_fields, "CentralBody"));
  const auto body = astro::find_body(name);
  if (!body) problems.push_back("CentralBody: there is no body " + name);
  const Body on = body.value_or(Body::earth);
  const double a = real_of(values, field_index(ground_station_fields, "Location1"));
  const double b = real_of(values, field_index(ground_station_fields, "Location2"));
  const double c = real_of(values, field_index(ground_station_fields, "Location3"));
  if (text_of(values, field_index(ground_station_fields, "StateType")) == "Cartesian") {
    return Point::Surface{on, {a, b, c}};
  }
  const bool ellipsoid =
      text_of(values, field_index(ground_station_fields, "HorizonReference")) == "Ellipsoid";
  return Point::Surface{on, ellipsoid
                                ? astro::ellipsoid_place_km(bodies[on], a * radians, b * radians, c)
                                : astro::sphere_place_km(bodies[on], a * radians, b * radians, c)};
}

astro::ReferenceAxis axis(const std::vector<FieldValue>& values, std::size_t index,
                          std::vector<std::string>& problems) {
  const auto& name = text_of(values, index);
  const auto read = astro::reference_axis_from_name(name);
  if (read) return *read;
  problems.push_back(fmt::format("{}: expected R, V or N, or one of them with a sign, found {}",
                                 coordinate_system_fields[index].name, name));
  return {};
}

std::shared_ptr<const CoordinateSystemSpec> constraint_system(const Program& program,
                                                              const FieldTable& fields,
                                                              const astro::BodyTable& bodies,
                                                              const std::string& name,
                                                              std::vector<std::string>& problems) {
  const auto frame = program.find_frame(name);
  if (!frame) {
    problems.push_back(fmt::format("ConstraintCoordinateSystem: {} is not created", name));
    return nullptr;
  }
  const auto& info = program.frames[*frame];
  return info.object ? read_coordinate_system(program, fields, bodies, *info.object, problems)
                     : info.spec;
}

}  // namespace

std::vector<FrameInfo> built_in_frames() {
  return {built_in("EarthMJ2000Eq", Body::earth, AxesKind::mj2000_eq),
          built_in("EarthMJ2000Ec", Body::earth, AxesKind::mj2000_ec),
          built_in("EarthFixed", Body::earth, AxesKind::body_fixed),
          built_in("EarthICRF", Body::earth, AxesKind::icrf)};
}

FrameInfo body_frame(Body body) {
  return built_in(fmt::format("{}: MJ2000Eq", astro::constants_of(body).name), body,
                  AxesKind::mj2000_eq);
}

PointPtr read_point(const Program& program, const FieldTable& fields,
                    const astro::BodyTable& bodies, std::string_view name,
                    std::vector<std::string>& problems) {
  if (const auto body = astro::find_body(name)) return Point::of(*body);
  if (name == "SolarSystemBarycenter") return Point::of(Point::SolarSystemBarycentre{});
  const auto id = program.find(name);
  if (!id) {
    problems.push_back(fmt::format("there is no body or point {}{}", name,
                                   did_you_mean(name, program.object_names())));
    return nullptr;
  }
  const auto& object = program.objects[*id];
  const auto& values = fields[*id];
  if (object.spacecraft) return Point::of(Point::Spacecraft{*object.spacecraft});
  if (object.type->name == "Barycenter") {
    Point::Barycentre barycentre;
    for (const auto& body_name : std::get<Names>(values[0])) {
      const auto body = astro::find_body(body_name);
      if (body) barycentre.bodies.push_back(*body);
      if (!body) problems.push_back(fmt::format("{}: there is no body {}", name, body_name));
    }
    return Point::of(std::move(barycentre));
  }
  if (object.type->name == "LibrationPoint") {
    const auto primary =
        read_point(program, fields, bodies,
                   text_of(values, field_index(libration_point_fields, "Primary")), problems);
    const auto secondary =
        read_point(program, fields, bodies,
                   text_of(values, field_index(libration_point_fields, "Secondary")), problems);
    const auto& number = text_of(values, field_index(libration_point_fields, "Point"));
    return Point::of(Point::Libration{primary, secondary, number.back() - '0'});
  }
  if (object.type->name == "GroundStation") return Point::of(station(values, bodies, problems));
  problems.push_back(fmt::format("{} is a {}, which is no place", name, object.type->name));
  return nullptr;
}

std::shared_ptr<const CoordinateSystemSpec> read_coordinate_system(
    const Program& program, const FieldTable& fields, const astro::BodyTable& bodies,
    ObjectId object, std::vector<std::string>& problems) {
  const auto& values = fields[object];
  const auto point = [&](std::size_t index) {
    return read_point(program, fields, bodies, text_of(values, index), problems);
  };
  const auto vector = [&](std::size_t first) {
    return astro::Vector3(real_of(values, first), real_of(values, first + 1),
                          real_of(values, first + 2));
  };
  CoordinateSystemSpec spec;
  spec.name = program.objects[object].name;
  spec.origin = point(field_index(coordinate_system_fields, "Origin"));
  const auto axes =
      astro::axes_kind_from_name(text_of(values, field_index(coordinate_system_fields, "Axes")));
  if (axes) spec.axes = *axes;
  spec.epoch_a1_mjd = real_of(values, field_index(coordinate_system_fields, "Epoch"));
  if (spec.axes == AxesKind::object_referenced) {
    spec.primary = point(field_index(coordinate_system_fields, "Primary"));
    spec.secondary = point(field_index(coordinate_system_fields, "Secondary"));
    spec.x = axis(values, field_index(coordinate_system_fields, "XAxis"), problems);
    spec.y = axis(values, field_index(coordinate_system_fields, "YAxis"), problems);
    spec.z = axis(values, field_index(coordinate_system_fields, "ZAxis"), problems);
  } else if (spec.axes == AxesKind::local_aligned_constrained) {
    spec.reference_object = point(field_index(coordinate_system_fields, "ReferenceObject"));
    spec.alignment_vector = vector(field_index(coordinate_system_fields, "AlignmentVectorX"));
    spec.constraint_vector = vector(field_index(coordinate_system_fields, "ConstraintVectorX"));
    spec.constraint_reference_vector =
        vector(field_index(coordinate_system_fields, "ConstraintReferenceVectorX"));
    spec.constraint_system = constraint_system(
        program, fields, bodies,
        text_of(values, field_index(coordinate_system_fields, "ConstraintCoordinateSystem")),
        problems);
  }
  return std::make_shared<const CoordinateSystemSpec>(std::move(spec));
}

Frames::Frames(const Program& program, const astro::DataCatalogue& data, const FieldTable& fields,
               const astro::BodyTable& bodies, const std::vector<SpacecraftState>& spacecraft)
    : program_(program), data_(data), fields_(fields), bodies_(bodies), spacecraft_(spacecraft) {}

astro::FrameContext& Frames::context() {
  if (!context_) {
    context_ =
        std::make_unique<astro::FrameContext>(data_.ephemeris(), data_.time_converter(),
                                              data_.nutation(), data_.icrf_rotation(), bodies_);
  }
  return *context_;
}

Frames::Use& Frames::use(FrameId frame) {
  if (frame >= uses_.size()) uses_.resize(program_.frames.size());
  auto& use = uses_[frame];
  if (use.system) return use;
  const auto& info = program_.frames[frame];
  std::vector<std::string> problems;
  const auto spec = info.object
                        ? read_coordinate_system(program_, fields_, bodies_, *info.object, problems)
                        : info.spec;
  if (!problems.empty()) throw RunFailed(fmt::format("{}: {}", info.name, problems.front()));
  if (const auto* body = std::get_if<Body>(&spec->origin->what)) use.origin = *body;
  use.has_fixed_axes = spec->axes == AxesKind::body_fixed;
  use.follows_spacecraft = uses_spacecraft(*spec);
  use.system = std::make_unique<astro::CoordinateSystem>(*spec, context());
  return use;
}

CartesianState Frames::point_state(std::string_view name, double a1_mjd) {
  auto& point = points_[std::string(name)];
  if (!point) {
    std::vector<std::string> problems;
    point = read_point(program_, fields_, bodies_, name, problems);
    if (!problems.empty()) throw RunFailed(fmt::format("{}: {}", name, problems.front()));
  }
  return context().state_of(*point, astro::Instant(a1_mjd));
}

void Frames::place_spacecraft(const Use& frame) {
  if (!frame.follows_spacecraft) return;
  places_.resize(spacecraft_.size());
  for (std::size_t i = 0; i < spacecraft_.size(); ++i) places_[i] = spacecraft_[i].state;
  context().set_spacecraft(places_);
}

CartesianState Frames::from_base(const CartesianState& base, FrameId frame, double a1_mjd,
                                 bool fresh_nutation) {
  if (frame == base_frame) return base;
  auto& to = use(frame);
  place_spacecraft(to);
  return astro::from_earth_mj2000eq(base, *to.system, a1_mjd, fresh_nutation);
}

CartesianState Frames::to_base(const CartesianState& state, FrameId frame, double a1_mjd) {
  if (frame == base_frame) return state;
  auto& from = use(frame);
  place_spacecraft(from);
  return astro::to_earth_mj2000eq(state, *from.system, a1_mjd);
}

astro::RotationState Frames::axes_to_base(FrameId frame, double a1_mjd) {
  if (frame == base_frame) return {};
  auto& from = use(frame);
  place_spacecraft(from);
  return from.system->axes(a1_mjd);
}

std::optional<Body> Frames::origin_body(FrameId frame) {
  if (frame == base_frame) return Body::earth;
  return use(frame).origin;
}

double Frames::mu_km3_s2(FrameId frame) {
  const auto body = origin_body(frame);
  if (body) return bodies_[*body].mu_km3_s2;
  throw RunFailed(
      fmt::format("the coordinate system {} has no body at its origin, so orbital "
                  "elements have no meaning in it",
                  program_.frames[frame].name));
}

ElementOrigin Frames::element_origin(FrameId frame, StateType type) {
  if (!needs_body(type)) return {};
  ElementOrigin origin{.mu_km3_s2 = mu_km3_s2(frame)};
  const auto& body = bodies_[*origin_body(frame)];
  origin.equatorial_radius_km = body.equatorial_radius_km;
  origin.flattening = body.flattening;
  origin.has_fixed_axes = frame != base_frame && use(frame).has_fixed_axes;
  return origin;
}

bool Frames::follows_spacecraft(FrameId frame) {
  return frame != base_frame && use(frame).follows_spacecraft;
}

CartesianState Frames::body_fixed(const CartesianState& base, Body body, double a1_mjd) {
  if (body == Body::earth) return from_base(base, earth_fixed_frame, a1_mjd);
  auto& system = body_fixed_[static_cast<std::size_t>(body)];
  if (!system) {
    CoordinateSystemSpec spec;
    spec.name = fmt::format("{}Fixed", astro::constants_of(body).name);
    spec.axes = AxesKind::body_fixed;
    spec.origin = Point::of(body);
    system = std::make_unique<astro::CoordinateSystem>(std::move(spec), context());
  }
  return astro::from_earth_mj2000eq(base, *system, a1_mjd);
}

}  // namespace gmat_sweep::mission
