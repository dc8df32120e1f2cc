#include "astro/time_systems.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "astro/data_catalogue.hpp"
#include "astro/epoch_text.hpp"
#include "gmat_sweep/errors.hpp"
#include "reference.hpp"

namespace gmat_sweep::astro {
namespace {

using testing::read_reference;

constexpr EpochFormat utc_gregorian{TimeSystem::utc, true};

TimeConverter converter() { return DataCatalogue().time_converter(); }

TEST(TimeSystems, agree_with_gmat_in_every_system) {
  const TimeConverter convert = converter();
  const auto reference = read_reference("frames.json");
  for (const Value& entry : reference.at("cases").as_list()) {
    const auto& utc = entry.as_map().at("utc_gregorian").as_string();
    const A1Epoch epoch = parse_epoch(utc, utc_gregorian, convert);
    for (const auto& [name, expected] : entry.as_map().at("mod_julian").as_map()) {
      const TimeSystem system = parse_epoch_format(name + "ModJulian")->system;
      const double one = convert.convert(epoch.mjd, TimeSystem::a1, system);
      const double split = convert.convert(epoch.split, TimeSystem::a1, system).days();
      std::printf("%s %s: %.1e s, split %.1e s\n", utc.c_str(), name.c_str(),
                  (one - expected.as_real()) * 86400, (split - expected.as_real()) * 86400);
      // GMAT's rows give sixteen digits: two units of the last are 7e-7 s.
      EXPECT_NEAR(one, expected.as_real(), 7.3e-12) << utc << ' ' << name;
      EXPECT_NEAR(split, expected.as_real(), 7.3e-12) << utc << ' ' << name;
    }
  }
}

TEST(TimeSystems, every_pair_converts_there_and_back) {
  const TimeConverter convert = converter();
  constexpr TimeSystem systems[] = {TimeSystem::a1, TimeSystem::tai, TimeSystem::utc,
                                    TimeSystem::tdb, TimeSystem::tt};
  for (const double mjd : {8000.25, 15000.75, 21545.0, 27754.6, 31041.5})
    for (const TimeSystem from : systems)
      for (const TimeSystem to : systems) {
        // Before 1972 UTC drifts, and GMAT asks for its rate with TAI in hand.
        const double tolerance_day = mjd < 11000 ? 1e-11 : 4e-12;
        EXPECT_NEAR(convert.convert(convert.convert(mjd, from, to), to, from), mjd, tolerance_day);
      }
}

TEST(TimeSystems, a_leap_second_is_counted_once) {
  const TimeConverter convert = converter();
  const double before = parse_epoch("31 Dec 2016 23:59:59.000", utc_gregorian, convert).mjd;
  const double after = parse_epoch("01 Jan 2017 00:00:00.000", utc_gregorian, convert).mjd;
  EXPECT_NEAR((after - before) * 86400, 2.0, 1e-6);
}

TEST(TimeSystems, seconds_run_to_sixty_within_a_leap_second) {
  const TimeConverter convert = converter();
  const double last = parse_epoch("31 Dec 2016 23:59:59.250", utc_gregorian, convert).mjd;
  EXPECT_EQ(format_a1_as_gregorian(last, TimeSystem::utc, convert), "31 Dec 2016 23:59:59.250");
  EXPECT_EQ(format_a1_as_gregorian(last + 1.0 / 86400, TimeSystem::utc, convert),
            "31 Dec 2016 23:59:60.250");
  EXPECT_EQ(format_a1_as_gregorian(last + 2.0 / 86400, TimeSystem::utc, convert),
            "01 Jan 2017 00:00:00.250");
}

TEST(TimeSystems, ut1_is_no_system_to_convert_from) {
  EXPECT_THROW(converter().convert(30000.0, TimeSystem::ut1, TimeSystem::tai), GmatSweepError);
}

TEST(EpochText, formats_are_read_and_written) {
  EXPECT_EQ(parse_epoch_format("UTCGregorian"), (EpochFormat{TimeSystem::utc, true}));
  EXPECT_EQ(parse_epoch_format("TTModJulian"), (EpochFormat{TimeSystem::tt, false}));
  EXPECT_EQ(parse_epoch_format("UT1Gregorian"), std::nullopt);
  EXPECT_EQ(parse_epoch_format("UTC"), std::nullopt);
  EXPECT_EQ(to_string(EpochFormat{TimeSystem::tdb, true}), "TDBGregorian");
}

TEST(EpochText, gregorian_text_survives_the_way_through_a_double) {
  for (const char* text : {"04 Oct 1957 12:00:00.000", "29 Feb 2024 23:59:59.999",
                           "22 Mar 2024 12:34:56.789", "28 Feb 2100 00:00:00.000"})
    EXPECT_EQ(format_gregorian(parse_gregorian(text)), text);
}

TEST(EpochText, milliseconds_may_be_short_or_absent) {
  EXPECT_EQ(format_gregorian(parse_gregorian("1 Jan 2026 00:00:05")), "01 Jan 2026 00:00:05.000");
  EXPECT_EQ(format_gregorian(parse_gregorian("01 Jan 2026 00:00:05.5")),
            "01 Jan 2026 00:00:05.500");
}

TEST(EpochText, malformed_dates_say_the_form_expected) {
  for (const char* text :
       {"", "2026-01-01T00:00:00", "01 January 2026 00:00:00.000", "30 Feb 2026 00:00:00.000",
        "01 Jan 2026 24:00:00.000", "01 Jan 2026 00:00:00.0000", "01 Jan 2026 0:00:00.000",
        "01 jan 2026 00:00:00.000", "01 Jan 26 00:00:00.000"})
    try {
      parse_gregorian(text);
      ADD_FAILURE() << "accepted '" << text << "'";
    } catch (const GmatSweepError& error) {
      EXPECT_NE(std::string(error.what()).find("DD Mon YYYY HH:MM:SS.mmm"), std::string::npos);
    }
}

TEST(EpochText, epochs_outside_gmats_range_are_refused) {
  const TimeConverter convert = converter();
  EXPECT_THROW(parse_epoch("03 Oct 1957 12:00:00.000", utc_gregorian, convert), GmatSweepError);
  EXPECT_THROW(parse_epoch("01 Mar 2100 00:00:00.000", utc_gregorian, convert), GmatSweepError);
  EXPECT_THROW(parse_epoch("6115.9", {TimeSystem::tai, false}, convert), GmatSweepError);
  EXPECT_THROW(parse_epoch("31041.x", {TimeSystem::tai, false}, convert), GmatSweepError);
}

TEST(EpochText, mod_julian_text_keeps_more_digits_than_a_double) {
  const TimeConverter convert = converter();
  const A1Epoch epoch = parse_epoch("30892.1234567890123456", {TimeSystem::a1, false}, convert);
  const SplitTime parsed = SplitTime::from_text("30892.1234567890123456");
  EXPECT_EQ(parsed.whole_days(), 30892);
  // 0.1234567890123456 day = 10666.66657066665984 s
  EXPECT_EQ(parsed.whole_seconds(), 10666);
  EXPECT_NEAR(parsed.fraction_s(), 0.66657066665984, 1e-13);
  EXPECT_DOUBLE_EQ(epoch.mjd, 30892.1234567890123456);
}

TEST(SplitTime, sums_keep_a_tenth_of_a_nanosecond_over_decades) {
  SplitTime time(21545.0);
  for (int i = 0; i < 100000; ++i) time = time.plus_seconds(10000.1);
  EXPECT_NEAR((time - SplitTime(21545.0)).seconds(), 100000 * 10000.1, 2e-7);
  EXPECT_NEAR(time.fraction_s(), 0.0, 1e-6);
}

TEST(SplitTime, differences_may_be_negative) {
  const SplitTime early(30000.25);
  const SplitTime late(30000.75);
  EXPECT_DOUBLE_EQ((early - late).seconds(), -43200.0);
  EXPECT_DOUBLE_EQ((late - early).days(), 0.5);
  EXPECT_TRUE(early < late);
  EXPECT_FALSE(early > late);
  EXPECT_DOUBLE_EQ(late.plus_seconds(-43200.5).seconds(), 30000.25 * 86400 - 0.5);
  EXPECT_DOUBLE_EQ(SplitTime(-0.25).days(), -0.25);
}

}  // namespace
}  // namespace gmat_sweep::astro
