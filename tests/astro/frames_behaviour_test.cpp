#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "astro/coordinate_system.hpp"
#include "astro/data_catalogue.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

using ::testing::HasSubstr;

constexpr double epoch = 30903.25;

class Frames : public ::testing::Test {
 protected:
  CartesianState state_of(const PointPtr& point, double a1_mjd = epoch) {
    return context_.state_of(*point, a1_mjd);
  }
  CoordinateSystem system(CoordinateSystemSpec spec) { return {std::move(spec), context_}; }
  std::string refusal(CoordinateSystemSpec spec) {
    spec.name = "CS";
    try {
      CoordinateSystem made(std::move(spec), context_);
      made.axes(epoch);
    } catch (const GmatSweepError& error) {
      return error.what();
    }
    return "accepted";
  }
  /// The largest difference between the axes' rate and their change over some time each way.
  double rate_error(CoordinateSystem& axes) {
    const SplitTime middle(epoch);
    const Matrix3 rate = axes.axes(middle).to_inertial_rate_per_s;
    // GMAT's doubles are 3e-7 s apart: the differences are taken over what they come to.
    const double before = middle.plus_seconds(-50).days();
    const double after = middle.plus_seconds(50).days();
    const Matrix3 later = axes.axes(after, true).to_inertial;
    const Matrix3 change = later - axes.axes(before, true).to_inertial;
    return (change / ((after - before) * 86400) - rate).norm();
  }

  DataCatalogue data_;
  FrameContext context_{data_};
};

TEST_F(Frames, barycentre_of_earth_and_moon_lies_on_their_line) {
  const auto centre = state_of(Point::of(Point::Barycentre{{Body::earth, Body::luna}}));
  const auto luna = state_of(Point::of(Body::luna));
  const double share = constants_of(Body::luna).mu_km3_s2 /
                       (constants_of(Body::luna).mu_km3_s2 + constants_of(Body::earth).mu_km3_s2);
  EXPECT_LT((centre.position_km - share * luna.position_km).norm(), 1e-9);
  EXPECT_LT((centre.velocity_km_s - share * luna.velocity_km_s).norm(), 1e-15);
}

TEST_F(Frames, solar_system_barycentre_is_near_the_sun) {
  const auto centre = state_of(Point::of(Point::SolarSystemBarycentre{}));
  const auto sun = state_of(Point::of(Body::sun));
  EXPECT_LT((centre.position_km - sun.position_km).norm(), 2.2e6);
  EXPECT_GT((centre.position_km - sun.position_km).norm(), 1e4);
}

TEST_F(Frames, collinear_libration_points_balance_gravity_and_turning) {
  const auto earth_moon = Point::of(Point::Barycentre{{Body::earth, Body::luna}});
  const double mu_sun = constants_of(Body::sun).mu_km3_s2;
  const double mu_planet = constants_of(Body::earth).mu_km3_s2 + constants_of(Body::luna).mu_km3_s2;
  const Vector3 sun = state_of(Point::of(Body::sun)).position_km;
  const Vector3 planet = state_of(earth_moon).position_km;
  const double distance = (planet - sun).norm();
  const double mass_ratio = mu_planet / (mu_sun + mu_planet);
  const double turning2 = (mu_sun + mu_planet) / std::pow(distance, 3);
  for (const int number : {1, 2, 3}) {
    const auto point = Point::of(Point::Libration{Point::of(Body::sun), earth_moon, number});
    const double x = (state_of(point).position_km - sun).dot((planet - sun) / distance);
    const auto pull = [](double mu, double from) {
      return -mu * from / std::pow(std::abs(from), 3);
    };
    const double balance =
        pull(mu_sun, x) + pull(mu_planet, x - distance) + turning2 * (x - mass_ratio * distance);
    EXPECT_LT(std::abs(balance), 1e-12) << "L" << number;
    EXPECT_LT((state_of(point).position_km - sun).cross(planet - sun).norm(),
              1e-6 * distance * distance);
  }
}

TEST_F(Frames, triangular_libration_points_make_equal_sides) {
  const Vector3 earth = Vector3::Zero();
  const Vector3 luna = state_of(Point::of(Body::luna)).position_km;
  for (const int number : {4, 5}) {
    const auto point =
        Point::of(Point::Libration{Point::of(Body::earth), Point::of(Body::luna), number});
    const Vector3 place = state_of(point).position_km;
    EXPECT_NEAR((place - earth).norm(), luna.norm(), 1e-6);
    EXPECT_NEAR((place - luna).norm(), luna.norm(), 1e-6);
    const double side =
        luna.cross(place).dot(luna.cross(state_of(Point::of(Body::luna)).velocity_km_s));
    EXPECT_EQ(side > 0, number == 4);  // L4 leads
  }
}

TEST_F(Frames, a_ground_station_turns_with_the_earth) {
  const auto station = Point::of(
      Point::Surface{Body::earth, ellipsoid_place_km(constants_of(Body::earth), 0.6, -1.2, 0.5)});
  const auto state = state_of(station);
  EXPECT_NEAR(state.position_km.norm(), 6371.6, 1.0);
  EXPECT_NEAR(state.velocity_km_s.norm(), 7.2921e-5 * 6378.6 * std::cos(0.6), 2e-3);
  EXPECT_NEAR(sphere_place_km(constants_of(Body::earth), 0.6, -1.2, 0.5).norm(), 6378.6363, 1e-9);
}

TEST_F(Frames, topocentric_axes_point_south_east_up) {
  CoordinateSystemSpec spec;
  spec.axes = AxesKind::topocentric;
  spec.origin = Point::of(
      Point::Surface{Body::earth, ellipsoid_place_km(constants_of(Body::earth), 0.6, -1.2, 0.0)});
  CoordinateSystem topocentric = system(spec);
  const Matrix3 axes = topocentric.axes(epoch).to_inertial;
  const Vector3 place = topocentric.origin(epoch).position_km;
  EXPECT_GT(axes.col(2).dot(place.normalized()), 0.99999);
  EXPECT_NEAR(axes.col(1).dot(place), 0.0, 1e-8);
  EXPECT_LT(axes.col(0).z(), 0.0);
  EXPECT_GT(axes.col(1).dot(topocentric.origin(epoch).velocity_km_s), 0.0);
}

TEST_F(Frames, object_referenced_axes_follow_a_spacecraft) {
  const std::vector<CartesianState> craft{{Vector3(7000, 100, -200), Vector3(0.3, 6.5, 3.5)}};
  context_.set_spacecraft(craft);
  CoordinateSystemSpec spec;
  spec.axes = AxesKind::object_referenced;
  spec.origin = Point::of(Point::Spacecraft{0});
  spec.primary = Point::of(Body::earth);
  spec.secondary = Point::of(Point::Spacecraft{0});
  spec.x = *reference_axis_from_name("V");
  spec.y = *reference_axis_from_name("N");
  CoordinateSystem vnb = system(spec);
  const auto seen = from_earth_mj2000eq(craft[0], vnb, epoch);
  EXPECT_LT(seen.position_km.norm(), 1e-12);
  const Matrix3 axes = vnb.axes(epoch).to_inertial;
  EXPECT_NEAR(axes.col(0).dot(craft[0].velocity_km_s), craft[0].velocity_km_s.norm(), 1e-12);
  EXPECT_NEAR(axes.col(1).dot(craft[0].position_km), 0.0, 1e-10);

  spec.x = *reference_axis_from_name("-R");
  spec.y = {};
  spec.z = *reference_axis_from_name("-n");
  CoordinateSystem reversed = system(spec);
  const Matrix3 turned = reversed.axes(epoch).to_inertial;
  EXPECT_NEAR(turned.col(0).dot(craft[0].position_km), -craft[0].position_km.norm(), 1e-9);
  EXPECT_NEAR(turned.determinant(), 1.0, 1e-14);
}

TEST_F(Frames, aligned_axis_points_at_its_object_and_the_constraint_lies_in_plane) {
  CoordinateSystemSpec spec;
  spec.axes = AxesKind::local_aligned_constrained;
  spec.reference_object = Point::of(Body::luna);
  spec.alignment_vector = Vector3(0, 0, 2);
  spec.constraint_vector = Vector3(1, 0, 0);
  spec.constraint_reference_vector = Vector3(0, 0, 1);
  spec.constraint_system = std::make_shared<const CoordinateSystemSpec>();
  CoordinateSystem aligned = system(spec);
  const RotationState rotation = aligned.axes(epoch);
  const Vector3 luna = state_of(Point::of(Body::luna)).position_km.normalized();
  EXPECT_LT((rotation.to_inertial.col(2) - luna).norm(), 1e-15);
  // North lies in the plane of the aligned and constrained axes, on the constrained side.
  EXPECT_NEAR(rotation.to_inertial.col(1).z(), 0.0, 1e-15);
  EXPECT_GT(rotation.to_inertial.col(0).z(), 0.0);
  EXPECT_LT(rate_error(aligned), 1e-12);
}

TEST_F(Frames, rates_are_the_axes_derivatives) {
  for (const char* name : {"BodyFixed", "GSE", "GSM", "BodySpinSun"}) {
    CoordinateSystemSpec spec;
    spec.axes = *axes_kind_from_name(name);
    CoordinateSystem axes = system(spec);
    // GMAT leaves out the motion of the ecliptic, which the Moon shakes, and of the pole.
    EXPECT_LT(rate_error(axes), 5e-10) << name;
  }
  CoordinateSystemSpec luna;
  luna.origin = Point::of(Body::luna);
  for (const AxesKind kind : {AxesKind::body_fixed, AxesKind::equator}) {
    luna.axes = kind;
    CoordinateSystem axes = system(luna);
    EXPECT_LT(rate_error(axes), 1e-14);
  }
}

TEST_F(Frames, conversion_between_systems_of_one_origin_adds_nothing) {
  CoordinateSystemSpec luna;
  luna.origin = Point::of(Body::luna);
  CoordinateSystem inertial = system(luna);
  luna.axes = AxesKind::body_fixed;
  CoordinateSystem fixed = system(luna);
  const CartesianState close{Vector3(1.0, 2.0, 3.0), Vector3(1e-3, 0, 0)};
  const CartesianState there = convert(close, inertial, fixed, epoch);
  EXPECT_NEAR(there.position_km.norm(), close.position_km.norm(), 1e-15);
  const CartesianState back = convert(there, fixed, inertial, epoch);
  EXPECT_LT((back.position_km - close.position_km).norm(), 1e-15);
  EXPECT_LT((back.velocity_km_s - close.velocity_km_s).norm(), 1e-18);
}

TEST_F(Frames, what_cannot_be_is_refused_by_name) {
  CoordinateSystemSpec spec;
  spec.origin = Point::of(Point::SolarSystemBarycentre{});
  for (const AxesKind kind : {AxesKind::body_fixed, AxesKind::body_inertial, AxesKind::equator,
                              AxesKind::body_spin_sun}) {
    spec.axes = kind;
    EXPECT_THAT(refusal(spec), HasSubstr("CS: its axes need a celestial body"));
  }
  spec.axes = AxesKind::topocentric;
  EXPECT_THAT(refusal(spec), HasSubstr("ground station"));
  spec.axes = AxesKind::teme;
  EXPECT_THAT(refusal(spec), HasSubstr("Earth alone"));
  CoordinateSystemSpec referenced;
  referenced.axes = AxesKind::object_referenced;
  EXPECT_THAT(refusal(referenced), HasSubstr("Primary and a Secondary"));
  referenced.primary = Point::of(Body::earth);
  referenced.secondary = Point::of(Body::luna);
  referenced.x = *reference_axis_from_name("R");
  EXPECT_THAT(refusal(referenced), HasSubstr("exactly two"));
  referenced.y = *reference_axis_from_name("-R");
  EXPECT_THAT(refusal(referenced), HasSubstr("same direction"));
  referenced.y = *reference_axis_from_name("N");
  referenced.secondary = Point::of(Body::earth);
  EXPECT_THAT(refusal(referenced), HasSubstr("coincide"));
  CoordinateSystemSpec aligned;
  aligned.axes = AxesKind::local_aligned_constrained;
  EXPECT_THAT(refusal(aligned), HasSubstr("ReferenceObject"));
  CoordinateSystemSpec craft;
  craft.axes = AxesKind::object_referenced;
  craft.primary = Point::of(Body::earth);
  craft.secondary = Point::of(Point::Spacecraft{3});
  craft.x = *reference_axis_from_name("R");
  craft.z = *reference_axis_from_name("N");
  EXPECT_THAT(refusal(craft), HasSubstr("spacecraft 3"));
  EXPECT_EQ(reference_axis_from_name("Q"), std::nullopt);
  EXPECT_EQ(axes_kind_from_name("MJ2000"), std::nullopt);
  EXPECT_THAT(axes_kind_names(), HasSubstr("LocalAlignedConstrained"));
}

TEST(IcrfRotation, table_of_ours_holds_what_gmats_holds_and_ends_with_an_error) {
  const DataCatalogue data;
  const auto icrf = data.icrf_rotation();
  EXPECT_EQ(icrf->entries().size(), 49063U);
  EXPECT_NEAR(icrf->entries().front().a1_mjd, 6935.000000397937, 1e-12);
  EXPECT_NEAR(icrf->entries().back().a1_mjd, 58070.000000397937, 1e-11);
  // The last line of GMAT's ICRF_Table.txt.
  EXPECT_LT((icrf->entries().back().rotation_rad -
             Vector3(-1.121091091308e-07, 6.644870533951e-07, -7.874540772839e-10))
                .norm(),
            1e-15);
  EXPECT_THROW(icrf->to_mj2000eq(58071.0), GmatSweepError);
  const Matrix3 rotation = icrf->to_mj2000eq(30000.3);
  EXPECT_NEAR(rotation.determinant(), 1.0, 1e-15);
  const auto own = IcrfRotation::from_icrf_table(
      "1.0, 1e-8, 2e-8, 3e-8\n2.0, 1e-8, 2e-8, 3e-8\n3.0, 1e-8, 2e-8, 3e-8\n"
      "4.0, 1e-8, 2e-8, 3e-8\n5.0, 1e-8, 2e-8, 3e-8\n6.0, 1e-8, 2e-8, 3e-8\n"
      "7.0, 1e-8, 2e-8, 3e-8\n8.0, 1e-8, 2e-8, 3e-8\n9.0, 1e-8, 2e-8, 3e-8\n"
      "10.0, 1e-8, 2e-8, 3e-8\n11.0, 1e-8, 2e-8, 3e-8\n",
      "T");
  EXPECT_NEAR(own.to_mj2000eq(4.4)(1, 0), 3e-8, 1e-15);
}

}  // namespace
}  // namespace gmat_sweep::astro
