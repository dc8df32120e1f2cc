#include "astro/body_positions.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "astro/data_catalogue.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

/// The largest difference from the ephemeris, relative to the distance, over `epochs`.
double largest_difference(Body center, const std::vector<Body>& bodies,
                          const std::vector<double>& epochs) {
  const DataCatalogue data;
  SolarSystem windowed(data.ephemeris(), data.time_converter());
  SolarSystem direct(data.ephemeris(), data.time_converter());
  BodyPositions positions(center, windowed);
  for (const Body body : bodies) positions.add(body);
  double largest = 0.0;
  for (const double epoch : epochs) {
    positions.turn_to(epoch);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      const SplitTime split(epoch);
      const Vector3 expected =
          direct.position_km(bodies[i], split) - Vector3(direct.position_km(center, split));
      largest = std::max(largest, (positions.position_km(i) - expected).norm() / expected.norm());
    }
  }
  return largest;
}

std::vector<double> epochs_over(double first, double last, int count) {
  std::vector<double> epochs;
  for (int i = 0; i <= count; ++i) epochs.push_back(first + (last - first) * i / count);
  return epochs;
}

TEST(BodyPositions, are_the_ephemeris_own_to_rounding) {
  const auto epochs = epochs_over(31041.3, 31042.7, 20000);  // past two ends of pieces
  const double about_earth =
      largest_difference(Body::earth, {Body::luna, Body::sun, Body::venus, Body::jupiter}, epochs);
  const double about_luna =
      largest_difference(Body::luna, {Body::earth, Body::sun, Body::jupiter}, epochs);
  EXPECT_LT(about_earth, 3e-15);
  EXPECT_LT(about_luna, 3e-15);
}

TEST(BodyPositions, of_epochs_that_jump_about_are_the_same) {
  std::vector<double> epochs;
  for (int i = 0; i < 200; ++i) epochs.push_back(31041.5 + 0.5 * std::sin(17.0 * i));
  EXPECT_LT(largest_difference(Body::earth, {Body::luna, Body::sun}, epochs), 3e-15);
}

TEST(BodyPositions, librations_and_their_rates_are_the_ephemeris_own) {
  const DataCatalogue data;
  SolarSystem windowed(data.ephemeris(), data.time_converter());
  SolarSystem direct(data.ephemeris(), data.time_converter());
  BodyPositions positions(Body::luna, windowed);
  positions.add_libration();
  for (const double epoch : epochs_over(31041.3, 31041.9, 3000)) {
    positions.turn_to(epoch);
    const auto& expected = direct.libration(SplitTime(epoch));
    EXPECT_LT((positions.libration().angle_rad - expected.angle_rad).norm(),
              1e-15 * expected.angle_rad.norm() + 1e-15);
    // The third angle has gone through thousands of radians: this is its last bit over a window.
    EXPECT_LT((positions.libration().rate_rad_per_s - expected.rate_rad_per_s).norm(), 2e-14);
  }
}

TEST(BodyPositions, past_the_ephemeris_is_an_error_that_names_it) {
  const DataCatalogue data;
  SolarSystem system(data.ephemeris(), data.time_converter());
  BodyPositions positions(Body::earth, system);
  positions.add(Body::luna);
  EXPECT_THROW(positions.turn_to(54000.0), GmatSweepError);
  EXPECT_THROW(positions.turn_to(54000.001), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep::astro
