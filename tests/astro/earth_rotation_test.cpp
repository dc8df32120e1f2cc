#include "astro/earth_rotation.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "astro/data_catalogue.hpp"
#include "astro/epoch_text.hpp"
#include "reference.hpp"

namespace gmat_sweep::astro {
namespace {

using testing::read_reference;

/// GMAT's sidereal time goes through days in one double, which rounds by so much.
constexpr double rounding_rad = 2e-13;

EarthFixedAxes axes(const DataCatalogue& data, double nutation_update_interval_s = 60.0) {
  return {data.time_converter(), data.nutation(), nutation_update_interval_s};
}

TEST(EarthFixedAxes, agree_with_gmat_to_a_millimetre) {
  const DataCatalogue data;
  const TimeConverter convert = data.time_converter();
  const auto reference = read_reference("frames.json");
  for (const Value& entry : reference.at("cases").as_list()) {
    const auto& fields = entry.as_map();
    const auto& utc = fields.at("utc_gregorian").as_string();
    const CartesianState inertial = testing::state(fields.at("state_EarthMJ2000Eq_km_km_s"));
    const CartesianState expected = testing::state(fields.at("systems").as_map().at("BodyFixed"));
    EarthFixedAxes fixed = axes(data);
    const RotationState& rotation =
        fixed.at(parse_epoch(utc, {TimeSystem::utc, true}, convert).mjd);
    const Vector3 position = rotation.to_inertial.transpose() * inertial.position_km;
    const Vector3 velocity = rotation.to_inertial.transpose() * inertial.velocity_km_s +
                             rotation.to_inertial_rate_per_s.transpose() * inertial.position_km;
    const double off_km = (position - expected.position_km).norm();
    const double off_km_s = (velocity - expected.velocity_km_s).norm();
    std::printf("%s: %.1e m, %.1e m/s\n", utc.c_str(), off_km * 1e3, off_km_s * 1e3);
    EXPECT_LT(off_km, 1e-6) << utc;
    EXPECT_LT(off_km_s, 1e-9) << utc;
  }
}

TEST(EarthFixedAxes, nutation_is_held_for_its_update_interval) {
  const DataCatalogue data;
  const double epoch = 30500.3;
  const auto later = [&](double seconds) { return epoch + seconds / 86400; };
  EarthFixedAxes held = axes(data);
  EarthFixedAxes fresh = axes(data, 0.0);
  held.at(epoch);
  const double difference_held =
      (held.at(later(55)).to_inertial - fresh.at(later(55)).to_inertial).norm();
  const double difference_renewed =
      (held.at(later(65)).to_inertial - fresh.at(later(65)).to_inertial).norm();
  EXPECT_GT(difference_held, 1e-12);  // nutation moves by some 1e-10 rad a minute
  EXPECT_LT(difference_held, 1e-9);
  EXPECT_LT(difference_renewed, rounding_rad);
  EXPECT_LT((held.at_with_fresh_nutation(SplitTime(later(70))).to_inertial -
             fresh.at(later(70)).to_inertial)
                .norm(),
            rounding_rad);
}

TEST(EarthFixedAxes, the_linear_terms_do_not_show) {
  const DataCatalogue data;
  EarthFixedAxes in_sequence = axes(data, 0.0);
  double worst = 0;
  // From before midnight over two days; and over the leap second of 2016.
  for (const double start : {30500.4, 27754.499}) {
    SplitTime epoch(start);
    for (int i = 0; i < 400; ++i) {
      epoch = epoch.plus_seconds(i % 7 == 0 ? -37.3 : 433.7);
      EarthFixedAxes alone = axes(data, 0.0);
      worst =
          std::max(worst, (in_sequence.at(epoch).to_inertial - alone.at(epoch).to_inertial).norm());
    }
  }
  std::printf("worst %.1e rad\n", worst);
  EXPECT_LT(worst, rounding_rad);
}

TEST(EarthFixedAxes, rate_is_the_derivative) {
  const DataCatalogue data;
  EarthFixedAxes fixed = axes(data);
  const SplitTime epoch(31000.2);
  const RotationState middle = fixed.at(epoch);
  const Matrix3 before = fixed.at(epoch.plus_seconds(-1)).to_inertial;
  const Matrix3 after = fixed.at(epoch.plus_seconds(1)).to_inertial;
  EXPECT_LT(((after - before) / 2 - middle.to_inertial_rate_per_s).norm(), 2e-11);
  EXPECT_NEAR(middle.to_inertial.determinant(), 1.0, 1e-15);
}

TEST(EarthOrientation, is_held_past_both_ends_of_the_table) {
  const DataCatalogue data;
  const auto table = data.earth_orientation();
  const auto& days = table->days();
  EXPECT_EQ(table->ut1_minus_utc_s(table->first_utc_mjd() - 100), days.front().ut1_minus_utc_s);
  EXPECT_EQ(table->ut1_minus_utc_s(table->last_utc_mjd() + 100), days.back().ut1_minus_utc_s);
  EXPECT_EQ(table->polar_motion(days.back().utc_mjd + 50, 0.3).x_arcsec, days.back().x_arcsec);
  EXPECT_EQ(table->polar_motion(days.front().utc_mjd - 50, 0.3).y_arcsec, days.front().y_arcsec);
}

TEST(EarthOrientation, ut1_runs_on_over_a_leap_second) {
  const DataCatalogue data;
  const TimeConverter convert = data.time_converter();
  const auto table = data.earth_orientation();
  const double midnight_tai = convert.convert(27754.5, TimeSystem::utc, TimeSystem::tai);
  const auto ut1_minus_tai = [&](double tai) {
    return (convert.convert(tai, TimeSystem::tai, TimeSystem::ut1) - tai) * 86400;
  };
  EXPECT_NEAR(ut1_minus_tai(midnight_tai - 1.5 / 86400), ut1_minus_tai(midnight_tai + 0.5 / 86400),
              2e-6);
  EXPECT_NEAR(table->ut1_minus_utc_s(midnight_tai) - table->ut1_minus_utc_s(midnight_tai - 0.5),
              1.0, 0.01);
}

TEST(NutationWindow, agrees_with_the_series) {
  const DataCatalogue data;
  const auto series = data.nutation();
  NutationWindow window(series);
  for (int i = 0; i < 3000; ++i) {
    const double t = 0.24 + i * 0.01 / 36525;
    const NutationAngles expected = series->angles(t);
    const NutationAngles found = window.angles(t);
    // The series itself rounds by as much: its arguments run to thousands of radians.
    ASSERT_NEAR(found.delta_psi_rad, expected.delta_psi_rad, 2e-17);
    ASSERT_NEAR(found.delta_epsilon_rad, expected.delta_epsilon_rad, 2e-17);
  }
}

}  // namespace
}  // namespace gmat_sweep::astro
