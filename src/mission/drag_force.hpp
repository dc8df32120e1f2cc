#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "astro/atmosphere_exponential.hpp"
#include "astro/atmosphere_msis.hpp"
#include "astro/bodies.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/rotation_state.hpp"
#include "astro/solar_system.hpp"
#include "astro/space_weather.hpp"
#include "astro/split_time.hpp"

namespace gmat_sweep::mission {

enum class AtmosphereModel : std::uint8_t { exponential, jacchia_roberts, msise90, nrlmsise00 };

/// None for any other name, and for `None`.
std::optional<AtmosphereModel> atmosphere_model_named(std::string_view name);
std::string_view name_of(AtmosphereModel model);

/// The Drag fields of a ForceModel.
struct DragSettings {
  AtmosphereModel model = AtmosphereModel::exponential;
  astro::WeatherSettings weather;
  std::string cssi_file;
  std::string schatten_file;
  std::string input_file;  ///< of the exponential atmosphere; empty for the body's own
};

/// What drag acts on.
struct DragProperties {
  double cd = 0.0;
  double area_m2 = 0.0;
  double density_factor = 1.0;
};

/// The atmosphere of a body at work, and the drag in it. Not for two threads at a time.
class Drag {
 public:
  /// Throws GmatSweepError when a file is missing or malformed.
  Drag(const DragSettings& settings, const astro::BodyConstants& body,
       const astro::DataCatalogue& data);

  /// Sets the epoch.
  /// @param fixed_to_inertial  the body's fixed axes at that epoch
  /// @param spin_rad_per_s  their angular velocity, inertial axes
  void turn_to(double a1_mjd, const astro::Matrix3& fixed_to_inertial,
               const astro::Vector3& spin_rad_per_s);

  /// @param state  from the body's centre, MJ2000Eq
  /// @return density at the epoch set, without the spacecraft's factor [kg/m^3]
  /// Throws RunFailed where the model has no density: under ground, below 100 km
  /// (JacchiaRoberts), or for weather that makes no sense.
  double density_kg_m3(const astro::Vector3& position_km);
  astro::Vector3 acceleration_km_s2(const astro::CartesianState& state,
                                    const DragProperties& properties, double mass_kg);

 private:
  /// What moves slowly, as straight lines through a hundredth of a day: the error in density stays
  /// below 1e-8 of it.
  struct Window {
    double begin_a1_mjd = std::numeric_limits<double>::quiet_NaN();  ///< none yet
    double utc_less_a1_day = 0;
    bool has_leap = false;
    astro::Vector3 sun_km, sun_change_km;
    double semiannual = 0, semiannual_change = 0;
    double annual = 0, annual_change = 0;
  };

  void open_window(double a1_mjd);
  void turn_weather();
  void note_weather();
  double msis_density(const astro::GeodeticPlace& place);
  double jacchia_density(const astro::Vector3& position_km, const astro::GeodeticPlace& place);

  DragSettings settings_;
  astro::BodyConstants body_;
  astro::TimeConverter times_;
  std::shared_ptr<const astro::ExponentialAtmosphere> exponential_;
  std::optional<astro::MsisAtmosphere> msis_;
  std::optional<astro::SpaceWeather> weather_;
  std::optional<astro::SolarSystem> bodies_;
  Window window_;
  std::shared_ptr<astro::DataNotes> notes_;
  // At the epoch in hand:
  astro::Matrix3 fixed_to_inertial_ = astro::Matrix3::Identity();
  astro::Vector3 spin_rad_per_s_ = astro::Vector3::Zero();
  double a1_mjd_ = 0.0;
  double utc_mjd_ = 0.0;
  int day_of_year_ = 1;
  double ut_s_ = 0.0;
  astro::MsisWeather msis_weather_;
  astro::JacchiaWeather jacchia_weather_;
};

}  // namespace gmat_sweep::mission
