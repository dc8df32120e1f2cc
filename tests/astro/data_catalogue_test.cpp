#include "astro/data_catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "reference.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::astro {
namespace {

using ::testing::HasSubstr;

std::string message_of(auto&& action) {
  try {
    action();
  } catch (const GmatSweepError& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(DataCatalogue, built_in_tables_are_named_with_their_digest) {
  const DataCatalogue data;
  EXPECT_TRUE(data.uses().empty());
  data.time_converter();
  data.gravity("JGM2.cof", Body::earth, 4, 4);
  data.gravity("JGM2.cof", Body::earth, 2, 0);
  const auto uses = data.uses();
  ASSERT_EQ(uses.size(), 3U);
  EXPECT_EQ(uses[0].item, "leap seconds");
  EXPECT_EQ(uses[0].source, "built-in: data/leap_seconds.txt");
  EXPECT_EQ(uses[0].sha256.size(), 64U);
  EXPECT_EQ(uses[2].item, "gravity JGM2.cof");
}

TEST(DataCatalogue, copies_share_what_was_loaded) {
  const DataCatalogue data;
  const DataCatalogue copy = data;
  EXPECT_EQ(data.leap_seconds(), copy.leap_seconds());
}

TEST(DataCatalogue, a_folder_that_is_not_there_is_refused) {
  EXPECT_THAT(message_of([] { DataCatalogue({.gmat_data = "/no/such/folder"}); }),
              HasSubstr("/no/such/folder"));
}

TEST(DataCatalogue, a_gravity_file_that_is_nowhere_says_what_is_built_in) {
  const DataCatalogue data;
  const std::string text = message_of([&] { data.gravity("EGM2008.cof", Body::earth, 4, 4); });
  EXPECT_THAT(text, HasSubstr("EGM2008.cof"));
  EXPECT_THAT(text, HasSubstr("JGM2.cof, JGM3.cof, EGM96.cof"));
}

TEST(DataCatalogue, a_malformed_file_is_named_with_its_line) {
  const test::TemporaryDirectory folder;
  std::filesystem::create_directories(folder.path() / "time");
  std::filesystem::create_directories(folder.path() / "planetary_coeff");
  write_file(folder.path() / "time" / "tai-utc.dat",
             " 1972 JAN  1 =JD 2441317.5  TAI-UTC=  10.0       S + (MJD - 41317.) X 0.0      S\n"
             " 1972 JUL  1 =JD 244149x.5  TAI-UTC=  11.0       S + (MJD - 41317.) X 0.0      S\n");
  write_file(folder.path() / "planetary_coeff" / "eopc04_08.62-now", "nothing\n");
  const DataCatalogue data({.gmat_data = folder.path()});
  EXPECT_THAT(message_of([&] { data.leap_seconds(); }),
              HasSubstr("tai-utc.dat:2: expected the Julian date, found '244149x.5'"));
}

TEST(DataCatalogue, gmats_files_hold_the_same_numbers_as_the_built_in_tables) {
  GMAT_SWEEP_NEEDS_GMAT_DATA();
  const DataCatalogue gmat({.gmat_data = testing::gmat_data_folder()});
  const DataCatalogue own;
  const auto& days = gmat.earth_orientation()->days();
  const auto& own_days = own.earth_orientation()->days();
  ASSERT_EQ(days.size(), own_days.size());
  for (std::size_t i = 0; i < days.size(); ++i) {
    ASSERT_EQ(days[i].utc_mjd, own_days[i].utc_mjd);
    ASSERT_EQ(days[i].x_arcsec, own_days[i].x_arcsec);
    ASSERT_EQ(days[i].y_arcsec, own_days[i].y_arcsec);
    ASSERT_EQ(days[i].ut1_minus_utc_s, own_days[i].ut1_minus_utc_s);
    ASSERT_EQ(days[i].length_of_day_s, own_days[i].length_of_day_s);
  }
  const auto& steps = gmat.leap_seconds()->entries();
  ASSERT_EQ(steps.size(), own.leap_seconds()->entries().size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].utc_jd, own.leap_seconds()->entries()[i].utc_jd);
    EXPECT_EQ(steps[i].offset_s, own.leap_seconds()->entries()[i].offset_s);
    EXPECT_EQ(steps[i].drift_s_per_day, own.leap_seconds()->entries()[i].drift_s_per_day);
  }
  for (std::size_t i = 0; i < 106; ++i)
    EXPECT_EQ(gmat.nutation()->terms()[i].psi_arcsec, own.nutation()->terms()[i].psi_arcsec);
  const auto field = gmat.gravity("JGM2.cof", Body::earth, 70, 70);
  const auto own_field = own.gravity("JGM2.cof", Body::earth, 20, 20);
  EXPECT_EQ(field->mu_km3_s2(), own_field->mu_km3_s2());
  EXPECT_EQ(field->radius_km(), own_field->radius_km());
  for (int n = 2; n <= 20; ++n)
    for (int m = 0; m <= n; ++m) {
      EXPECT_EQ(field->c(n, m), own_field->c(n, m));
      EXPECT_EQ(field->s(n, m), own_field->s(n, m));
    }
}

}  // namespace
}  // namespace gmat_sweep::astro
