#include "astro/space_weather.hpp"

#include <gtest/gtest.h>

#include "astro/atmosphere_exponential.hpp"
#include "astro/geodetic.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

std::string excerpt(const char* name) {
  return read_file(std::filesystem::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference" /
                   "weather" / name);
}

template <typename Parse>
std::string fault_of(Parse parse, const std::string& text) {
  try {
    parse(text, "W.txt");
  } catch (const GmatSweepError& error) {
    return error.what();
  }
  return "";
}

TEST(GeomagneticIndex, kp_and_ap_convert_by_the_table_of_thirds) {
  EXPECT_EQ(ap_from_kp(0.0), 0.0);
  EXPECT_EQ(ap_from_kp(3.0), 15.0);
  EXPECT_EQ(ap_from_kp(3.33), 18.0);
  EXPECT_EQ(ap_from_kp(9.0), 400.0);
  EXPECT_DOUBLE_EQ(kp_from_ap(15.0), 3.0);
  EXPECT_DOUBLE_EQ(kp_from_ap(13.5), 2.67 + 0.5 * 0.33);
  EXPECT_DOUBLE_EQ(kp_from_ap(400.0), 9.0);
}

TEST(CssiFile, observed_and_predicted_days_are_read) {
  const auto days = parse_cssi_space_weather(excerpt("cssi_excerpt.txt"), "W.txt");
  ASSERT_EQ(days.observed.size(), 12U);
  ASSERT_EQ(days.predicted.size(), 9U);
  const auto& last = days.observed.back();  // 2025 03 20
  EXPECT_EQ(last.utc_mjd, 60754.0 - 29999.5);
  EXPECT_EQ(last.kp[0], 2.0);
  EXPECT_EQ(last.ap[7], 7.0);
  EXPECT_EQ(last.ap_average, 5.0);
  EXPECT_EQ(last.f107, 170.2);
  EXPECT_EQ(last.f107_average, 170.5);
}

TEST(CssiFile, predictions_end_before_a_month_without_geomagnetic_indices) {
  auto text = excerpt("cssi_excerpt.txt");
  const auto july = text.find("2025 07 01");
  text.replace(july + 18, 64, std::string(64, ' '));
  const auto days = parse_cssi_space_weather(text, "W.txt");
  EXPECT_EQ(days.observed.size(), 12U);
  ASSERT_EQ(days.predicted.size(), 7U);
  EXPECT_EQ(days.predicted.back().ap_average, 14.0);
}

TEST(CssiFile, an_observed_day_without_geomagnetic_indices_is_named_with_its_line) {
  auto text = excerpt("cssi_excerpt.txt");
  text.replace(text.find("2025 03 20") + 18, 64, std::string(64, ' '));
  EXPECT_NE(fault_of(parse_cssi_space_weather, text).find("W.txt:17"), std::string::npos);
}

TEST(CssiFile, a_day_that_is_no_number_is_named_with_its_line) {
  auto text = excerpt("cssi_excerpt.txt");
  text.replace(text.find("2025 03 20") + 18, 3, " xx");
  const auto fault = fault_of(parse_cssi_space_weather, text);
  EXPECT_NE(fault.find("W.txt:17"), std::string::npos) << fault;
  EXPECT_NE(fault.find("Kp"), std::string::npos) << fault;
}

TEST(CssiFile, another_kind_of_file_is_refused) {
  EXPECT_NE(fault_of(parse_cssi_space_weather, "BEGIN OBSERVED\nEND OBSERVED\n").find("DATATYPE"),
            std::string::npos);
}

TEST(SchattenFile, months_are_read_at_their_middle) {
  const auto months = parse_schatten_predictions(excerpt("schatten_excerpt.txt"), "S.txt");
  ASSERT_EQ(months.size(), 8U);
  EXPECT_EQ(months[0].f107[0], 138.0);
  EXPECT_EQ(months[0].f107[8], 133.0);
  EXPECT_EQ(months[0].ap[1], 10.0);
  EXPECT_EQ(months[1].utc_mjd - months[0].utc_mjd, 30.5);
}

TEST(SchattenFile, a_short_line_is_named) {
  const auto fault =
      fault_of(parse_schatten_predictions, "BEGIN_DATA\n 3 2026 138 157\nEND_DATA\n");
  EXPECT_NE(fault.find("W.txt:2"), std::string::npos) << fault;
}

TEST(ExponentialFile, bands_must_rise) {
  EXPECT_NE(fault_of(ExponentialAtmosphere::parse, "0, 1.2, 7\n0, 1.0, 7\n").find("W.txt:2"),
            std::string::npos);
  EXPECT_NE(fault_of(ExponentialAtmosphere::parse, "0, 1.2\n").find("commas"), std::string::npos);
  EXPECT_EQ(ExponentialAtmosphere::parse("0,2.0,7\n", "W.txt").density_kg_m3(0.0), 2.0);
}

TEST(GeodeticPlace, holds_over_poles_and_equator) {
  const auto pole = geodetic_place({0.0, 0.0, 6456.7523}, 6378.1363, 0.0033527);
  EXPECT_NEAR(pole.altitude_km, 6456.7523 - 6378.1363 * (1.0 - 0.0033527), 1e-9);
  EXPECT_EQ(pole.sin_latitude, 1.0);
  const auto equator = geodetic_place({0.0, -6478.1363, 0.0}, 6378.1363, 0.0033527);
  EXPECT_NEAR(equator.altitude_km, 100.0, 1e-9);
  EXPECT_EQ(equator.sin_longitude, -1.0);
}

}  // namespace
}  // namespace gmat_sweep::astro
