#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "astro/body_orientation.hpp"
#include "astro/force_point_mass.hpp"
#include "astro/reference.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/drag_force.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Body;
using astro::SplitTime;
using astro::Vector3;
using astro::testing::read_reference;

astro::WeatherSource source_named(const std::string& name) {
  if (name == "CSSISpaceWeatherFile") return astro::WeatherSource::cssi;
  if (name == "SchattenFile") return astro::WeatherSource::schatten;
  return astro::WeatherSource::constant;
}

const std::filesystem::path weather_folder =
    std::filesystem::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference" / "weather";

DragSettings settings_of(const Value::Map& set) {
  DragSettings settings;
  settings.model = *atmosphere_model_named(set.at("model").as_string());
  auto& weather = settings.weather;
  weather.historic = source_named(set.at("historic").as_string());
  weather.predicted = source_named(set.at("predicted").as_string());
  weather.f107 = set.at("f107").as_real();
  weather.f107_average = set.at("f107a").as_real();
  weather.kp = set.at("magnetic_index").as_real();
  weather.timing = static_cast<astro::SchattenTiming>(set.at("timing").as_real());
  weather.error = static_cast<astro::SchattenError>(set.at("error").as_real());
  settings.cssi_file = (weather_folder / "cssi_excerpt.txt").string();
  settings.schatten_file = (weather_folder / "schatten_excerpt.txt").string();
  return settings;
}

/// A body's atmosphere with axes of its own.
class Air {
 public:
  explicit Air(const DragSettings& settings, Body body = Body::earth,
               const astro::DataCatalogue& data = {})
      : bodies_(data.ephemeris(), data.time_converter()),
        axes_(body, bodies_, data.nutation()),
        drag_(settings, astro::constants_of(body), data) {}

  double density_kg_m3(double a1_mjd, const Vector3& position_km) {
    turn_to(a1_mjd);
    return drag_.density_kg_m3(position_km);
  }
  void turn_to(double a1_mjd) {
    const auto& rotation = axes_.at(SplitTime(a1_mjd), true);
    drag_.turn_to(a1_mjd, rotation.to_inertial, spin_of(rotation));
  }
  Drag& drag() { return drag_; }

 private:
  astro::SolarSystem bodies_;
  astro::BodyFixedAxes axes_;
  Drag drag_;
};

TEST(Atmosphere, densities_agree_with_gmat_at_all_altitudes_and_with_every_weather) {
  const auto reference = read_reference("densities.json");
  // GMAT computes the MSIS models in single precision; the others differ by what they take the
  // Sun's and Earth's angles for.
  for (const Value& entry : reference.at("sets").as_list()) {
    const auto& set = entry.as_map();
    const auto settings = settings_of(set);
    Air air(settings, *astro::find_body(set.at("body").as_string()));
    double worst = 0.0;
    for (const Value& point : set.at("points").as_list()) {
      const double expected = point.as_list().at(4).as_real();
      const double found = 1e9 * air.density_kg_m3(point.as_list().at(0).as_real(),
                                                   astro::testing::vector3(point, 1));
      const double off = expected == 0.0 ? std::abs(found) : std::abs(found / expected - 1.0);
      worst = std::max(worst, off);
    }
    std::printf("%s of %s, %s then %s: %.1e relative\n", set.at("model").as_string().c_str(),
                set.at("body").as_string().c_str(), set.at("historic").as_string().c_str(),
                set.at("predicted").as_string().c_str(), worst);
    const bool exponential = settings.model == AtmosphereModel::exponential;
    EXPECT_LT(worst, exponential ? 1e-10 : 5e-6) << set.at("model").as_string();
  }
}

TEST(DragForce, agrees_with_gmat_under_constant_weather) {
  const std::pair<const char*, AtmosphereModel> models[] = {
      {"drag_exponential", AtmosphereModel::exponential},
      {"drag_jacchia_roberts", AtmosphereModel::jacchia_roberts},
      {"drag_msise90", AtmosphereModel::msise90},
      {"drag_nrlmsise00", AtmosphereModel::nrlmsise00}};
  const auto reference = read_reference("accelerations.json").at("models").as_map();
  for (const auto& [name, model] : models) {
    DragSettings settings;
    settings.model = model;
    settings.weather.f107_average = 145.0;
    Air air(settings);
    for (const Value& entry : reference.at(name).as_map().at("cases").as_list()) {
      const auto& fields = entry.as_map();
      const auto state = astro::testing::state(fields.at("state_km_km_s"));
      const double mu = astro::constants_of(Body::earth).mu_km3_s2;
      const Vector3 expected =
          astro::testing::vector3(fields.at("acceleration_km_s2")) -
          astro::point_mass_acceleration_km_s2(state.position_km, Vector3::Zero(), mu);
      air.turn_to(fields.at("a1_mjd").as_real());
      const Vector3 found = air.drag().acceleration_km_s2(state, {2.2, 15.0, 1.0}, 850.0);
      const double off = (found - expected).norm() / expected.norm();
      std::printf("%s: %.1e of the drag\n", name, off);
      EXPECT_LT(off, 1e-5) << name;
    }
  }
}

TEST(DragForce, grows_with_area_and_density_factor_and_shrinks_with_mass) {
  Air air({});
  air.turn_to(28000.0);
  const astro::CartesianState state{{6700.0, 0.0, 0.0}, {0.0, 7.7, 0.0}};
  const Vector3 one = air.drag().acceleration_km_s2(state, {2.0, 10.0, 1.0}, 1000.0);
  EXPECT_LT((air.drag().acceleration_km_s2(state, {2.0, 30.0, 1.0}, 1000.0) - 3.0 * one).norm(),
            1e-14 * one.norm());
  EXPECT_LT((air.drag().acceleration_km_s2(state, {2.0, 10.0, 0.5}, 500.0) - one).norm(),
            1e-14 * one.norm());
  EXPECT_LT(one.dot(state.velocity_km_s), 0.0);
}

TEST(DragForce, air_that_turns_with_the_spacecraft_does_not_brake) {
  Air air({});
  air.turn_to(28000.0);
  const Vector3 position(6700.0, 0.0, 0.0);
  const double earth_rate = 7.292115e-5;
  const astro::CartesianState state{position, Vector3(0.0, 6700.0 * earth_rate, 0.0)};
  const astro::CartesianState still{position, Vector3::Zero()};
  const double turning = air.drag().acceleration_km_s2(state, {2.2, 15.0, 1.0}, 850.0).norm();
  const double against = air.drag().acceleration_km_s2(still, {2.2, 15.0, 1.0}, 850.0).norm();
  EXPECT_LT(turning, 1e-3 * against);
}

std::string refusal(Air& air, const Vector3& position_km) {
  try {
    air.density_kg_m3(28000.3, position_km);
  } catch (const RunFailed& error) {
    return error.what();
  }
  return "";
}

TEST(Atmosphere, has_no_density_under_ground) {
  Air air({});
  const auto text = refusal(air, {6300.0, 0.0, 0.0});
  EXPECT_NE(text.find("Exponential"), std::string::npos) << text;
  EXPECT_NE(text.find("below the surface of Earth"), std::string::npos) << text;
}

TEST(Atmosphere, jacchia_roberts_begins_at_100_km) {
  DragSettings settings;
  settings.model = AtmosphereModel::jacchia_roberts;
  Air air(settings);
  const auto text = refusal(air, {6470.0, 10.0, 0.0});
  EXPECT_NE(text.find("begins at an altitude of 100 km"), std::string::npos) << text;
  EXPECT_EQ(air.density_kg_m3(28000.3, {6378.0 + 2600.0, 10.0, 0.0}), 0.0);
}

TEST(Atmosphere, weather_that_makes_no_sense_fails_with_the_values) {
  for (const auto model :
       {AtmosphereModel::jacchia_roberts, AtmosphereModel::msise90, AtmosphereModel::nrlmsise00}) {
    DragSettings settings;
    settings.model = model;
    settings.weather.f107 = 1e200;
    Air air(settings);
    const auto text = refusal(air, {6700.0, 10.0, 20.0});
    EXPECT_NE(text.find("F107"), std::string::npos) << text;
  }
}

TEST(Atmosphere, of_a_body_without_one_is_refused) {
  EXPECT_THROW(Drag({}, astro::constants_of(Body::venus), {}), GmatSweepError);
}

TEST(Atmosphere, a_missing_weather_file_is_named) {
  DragSettings settings;
  settings.model = AtmosphereModel::msise90;
  settings.weather.historic = astro::WeatherSource::cssi;
  settings.cssi_file = "NoSuchWeather.txt";
  try {
    Drag(settings, astro::constants_of(Body::earth), {});
    FAIL() << "a missing file went unnoticed";
  } catch (const GmatSweepError& error) {
    EXPECT_NE(std::string(error.what()).find("NoSuchWeather.txt"), std::string::npos);
  }
}

TEST(Atmosphere, epochs_past_the_weather_file_are_noted_once) {
  const auto notes = std::make_shared<astro::DataNotes>();
  DragSettings settings;
  settings.model = AtmosphereModel::nrlmsise00;
  settings.weather.historic = astro::WeatherSource::cssi;
  settings.weather.predicted = astro::WeatherSource::cssi;
  settings.cssi_file = (weather_folder / "cssi_excerpt.txt").string();
  Air air(settings, Body::earth, astro::DataCatalogue().with_notes(notes));
  air.density_kg_m3(30750.0, {6800.0, 0.0, 0.0});
  EXPECT_TRUE(notes->texts().empty());
  air.density_kg_m3(33000.0, {6800.0, 0.0, 0.0});
  air.density_kg_m3(33001.0, {6800.0, 0.0, 0.0});
  const auto count = std::ranges::count_if(notes->texts(), [](const std::string& text) {
    return text.find("cssi_excerpt.txt") != std::string::npos;
  });
  EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace gmat_sweep::mission
