#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <functional>
#include <vector>

#include "astro/body_orientation.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/earth_rotation.hpp"
#include "astro/force_point_mass.hpp"
#include "astro/force_radiation.hpp"
#include "astro/force_relativity.hpp"
#include "astro/force_tides.hpp"
#include "astro/solar_system.hpp"
#include "gmat_sweep/errors.hpp"
#include "reference.hpp"

namespace gmat_sweep::astro {
namespace {

using testing::read_reference;

using Acceleration = std::function<Vector3(const CartesianState&, const SplitTime&)>;

/// Holds a force model against GMAT's accelerations at the reference's states.
void expect_agreement(const char* model, const Acceleration& acceleration) {
  const auto reference = read_reference("accelerations.json");
  for (const Value& entry :
       reference.at("models").as_map().at(model).as_map().at("cases").as_list()) {
    const auto& fields = entry.as_map();
    const SplitTime epoch(fields.at("a1_mjd").as_real());
    const Vector3 expected = testing::vector3(fields.at("acceleration_km_s2"));
    const Vector3 found = acceleration(testing::state(fields.at("state_km_km_s")), epoch);
    const double off = (found - expected).norm() / expected.norm();
    std::printf("%s: %.1e relative\n", model, off);
    EXPECT_LT(off, 1e-12) << model;
  }
}

SolarSystem solar_system(const DataCatalogue& data) {
  return {data.ephemeris(), data.time_converter()};
}

TEST(LunarGravity, agrees_with_gmat) {
  const DataCatalogue data;
  SolarSystem bodies(data.ephemeris(), data.time_converter());
  const auto field = data.gravity("LP165P.cof", Body::luna, 16, 16);
  GravityEvaluator gravity(*field, 16, 16);
  BodyFixedAxes fixed(Body::luna, bodies, data.nutation());
  expect_agreement("luna_lp165p_16x16", [&](const CartesianState& state, const SplitTime& epoch) {
    const Matrix3 to_inertial = fixed.at(epoch).to_inertial;
    const Vector3 luna = bodies.position_km(Body::luna, epoch);
    Vector3 sum =
        to_inertial * gravity.acceleration_km_s2(to_inertial.transpose() * state.position_km);
    for (const Body body : {Body::earth, Body::sun})
      sum += point_mass_acceleration_km_s2(
          state.position_km, bodies.position_km(body, epoch) - luna, constants_of(body).mu_km3_s2);
    return sum;
  });
}

double mu(Body body) { return constants_of(body).mu_km3_s2; }

TEST(PointMassForce, agrees_with_gmat) {
  const DataCatalogue data;
  SolarSystem bodies = solar_system(data);
  const std::vector<std::pair<const char*, std::vector<Body>>> models = {
      {"earth_point_mass", {Body::earth}},
      {"earth_luna", {Body::earth, Body::luna}},
      {"earth_sun", {Body::earth, Body::sun}},
      {"earth_all_planets",
       {Body::earth, Body::luna, Body::sun, Body::venus, Body::mars, Body::jupiter, Body::saturn}}};
  for (const auto& [model, masses] : models)
    expect_agreement(model, [&](const CartesianState& state, const SplitTime& epoch) {
      Vector3 sum = Vector3::Zero();
      for (const Body body : masses)
        sum += point_mass_acceleration_km_s2(state.position_km, bodies.position_km(body, epoch),
                                             mu(body));
      return sum;
    });
}

TEST(SolidTide, agrees_with_gmat) {
  const DataCatalogue data;
  SolarSystem bodies = solar_system(data);
  const auto field = data.gravity("JGM2.cof", Body::earth, 4, 4);
  GravityEvaluator gravity(*field, 4, 4);
  const LoveNumbers love = LoveNumbers::of_earth();
  expect_agreement("jgm2_4x4_solid_tide", [&](const CartesianState& state, const SplitTime& epoch) {
    EarthFixedAxes fixed(data.time_converter(), data.nutation());
    const Matrix3 to_inertial = fixed.at(epoch).to_inertial;
    GravityEvaluator::Corrections corrections;
    for (const Body raiser : {Body::sun, Body::luna})
      add_solid_tide(love, to_inertial.transpose() * bodies.position_km(raiser, epoch),
                     mu(raiser) / field->mu_km3_s2(), field->radius_km(), corrections);
    gravity.set_corrections(corrections);
    return Vector3(to_inertial *
                   gravity.acceleration_km_s2(to_inertial.transpose() * state.position_km));
  });
}

Vector3 radiation(SolarSystem& bodies, const CartesianState& state, const SplitTime& epoch,
                  std::vector<Body> shadows) {
  const Vector3 sun = bodies.position_km(Body::sun, epoch);
  std::vector<ShadowBody> casting;
  for (const Body body : shadows)
    casting.push_back({bodies.position_km(body, epoch), constants_of(body).equatorial_radius_km});
  const double lit =
      sunlit_fraction(state.position_km, sun, constants_of(Body::sun).equatorial_radius_km, casting,
                      Vector3::Zero());
  return point_mass_acceleration_km_s2(state.position_km, Vector3::Zero(), mu(Body::earth)) +
         solar_radiation_acceleration_km_s2(state.position_km - sun, lit, 1.8, 10.0, 850.0, {});
}

TEST(RadiationPressure, agrees_with_gmat) {
  const DataCatalogue data;
  SolarSystem bodies = solar_system(data);
  expect_agreement("point_mass_srp", [&](const CartesianState& state, const SplitTime& epoch) {
    return radiation(bodies, state, epoch, {Body::earth});
  });
  expect_agreement("point_mass_srp_shadow_luna",
                   [&](const CartesianState& state, const SplitTime& epoch) {
                     return radiation(bodies, state, epoch, {Body::luna, Body::earth});
                   });
}

TEST(RadiationPressure, shadow_deepens_from_light_through_penumbra_to_umbra) {
  const Vector3 sun(149597870.0, 0, 0);
  const double sun_radius = constants_of(Body::sun).equatorial_radius_km;
  const std::array earth{ShadowBody{Vector3::Zero(), 6378.1363}};
  double last = 1.0;
  for (double y = 6700; y > 6000; y -= 10) {
    const double lit = sunlit_fraction({-42000, y, 0}, sun, sun_radius, earth, Vector3::Zero());
    EXPECT_LE(lit, last);
    EXPECT_GE(lit, 0.0);
    last = lit;
  }
  EXPECT_EQ(last, 0.0);
  EXPECT_EQ(sunlit_fraction({42000, 0, 0}, sun, sun_radius, earth, Vector3::Zero()), 1.0);
}

TEST(RadiationPressure, an_annular_eclipse_leaves_a_ring) {
  const Vector3 sun(149597870.0, 0, 0);
  const std::array luna{ShadowBody{Vector3::Zero(), 1738.2}};
  const double lit = sunlit_fraction({-500000, 0, 0}, sun, 695990.0, luna, Vector3::Zero());
  const double ratio = std::asin(1738.2 / 500000) / std::asin(695990.0 / (149597870.0 + 500000));
  EXPECT_NEAR(lit, 1 - ratio * ratio, 1e-15);
}

TEST(RadiationPressure, two_eclipses_that_stand_apart_add) {
  const Vector3 sun(149597870.0, 0, 0);
  const Vector3 craft(-400000, 0, 0);
  // Two small bodies before the Sun's disc, beside one another.
  const std::array both{ShadowBody{{0, 700, 0}, 400}, ShadowBody{{0, -700, 0}, 300}};
  const auto alone = [&](const ShadowBody& body) {
    return sunlit_fraction(craft, sun, 695990.0, std::span(&body, 1), Vector3::Zero());
  };
  EXPECT_NEAR(sunlit_fraction(craft, sun, 695990.0, both, Vector3::Zero()),
              alone(both[0]) + alone(both[1]) - 1.0, 1e-14);
}

TEST(Relativity, agrees_with_gmat) {
  const DataCatalogue data;
  SolarSystem bodies = solar_system(data);
  expect_agreement(
      "point_mass_relativity", [&](const CartesianState& state, const SplitTime& epoch) {
        EarthFixedAxes fixed(data.time_converter(), data.nutation());
        const CartesianState& sun = bodies.state(Body::sun, epoch);
        RelativityInputs inputs;
        inputs.mu_km3_s2 = mu(Body::earth);
        inputs.radius_km = constants_of(Body::earth).equatorial_radius_km;
        inputs.fixed_to_body_inertial = fixed.at(epoch);
        inputs.sun_mu_km3_s2 = mu(Body::sun);
        inputs.from_sun = {-sun.position_km, -sun.velocity_km_s};
        return Vector3(
            point_mass_acceleration_km_s2(state.position_km, Vector3::Zero(), mu(Body::earth)) +
            relativistic_acceleration_km_s2(state, inputs));
      });
}

TEST(LoveNumbers, tide_files_are_read) {
  const LoveNumbers love = LoveNumbers::from_tide_file(
      "% Moon\nK 2 0 0.0240\nk\t3 1 0.009\nKPlus 1 -0.0001\n", "X.tide");
  EXPECT_EQ(love.k[2][0], 0.0240);
  EXPECT_EQ(love.k[3][1], 0.009);
  EXPECT_EQ(love.k_plus[1], -0.0001);
  EXPECT_THROW(LoveNumbers::from_tide_file("K 4 0 0.1\n", "X.tide"), GmatSweepError);
  EXPECT_THROW(LoveNumbers::from_tide_file("J 2 0 0.1\n", "X.tide"), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep::astro
