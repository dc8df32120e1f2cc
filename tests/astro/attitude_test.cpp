#include "astro/attitude.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr const char* all_sequences[] = {"123", "231", "312", "132", "321", "213",
                                         "121", "232", "313", "131", "323", "212"};

class Sequence : public testing::TestWithParam<const char*> {};

TEST_P(Sequence, angles_come_back_from_their_matrix) {
  const auto sequence = *parse_euler_sequence(GetParam());
  const Vector3 angles(0.3, 0.7, -1.1);
  const Vector3 back = euler_angles_rad(matrix_of_euler_angles(angles, sequence), sequence);
  EXPECT_LT((back - angles).norm(), 1e-14);
}

TEST_P(Sequence, rates_are_the_matrix_rate) {
  const auto sequence = *parse_euler_sequence(GetParam());
  const Vector3 angles(0.3, 0.7, -1.1);
  const Vector3 rates(0.02, -0.03, 0.05);
  const Vector3 velocity = angular_velocity_of(rates, angles, sequence);
  EXPECT_LT((euler_rates_of(velocity, angles, sequence) - rates).norm(), 1e-15);
  const double h = 1e-6;
  const Matrix3 rate = (matrix_of_euler_angles(angles + h * rates, sequence) -
                        matrix_of_euler_angles(angles - h * rates, sequence)) /
                       (2.0 * h);
  const Vector3 seen = angular_velocity_of(matrix_of_euler_angles(angles, sequence), rate);
  EXPECT_LT((seen - velocity).norm(), 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Euler, Sequence, testing::ValuesIn(all_sequences));

TEST(Attitude, forms_agree_with_each_other) {
  const Quaternion q{0.1, -0.2, 0.3, 0.9};
  const Matrix3 m = matrix_of_quaternion(q);
  EXPECT_LT((m * m.transpose() - Matrix3::Identity()).norm(), 1e-15);
  const auto back = quaternion_of(m);
  const double size = std::sqrt(0.01 + 0.04 + 0.09 + 0.81);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(back[i], q[i] / size, 1e-15);
  EXPECT_LT((matrix_of_rodrigues(rodrigues_of(back)) - m).norm(), 1e-15);
  const Vector3 axis = Vector3(0.1, -0.2, 0.3).normalized();
  EXPECT_LT((turn_about(axis, 2.0 * std::acos(0.9 / size)) - m).norm(), 1e-14);
}

TEST(Attitude, a_quaternion_is_found_whichever_element_is_largest) {
  for (const Quaternion& q : {Quaternion{1, 0, 0, 0.1}, Quaternion{0, 1, 0, 0.1},
                              Quaternion{0, 0, 1, 0.1}, Quaternion{0.1, 0, 0, 1}}) {
    const Matrix3 m = matrix_of_quaternion(q);
    EXPECT_LT((matrix_of_quaternion(quaternion_of(m)) - m).norm(), 1e-15);
  }
}

TEST(Attitude, nadir_pointing_puts_the_alignment_vector_down) {
  const CartesianState orbit{{7000, 100, -300}, {0.2, 5.0, 5.5}};
  const Vector3 alignment = Vector3(0.2, 0.1, 0.9).normalized();
  const Matrix3 m =
      nadir_pointing(orbit, alignment, Vector3(0.3, 0.8, 0.0), NadirConstraint::orbit_normal);
  EXPECT_LT((m.transpose() * alignment + orbit.position_km.normalized()).norm(), 1e-14);
}

TEST(Attitude, undefined_attitudes_are_refused) {
  const CartesianState orbit{{7000, 0, 0}, {0, 7.5, 0}};
  const CartesianState radial{{7000, 0, 0}, {7.5, 0, 0}};
  const Vector3 x = Vector3::UnitX();
  EXPECT_THROW(nadir_pointing(orbit, x, x, NadirConstraint::velocity), GmatSweepError);
  EXPECT_THROW(nadir_pointing(radial, x, Vector3::UnitZ(), NadirConstraint::velocity),
               GmatSweepError);
  Precession motion;
  motion.body_spin_axis.setZero();
  EXPECT_THROW(precessing(motion, 0.0), GmatSweepError);
  EXPECT_THROW(euler_rates_of(x, Vector3::Zero(), {3, 1, 3}), GmatSweepError);
}

TEST(Attitude, precession_turns_as_its_angular_velocity_says) {
  Precession motion;
  motion.body_spin_axis = {0.1, 0.2, 0.9};
  motion.nutation_reference = {0.3, -0.2, 0.8};
  motion.precession_rate_rad_s = 0.03;
  motion.nutation_rad = 0.2;
  motion.spin_rate_rad_s = 0.1;
  const double h = 1e-3;
  const auto now = precessing(motion, 10.0);
  const Matrix3 rate =
      (precessing(motion, 10.0 + h).matrix - precessing(motion, 10.0 - h).matrix) / (2.0 * h);
  EXPECT_LT((angular_velocity_of(now.matrix, rate) - now.angular_velocity_rad_s).norm(), 1e-9);
}

}  // namespace
}  // namespace gmat_sweep::astro
