#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

#include "astro/data_catalogue.hpp"
#include "astro/earth_rotation.hpp"
#include "astro/gravity_field.hpp"
#include "gmat_sweep/errors.hpp"
#include "reference.hpp"

namespace gmat_sweep::astro {
namespace {

using testing::read_reference;

void expect_agreement(const DataCatalogue& data, const char* model, const char* file, int degree,
                      int order) {
  const auto reference = read_reference("accelerations.json");
  const auto field = data.gravity(file, Body::earth, degree, order);
  GravityEvaluator gravity(*field, degree, order);
  for (const Value& entry :
       reference.at("models").as_map().at(model).as_map().at("cases").as_list()) {
    const auto& fields = entry.as_map();
    const Vector3 position = testing::vector3(fields.at("state_km_km_s"));
    const Vector3 expected = testing::vector3(fields.at("acceleration_km_s2"));
    EarthFixedAxes fixed(data.time_converter(), data.nutation());
    const Matrix3 to_inertial = fixed.at(fields.at("a1_mjd").as_real()).to_inertial;
    const Vector3 found =
        to_inertial * gravity.acceleration_km_s2(to_inertial.transpose() * position);
    const double off = (found - expected).norm() / expected.norm();
    std::printf("%s: %.1e relative\n", model, off);
    EXPECT_LT(off, 1e-12) << model;
  }
}

TEST(Gravity, built_in_fields_agree_with_gmat) {
  const DataCatalogue data;
  expect_agreement(data, "jgm2_2x0", "JGM2.cof", 2, 0);
  expect_agreement(data, "jgm2_4x4", "JGM2.cof", 4, 4);
  expect_agreement(data, "jgm3_8x8", "JGM3", 8, 8);
  expect_agreement(data, "egm96_20x20", "EGM96.cof", 20, 20);
}

TEST(Gravity, gmats_own_files_agree_with_gmat) {
  GMAT_SWEEP_NEEDS_GMAT_DATA();
  const DataCatalogue data({.gmat_data = testing::gmat_data_folder()});
  expect_agreement(data, "egm96_70x70", "EGM96.cof", 70, 70);
  expect_agreement(data, "jgm2_4x4", "JGM2.cof", 4, 4);
}

/// The potential by plain Legendre functions, to hold the evaluator against.
double potential(const GravityModel& model, int degree, int order, const Vector3& p) {
  const double r = p.norm();
  const double u = p.z() / r;
  const double longitude = std::atan2(p.y(), p.x());
  double sum = 1.0;
  for (int n = 1; n <= degree; ++n)
    for (int m = 0; m <= std::min(n, order); ++m) {
      double scale = (m == 0 ? 1.0 : 2.0) * (2 * n + 1);
      for (int k = n - m + 1; k <= n + m; ++k) scale /= k;
      sum += std::pow(model.radius_km() / r, n) * std::sqrt(scale) *
             std::assoc_legendre(static_cast<unsigned>(n), static_cast<unsigned>(m), u) *
             (model.c(n, m) * std::cos(m * longitude) + model.s(n, m) * std::sin(m * longitude));
    }
  return model.mu_km3_s2() / r * sum;
}

TEST(Gravity, acceleration_is_the_gradient_of_the_potential) {
  const DataCatalogue data;
  const auto field = data.gravity("EGM96.cof", Body::earth, 20, 20);
  for (const auto& [degree, order] : {std::pair{20, 20}, {19, 7}, {5, 5}, {3, 1}, {1, 1}, {7, 0}}) {
    GravityEvaluator gravity(*field, degree, order);
    const Vector3 p(4100.0, -3900.0, 4200.0);
    const Vector3 found = gravity.acceleration_km_s2(p);
    for (int axis = 0; axis < 3; ++axis) {
      Vector3 step = Vector3::Zero();
      step[axis] = 0.5;
      const double slope =
          potential(*field, degree, order, p + step) - potential(*field, degree, order, p - step);
      EXPECT_NEAR(found[axis], slope, 1e-10) << degree << 'x' << order;
    }
  }
}

TEST(Gravity, works_over_the_pole) {
  const DataCatalogue data;
  const auto field = data.gravity("JGM3.cof", Body::earth, 20, 20);
  GravityEvaluator gravity(*field, 20, 20);
  const Vector3 over = gravity.acceleration_km_s2({0.0, 0.0, 7000.0});
  const Vector3 beside = gravity.acceleration_km_s2({1e-6, 0.0, 7000.0});
  EXPECT_LT((over - beside).norm(), 1e-11);
  EXPECT_TRUE(over.allFinite());
}

TEST(Gravity, degree_zero_is_a_point_mass) {
  const DataCatalogue data;
  const auto field = data.gravity("JGM2.cof", Body::earth, 0, 0);
  GravityEvaluator gravity(*field, 0, 0);
  const Vector3 p(7000.0, 100.0, -300.0);
  EXPECT_LT((gravity.acceleration_km_s2(p) + 398600.4415 / std::pow(p.norm(), 3) * p).norm(),
            1e-17);
}

TEST(Gravity, corrections_add_to_the_models_own_coefficients) {
  const DataCatalogue data;
  GravityModel changed = *data.gravity("JGM2.cof", Body::earth, 6, 6);
  GravityEvaluator corrected(changed, 6, 6);
  GravityEvaluator::Corrections corrections;
  corrections.c[2][0] = 3e-9;
  corrections.c[3][2] = -2e-9;
  corrections.s[3][2] = 5e-9;
  corrected.set_corrections(corrections);
  changed.set(2, 0, changed.c(2, 0) + 3e-9, 0.0);
  changed.set(3, 2, changed.c(3, 2) - 2e-9, changed.s(3, 2) + 5e-9);
  GravityEvaluator direct(changed, 6, 6);
  const Vector3 p(4100.0, -3900.0, 4200.0);
  EXPECT_EQ(corrected.acceleration_km_s2(p), direct.acceleration_km_s2(p));
  corrected.set_corrections({});
  EXPECT_NE(corrected.acceleration_km_s2(p), direct.acceleration_km_s2(p));
}

TEST(Gravity, a_degree_beyond_the_table_is_refused_with_what_is_held) {
  const DataCatalogue data;
  try {
    data.gravity("JGM2.cof", Body::earth, 21, 4);
    ADD_FAILURE() << "accepted";
  } catch (const GmatSweepError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("degree 21"), std::string::npos) << text;
    EXPECT_NE(text.find("20 and 20 held"), std::string::npos) << text;
    EXPECT_NE(text.find("--gmat-data"), std::string::npos) << text;
  }
  EXPECT_THROW(GravityEvaluator(*data.gravity("JGM2.cof", Body::earth, 4, 4), 4, 5),
               GmatSweepError);
}

TEST(Gravity, cof_faults_name_the_file_and_line) {
  const auto message = [](const char* text) -> std::string {
    try {
      GravityModel::from_cof(text, "X.cof");
    } catch (const GmatSweepError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(message("COMMENT\nEND\n"), "X.cof:2: no POTFIELD line: not a .cof gravity file");
  const std::string head =
      "POTFIELD  4  4  1 3.98600441500000e+14 6.37813630000000e+06 1.00000000000000e+00\n";
  EXPECT_NE(message((head + "RECOEF    2  0   -4.8416x390000000e-04\n").c_str()).find("X.cof:2:"),
            std::string::npos);
  EXPECT_NE(message((head + "RECOEF    5  0   -4.84165390000000e-04\n").c_str())
                .find("outside the field's degree 4"),
            std::string::npos);
}

TEST(Gravity, unnormalised_cof_files_are_normalised) {
  const auto model = GravityModel::from_cof(
      "POTFIELD  2  2  1 3.98600441500000e+14 6.37813630000000e+06 0.00000000000000e+00\n"
      "RECOEF    2  0   -1.08262668000000e-03\n"
      "RECOEF    2  2    1.57461500000000e-06-9.03860000000000e-07\nEND\n",
      "X.cof");
  EXPECT_NEAR(model.c(2, 0), -1.08262668e-03 / std::sqrt(5.0), 1e-18);
  EXPECT_NEAR(model.c(2, 2), 1.574615e-06 / std::sqrt(10.0 / 24.0), 1e-18);
}

}  // namespace
}  // namespace gmat_sweep::astro
