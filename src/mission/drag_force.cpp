#include "mission/drag_force.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "astro/atmosphere_jacchia_roberts.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::TimeSystem;
using astro::Vector3;

constexpr double window_day = 0.01;

constexpr std::array<std::pair<std::string_view, AtmosphereModel>, 4> models{
    {{"Exponential", AtmosphereModel::exponential},
     {"JacchiaRoberts", AtmosphereModel::jacchia_roberts},
     {"MSISE90", AtmosphereModel::msise90},
     {"NRLMSISE00", AtmosphereModel::nrlmsise00}}};

struct DayOfYear {
  int day = 1;
  double ut_s = 0.0;
};

/// NOTE: counted with years of 365.25 days, as GMAT counts for these models; about New Year it
/// can be a day off.
DayOfYear day_of_year(double utc_mjd) {
  constexpr double days_per_year = 365.25;
  const int whole = static_cast<int>(utc_mjd);
  const int years = static_cast<int>((utc_mjd + 5.5) / days_per_year);
  DayOfYear result;
  result.day = whole - static_cast<int>(years * days_per_year) + 5;
  // The modified Julian day begins at noon.
  result.ut_s = 86400.0 * (utc_mjd - whole + 0.5);
  if (result.ut_s > 86400.0) {
    result.ut_s -= 86400.0;
    ++result.day;
  }
  return result;
}

}  // namespace

std::optional<AtmosphereModel> atmosphere_model_named(std::string_view name) {
  for (const auto& [known, model] : models)
    if (known == name) return model;
  return std::nullopt;
}

std::string_view name_of(AtmosphereModel model) {
  return models[static_cast<std::size_t>(model)].first;
}

Drag::Drag(const DragSettings& settings, const astro::BodyConstants& body,
           const astro::DataCatalogue& data)
    : settings_(settings), body_(body), times_(data.time_converter()), notes_(data.notes()) {
  if (settings.model == AtmosphereModel::exponential) {
    exponential_ = data.exponential_atmosphere(settings.input_file, body.body);
    return;
  }
  using astro::WeatherSource;
  const auto& w = settings.weather;
  const bool cssi = w.historic == WeatherSource::cssi || w.predicted == WeatherSource::cssi;
  const bool schatten = w.predicted == WeatherSource::schatten;
  weather_.emplace(w, cssi ? data.cssi_space_weather(settings.cssi_file) : nullptr,
                   schatten ? data.schatten_predictions(settings.schatten_file) : nullptr);
  if (settings.model == AtmosphereModel::jacchia_roberts) {
    bodies_.emplace(data.ephemeris(), data.time_converter());
  } else {
    msis_.emplace(settings.model == AtmosphereModel::msise90 ? astro::MsisVersion::msise90
                                                             : astro::MsisVersion::nrlmsise00);
  }
  if (weather_->is_constant()) turn_weather();
}

void Drag::open_window(double a1_mjd) {
  window_.begin_a1_mjd = std::floor(a1_mjd / window_day) * window_day;
  const double end = window_.begin_a1_mjd + window_day;
  const auto utc_less_a1 = [&](double at) {
    return times_.convert(at, TimeSystem::a1, TimeSystem::utc) - at;
  };
  window_.utc_less_a1_day = utc_less_a1(window_.begin_a1_mjd);
  window_.has_leap = std::abs(utc_less_a1(end) - window_.utc_less_a1_day) > 1e-6;
  if (!bodies_) return;
  window_.sun_km = bodies_->position_km(astro::Body::sun, window_.begin_a1_mjd);
  window_.sun_change_km = bodies_->position_km(astro::Body::sun, end) - window_.sun_km;
  const auto first = astro::jacchia_season(window_.begin_a1_mjd + window_.utc_less_a1_day);
  const auto last = astro::jacchia_season(end + window_.utc_less_a1_day);
  window_.semiannual = first.semiannual;
  window_.semiannual_change = last.semiannual - first.semiannual;
  window_.annual = first.annual;
  window_.annual_change = last.annual - first.annual;
}

void Drag::turn_to(double a1_mjd, const astro::Matrix3& fixed_to_inertial,
                   const Vector3& spin_rad_per_s) {
  fixed_to_inertial_ = fixed_to_inertial;
  spin_rad_per_s_ = spin_rad_per_s;
  if (!weather_) return;
  a1_mjd_ = a1_mjd;
  const double since_window = a1_mjd_ - window_.begin_a1_mjd;
  if (!(since_window >= 0.0 && since_window < window_day)) open_window(a1_mjd_);
  utc_mjd_ = window_.has_leap ? times_.convert(a1_mjd_, TimeSystem::a1, TimeSystem::utc)
                              : a1_mjd_ + window_.utc_less_a1_day;
  if (!weather_->is_constant()) turn_weather();
  if (!msis_) return;
  const auto date = day_of_year(utc_mjd_);
  day_of_year_ = date.day;
  ut_s_ = date.ut_s;
}

void Drag::turn_weather() {
  note_weather();
  if (msis_) {
    msis_weather_ = weather_->msis(utc_mjd_);
  } else {
    jacchia_weather_ = weather_->jacchia(utc_mjd_);
  }
}

void Drag::note_weather() {
  if (!notes_) return;
  const auto outside = weather_->outside(utc_mjd_);
  if (!outside) return;
  const bool schatten = outside->file == astro::WeatherSource::schatten;
  notes_->clamped("space weather", schatten ? settings_.schatten_file : settings_.cssi_file,
                  utc_mjd_, outside->first_utc_mjd, outside->last_utc_mjd);
}

double Drag::msis_density(const astro::GeodeticPlace& place) {
  return msis_->density_kg_m3(day_of_year_, ut_s_, place, msis_weather_);
}

double Drag::jacchia_density(const Vector3& position_km, const astro::GeodeticPlace& place) {
  const double share = (a1_mjd_ - window_.begin_a1_mjd) / window_day;
  astro::JacchiaInputs inputs;
  inputs.altitude_km = place.altitude_km;
  inputs.sin_latitude = place.sin_latitude;
  inputs.cos_latitude = place.cos_latitude;
  inputs.position = position_km;
  inputs.sun = window_.sun_km + share * window_.sun_change_km;
  inputs.season = {window_.semiannual + share * window_.semiannual_change,
                   window_.annual + share * window_.annual_change};
  inputs.weather = jacchia_weather_;
  return astro::jacchia_roberts_density_kg_m3(
      inputs, body_.equatorial_radius_km * (1.0 - body_.flattening));
}

double Drag::density_kg_m3(const Vector3& position_km) {
  const Vector3 fixed_km = fixed_to_inertial_.transpose() * position_km;
  const auto place = astro::geodetic_place(fixed_km, body_.equatorial_radius_km, body_.flattening);
  double density = 0.0;
  try {
    if (exponential_) {
      if (place.altitude_km < 0.0)
        throw GmatSweepError(fmt::format("the spacecraft is {} km below the surface of {}",
                                         -place.altitude_km, body_.name));
      return exponential_->density_kg_m3(place.altitude_km);
    }
    density = msis_ ? msis_density(place) : jacchia_density(position_km, place);
  } catch (const GmatSweepError& error) {
    throw RunFailed(fmt::format("drag ({}): {}", name_of(settings_.model), error.what()));
  }
  if (!std::isfinite(density))
    throw RunFailed(fmt::format(
        "drag ({}): the density at an altitude of {} km at A.1 modified Julian date {} is {}: "
        "check "
        "F107, F107A, MagneticIndex and the weather files for values that make no sense",
        name_of(settings_.model), place.altitude_km, a1_mjd_, density));
  return density;
}

Vector3 Drag::acceleration_km_s2(const astro::CartesianState& state,
                                 const DragProperties& properties, double mass_kg) {
  const double density = density_kg_m3(state.position_km) * properties.density_factor;
  // The air turns with the body.
  const Vector3 relative = state.velocity_km_s - spin_rad_per_s_.cross(state.position_km);
  // Half, and from m/s^2 with speeds in km/s to km/s^2.
  constexpr double half_in_km = 500.0;
  const double factor =
      -half_in_km * properties.cd * properties.area_m2 / mass_kg * density * relative.norm();
  return factor * relative;
}

}  // namespace gmat_sweep::mission
