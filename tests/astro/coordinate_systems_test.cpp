#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>

#include "astro/coordinate_system.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/epoch_text.hpp"
#include "gmat_sweep/errors.hpp"
#include "reference.hpp"

namespace gmat_sweep::astro {
namespace {

using testing::read_reference;

constexpr double rad_per_deg = 3.14159265358979323846 / 180.0;

/// The system that a name of frames.json stands for.
CoordinateSystemSpec spec_of(const std::string& name) {
  CoordinateSystemSpec spec;
  spec.name = name;
  if (name == "EarthLunaRot") {
    spec.axes = AxesKind::object_referenced;
    spec.primary = Point::of(Body::earth);
    spec.secondary = Point::of(Body::luna);
    spec.x = *reference_axis_from_name("R");
    spec.z = *reference_axis_from_name("N");
    return spec;
  }
  if (name == "Topo") {
    spec.axes = AxesKind::topocentric;
    spec.origin = Point::of(Point::Surface{
        Body::earth, ellipsoid_place_km(constants_of(Body::earth), 35.3 * rad_per_deg,
                                        243.1 * rad_per_deg, 1.0)});
    return spec;
  }
  if (const auto kind = axes_kind_from_name(name)) {
    spec.axes = *kind;
    return spec;
  }
  for (const BodyConstants& body : all_bodies())
    if (name.starts_with(body.name)) {
      spec.origin = Point::of(body.body);
      spec.axes = axes_kind_from_name(name.substr(body.name.size())).value();
    }
  return spec;
}

TEST(CoordinateSystems, all_of_the_reference_agree_with_gmat) {
  const DataCatalogue data;
  const TimeConverter converter = data.time_converter();
  std::map<std::string, std::pair<double, double>> worst;
  const auto reference = read_reference("frames.json");
  for (const Value& entry : reference.at("cases").as_list()) {
    const auto& fields = entry.as_map();
    const double epoch =
        parse_epoch(fields.at("utc_gregorian").as_string(), {TimeSystem::utc, true}, converter).mjd;
    const CartesianState inertial = testing::state(fields.at("state_EarthMJ2000Eq_km_km_s"));
    FrameContext context(data);
    for (const auto& [name, numbers] : fields.at("systems").as_map()) {
      CoordinateSystem system(spec_of(name), context);
      const CartesianState expected = testing::state(numbers);
      const CartesianState found = from_earth_mj2000eq(inertial, system, epoch);
      const double off_km = (found.position_km - expected.position_km).norm();
      const double off_km_s = (found.velocity_km_s - expected.velocity_km_s).norm();
      worst[name].first = std::max(worst[name].first, off_km);
      worst[name].second = std::max(worst[name].second, off_km_s);
      EXPECT_LT(off_km, 1e-6) << name << " at " << fields.at("utc_gregorian").as_string();
      EXPECT_LT(off_km_s, 1e-9) << name << " at " << fields.at("utc_gregorian").as_string();

      const CartesianState back = to_earth_mj2000eq(found, system, epoch);
      const double tolerance = 1e-15 * std::max(1e6, found.position_km.norm());
      EXPECT_NEAR((back.position_km - inertial.position_km).norm(), 0.0, tolerance) << name;
    }
  }
  for (const auto& [name, off] : worst)
    std::printf("%-20s %.1e m  %.1e m/s\n", name.c_str(), off.first * 1e3, off.second * 1e3);
  EXPECT_EQ(worst.size(), 34U);
}

}  // namespace
}  // namespace gmat_sweep::astro
