#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "astro/de_ephemeris.hpp"
#include "astro/solar_system.hpp"
#include "astro/spk_ephemeris.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "reference.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::astro {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const GmatSweepError& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(DeEphemeris, the_packages_table_holds_gmats_file) {
  GMAT_SWEEP_NEEDS_GMAT_DATA();
  const auto own = DataCatalogue().ephemeris();
  const auto gmat = DataCatalogue({.gmat_data = testing::gmat_data_folder()}).ephemeris();
  ASSERT_NE(own->name(), gmat->name());
  EXPECT_EQ(own->first_tdb_mjd(), gmat->first_tdb_mjd());
  EXPECT_EQ(own->last_tdb_mjd(), gmat->last_tdb_mjd());
  for (double mjd = own->first_tdb_mjd() + 3.3; mjd < own->last_tdb_mjd(); mjd += 97.7)
    for (const BodyConstants& body : all_bodies()) {
      const SplitTime time(mjd);
      ASSERT_EQ(own->position_km(body.body, time), gmat->position_km(body.body, time));
    }
  const LunarLibration libration = own->libration(SplitTime(30000.0));
  EXPECT_EQ(libration.angle_rad, gmat->libration(SplitTime(30000.0)).angle_rad);
}

TEST(DeEphemeris, velocity_is_the_derivative_across_record_and_piece_edges) {
  const auto ephemeris = DataCatalogue().ephemeris();
  // Records are 32 days from 6912.5, the Moon's pieces four.
  for (const double mjd : {6912.5 + 32 * 700, 6912.5 + 32 * 700 + 4, 30000.123})
    for (const Body body : {Body::luna, Body::mercury, Body::earth, Body::sun}) {
      const SplitTime time(mjd);
      const Vector3 slope = (ephemeris->position_km(body, time.plus_seconds(10)) -
                             ephemeris->position_km(body, time.plus_seconds(-10))) /
                            20.0;
      EXPECT_LT((slope - ephemeris->state(body, time).velocity_km_s).norm(), 1e-7);
    }
}

TEST(DeEphemeris, past_its_span_the_error_names_file_epoch_and_span) {
  const DataCatalogue data;
  SolarSystem bodies(data.ephemeris(), data.time_converter());
  const std::string late = message_of([&] { bodies.position_km(Body::sun, 45000.0); });
  EXPECT_THAT(late, AllOf(HasSubstr("45000.0003"), HasSubstr("405"), HasSubstr("6912.5"),
                          HasSubstr("43488.5")));
  EXPECT_THAT(message_of([&] { bodies.state(Body::luna, 6800.0); }), HasSubstr("spans"));
}

/// A copy of a DE405 file in the other byte order.
std::string swapped_copy(std::string bytes) {
  const auto swap = [&](std::size_t offset, std::size_t size) {
    std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(offset),
                 bytes.begin() + static_cast<std::ptrdiff_t>(offset + size));
  };
  std::size_t at = 252 + 2400;
  for (int i = 0; i < 3; ++i, at += 8) swap(at, 8);
  swap(at, 4);
  at += 4;
  for (int i = 0; i < 2; ++i, at += 8) swap(at, 8);
  for (int i = 0; i < 40; ++i, at += 4) swap(at, 4);
  for (at = 1018 * 8; at < bytes.size(); at += 8) swap(at, 8);
  return bytes;
}

TEST(DeEphemeris, either_byte_order_is_read) {
  const test::TemporaryDirectory folder;
  const auto own = DataCatalogue().ephemeris();
  const auto path = folder.path() / "swapped.405";
  write_file(path, swapped_copy(read_file(own->name())));
  const DeEphemeris swapped(path);
  const SplitTime time(30123.4);
  EXPECT_EQ(swapped.number(), 405);
  EXPECT_EQ(swapped.position_km(Body::mars, time), own->position_km(Body::mars, time));
}

TEST(DeEphemeris, a_named_file_takes_the_place_of_the_catalogues) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "mine.bin";
  write_file(path, read_file(DataCatalogue().ephemeris()->name()));
  const DataCatalogue data({.ephemeris = path});
  EXPECT_EQ(data.ephemeris()->name(), path.string());
  EXPECT_EQ(data.uses().front().source, path.string());
}

TEST(DeEphemeris, damaged_files_are_named_with_what_is_wrong) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "damaged.405";
  const std::string whole = read_file(DataCatalogue().ephemeris()->name());
  write_file(path, whole.substr(0, 20000));
  EXPECT_THAT(message_of([&] { DeEphemeris de(path); }),
              AllOf(HasSubstr("damaged.405"), HasSubstr("too few")));
  std::string gap = whole;
  gap.erase(10 * 1018 * 8, 1018 * 8);
  write_file(path, gap);
  EXPECT_THAT(message_of([&] { DeEphemeris de(path); }), HasSubstr("record 9 begins at JD"));
  write_file(path, "no ephemeris at all");
  EXPECT_THAT(message_of([&] { DataCatalogue({.ephemeris = path}).ephemeris(); }),
              HasSubstr("neither a JPL DE binary file nor a SPICE SPK file"));
}

/// Writes SPK files: segments of Chebyshev polynomials through samples of a motion.
class SpkWriter {
 public:
  using Motion = std::function<CartesianState(double et_s)>;

  void add(std::int32_t target, std::int32_t center, std::int32_t type, double first_s,
           double span_s, int records, const Motion& motion) {
    constexpr int terms = 16;
    const int components = type == 2 ? 3 : 6;
    const std::size_t begin = data_.size();
    for (int r = 0; r < records; ++r) {
      const double middle = first_s + (r + 0.5) * span_s;
      data_.push_back(middle);
      data_.push_back(span_s / 2);
      std::vector<CartesianState> samples;
      for (int i = 0; i < terms; ++i)
        samples.push_back(
            motion(middle + span_s / 2 * std::cos(std::numbers::pi * (i + 0.5) / terms)));
      for (int c = 0; c < components; ++c)
        for (int k = 0; k < terms; ++k) {
          double sum = 0;
          for (int i = 0; i < terms; ++i) {
            const CartesianState& sample = samples[static_cast<std::size_t>(i)];
            const double value = c < 3 ? sample.position_km[c] : sample.velocity_km_s[c - 3];
            sum += value * std::cos(std::numbers::pi * k * (i + 0.5) / terms);
          }
          data_.push_back(sum * (k == 0 ? 1.0 : 2.0) / terms);
        }
    }
    for (const double value : {first_s, span_s, components * terms + 2.0, double(records)})
      data_.push_back(value);
    summaries_.push_back(
        {first_s, first_s + records * span_s, target, center, type, begin, data_.size()});
  }

  std::string bytes() const {
    constexpr std::size_t data_record = 4;
    std::string file(1024 * (data_record - 1), '\0');
    const auto put = [&](std::size_t at, const auto& value) {
      std::memcpy(file.data() + at, &value, sizeof value);
    };
    std::memcpy(file.data(), "DAF/SPK ", 8);
    put(8, std::int32_t{2});
    put(12, std::int32_t{6});
    put(76, std::int32_t{2});
    put(80, std::int32_t{2});
    std::memcpy(file.data() + 88, "LTL-IEEE", 8);
    put(1024 + 16, static_cast<double>(summaries_.size()));
    std::size_t at = 1024 + 24;
    for (const Summary& s : summaries_) {
      put(at, s.first_s);
      put(at + 8, s.last_s);
      const std::int32_t base = 128 * (data_record - 1);
      const std::int32_t numbers[6] = {s.target,
                                       s.center,
                                       1,
                                       s.type,
                                       base + static_cast<std::int32_t>(s.begin) + 1,
                                       base + static_cast<std::int32_t>(s.end)};
      put(at + 16, numbers);
      at += 40;
    }
    file.append(reinterpret_cast<const char*>(data_.data()), data_.size() * 8);
    return file;
  }

 private:
  struct Summary {
    double first_s, last_s;
    std::int32_t target, center, type;
    std::size_t begin, end;
  };
  std::vector<double> data_;
  std::vector<Summary> summaries_;
};

/// DE405 as an SPK about JD 2460000.5, Earth and Moon from their barycentre.
std::string spk_of(const PlanetaryEphemeris& ephemeris) {
  constexpr double day = 86400.0;
  const double first = (30000.5 - 21545.0) * day;
  const auto time = [](double et_s) { return SplitTime(21545.0).plus_seconds(et_s); };
  constexpr double ratio = 81.30056;
  SpkWriter writer;
  const auto scaled = [&](double factor) {
    return [&, factor](double et) {
      const CartesianState moon = ephemeris.state(Body::luna, time(et));
      return CartesianState{factor * moon.position_km, factor * moon.velocity_km_s};
    };
  };
  writer.add(301, 3, 2, first, 2 * day, 10, scaled(ratio / (1 + ratio)));
  writer.add(399, 3, 3, first, 2 * day, 10, scaled(-1 / (1 + ratio)));
  writer.add(3, 0, 2, first, 8 * day, 3, [&](double et) {
    const CartesianState earth = ephemeris.state(Body::earth, time(et));
    const CartesianState moon = ephemeris.state(Body::luna, time(et));
    return CartesianState{earth.position_km + moon.position_km / (1 + ratio),
                          earth.velocity_km_s + moon.velocity_km_s / (1 + ratio)};
  });
  writer.add(10, 0, 3, first, 16 * day, 2,
             [&](double et) { return ephemeris.state(Body::sun, time(et)); });
  writer.add(4, 0, 2, first, 16 * day, 2,
             [&](double et) { return ephemeris.state(Body::mars, time(et)); });
  return writer.bytes();
}

TEST(SpkEphemeris, types_2_and_3_give_the_motion_they_were_made_of) {
  const test::TemporaryDirectory folder;
  const auto de405 = DataCatalogue().ephemeris();
  const auto path = folder.path() / "short.bsp";
  write_file(path, spk_of(*de405));
  const SpkEphemeris spk(path, nullptr, nullptr);
  EXPECT_NEAR(spk.first_tdb_mjd(), 30000.5, 1e-9);
  EXPECT_NEAR(spk.last_tdb_mjd(), 30020.5, 1e-9);
  for (const double mjd : {30000.6, 30007.25, 30019.9})
    for (const Body body : {Body::luna, Body::earth, Body::sun, Body::mars}) {
      const SplitTime time(mjd);
      const CartesianState expected = de405->state(body, time);
      const CartesianState found = spk.state(body, time);
      EXPECT_LT((found.position_km - expected.position_km).norm(), 2e-5) << mjd;
      EXPECT_LT((found.velocity_km_s - expected.velocity_km_s).norm(), 1e-9) << mjd;
    }
}

TEST(SpkEphemeris, the_catalogue_turns_it_from_the_icrf_and_takes_librations_from_a_de_file) {
  const test::TemporaryDirectory folder;
  const DataCatalogue own;
  const auto path = folder.path() / "short.bsp";
  write_file(path, spk_of(*own.ephemeris()));
  const DataCatalogue data({.ephemeris = path});
  const SplitTime time(30005.25);
  const Vector3 plain = own.ephemeris()->position_km(Body::sun, time);
  const Vector3 turned = data.ephemeris()->position_km(Body::sun, time);
  const Matrix3 rotation = own.icrf_rotation()->to_mj2000eq(30005.25);
  EXPECT_LT((turned - rotation * plain).norm(), 2e-5);
  EXPECT_GT((turned - plain).norm(), 0.05);
  EXPECT_EQ(data.ephemeris()->libration(time).angle_rad,
            own.ephemeris()->libration(time).angle_rad);
  EXPECT_EQ(data.uses().size(), 3U);
}

TEST(SpkEphemeris, what_it_lacks_is_said) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "short.bsp";
  const std::string whole = spk_of(*DataCatalogue().ephemeris());
  write_file(path, whole);
  const SpkEphemeris spk(path, nullptr, nullptr);
  EXPECT_THAT(
      message_of([&] { spk.state(Body::luna, SplitTime(30021.0)); }),
      AllOf(HasSubstr("short.bsp"), HasSubstr("body 301"), HasSubstr("30000.5 to 30020.5")));
  EXPECT_THAT(message_of([&] { spk.state(Body::jupiter, SplitTime(30001.0)); }),
              HasSubstr("body 5"));
  EXPECT_THAT(message_of([&] { spk.libration(SplitTime(30001.0)); }), HasSubstr("librations"));
  write_file(path, whole.substr(0, whole.size() / 2));
  EXPECT_THAT(message_of([&] { SpkEphemeris damaged(path, nullptr, nullptr); }),
              HasSubstr("truncated or damaged"));
  std::string other_type = whole;
  other_type[1024 + 24 + 16 + 12] = 13;
  write_file(path, other_type);
  EXPECT_THAT(message_of([&] { SpkEphemeris damaged(path, nullptr, nullptr); }),
              HasSubstr("is of type 13"));
}

}  // namespace
}  // namespace gmat_sweep::astro
