#include "mission/force_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/names.hpp"
#include "mission/tables/force_fields.hpp"
#include "mission/tables/propagator_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using tables::force_model_fields;
using tables::gravity_field_fields;
using tables::propagator_fields;

std::optional<astro::Body> body_named(const std::string& name, std::string_view field,
                                      std::vector<std::string>& problems) {
  const auto body = astro::find_body(name);
  if (body) return body;
  std::vector<std::string> names;
  for (const auto& known : astro::all_bodies()) names.emplace_back(known.name);
  problems.push_back(
      fmt::format("{}: there is no body {}{}", field, name, did_you_mean(name, names)));
  return std::nullopt;
}

std::string gravity_name(const std::string& force_model, std::string_view body) {
  return fmt::format("{}.GravityField.{}", force_model, body);
}

/// GMAT's default field of a body: degree and order 4.
ForceSettings::Harmonics default_harmonics(astro::Body body) {
  return {body, std::string(astro::constants_of(body).default_potential_file), 4, 4};
}

ForceSettings::Harmonics read_harmonics(const Program& program, const FieldTable& fields,
                                        const std::string& model, astro::Body body) {
  auto harmonics = default_harmonics(body);
  const auto id = program.find(gravity_name(model, astro::constants_of(body).name));
  if (!id) return harmonics;
  const auto& values = fields[*id];
  const auto& file =
      std::get<std::string>(values[field_index(gravity_field_fields, "PotentialFile")]);
  if (!file.empty()) harmonics.potential_file = file;
  harmonics.degree =
      static_cast<int>(std::get<double>(values[field_index(gravity_field_fields, "Degree")]));
  harmonics.order =
      static_cast<int>(std::get<double>(values[field_index(gravity_field_fields, "Order")]));
  harmonics.order = std::min(harmonics.order, harmonics.degree);  // as GMAT does
  harmonics.tide_file =
      std::get<std::string>(values[field_index(gravity_field_fields, "TideFile")]);
  harmonics.solid_tide =
      std::get<std::string>(values[field_index(gravity_field_fields, "TideModel")]) == "Solid";
  return harmonics;
}

std::vector<astro::Body> read_bodies(const std::vector<FieldValue>& values, std::size_t index,
                                     std::vector<std::string>& problems) {
  std::vector<astro::Body> bodies;
  for (const auto& name : std::get<Names>(values[index])) {
    const auto body = body_named(name, force_model_fields[index].name, problems);
    if (body) bodies.push_back(*body);
  }
  return bodies;
}

ForceSettings::Radiation read_radiation(const std::vector<FieldValue>& values,
                                        std::vector<std::string>& problems) {
  ForceSettings::Radiation radiation;
  radiation.flux.flux_w_m2 = std::get<double>(values[field_index(force_model_fields, "SRP.Flux")]);
  radiation.flux.nominal_distance_km =
      std::get<double>(values[field_index(force_model_fields, "SRP.Nominal_Sun")]);
  radiation.extra_shadow_bodies =
      read_bodies(values, field_index(force_model_fields, "SRP.ExtraShadowBodies"), problems);
  return radiation;
}

astro::WeatherSource weather_source(const std::string& name) {
  if (name == "CSSISpaceWeatherFile") return astro::WeatherSource::cssi;
  if (name == "SchattenFile") return astro::WeatherSource::schatten;
  return astro::WeatherSource::constant;
}

std::optional<DragSettings> read_drag(const std::vector<FieldValue>& values) {
  const auto text = [&](std::size_t index) { return std::get<std::string>(values[index]); };
  const auto real = [&](std::size_t index) { return std::get<double>(values[index]); };
  auto model =
      atmosphere_model_named(text(field_index(force_model_fields, "Drag.AtmosphereModel")));
  if (!model) model = atmosphere_model_named(text(field_index(force_model_fields, "Drag")));
  if (!model) return std::nullopt;
  DragSettings drag;
  drag.model = *model;
  auto& weather = drag.weather;
  weather.historic =
      weather_source(text(field_index(force_model_fields, "Drag.HistoricWeatherSource")));
  weather.predicted =
      weather_source(text(field_index(force_model_fields, "Drag.PredictedWeatherSource")));
  weather.f107 = real(field_index(force_model_fields, "Drag.F107"));
  weather.f107_average = real(field_index(force_model_fields, "Drag.F107A"));
  weather.kp = real(field_index(force_model_fields, "Drag.MagneticIndex"));
  const auto timing = text(field_index(force_model_fields, "Drag.SchattenTimingModel"));
  if (timing == "EarlyCycle") weather.timing = astro::SchattenTiming::early;
  if (timing == "LateCycle") weather.timing = astro::SchattenTiming::late;
  const auto error = text(field_index(force_model_fields, "Drag.SchattenErrorModel"));
  if (error == "PlusTwoSigma") weather.error = astro::SchattenError::plus_two_sigma;
  if (error == "MinusTwoSigma") weather.error = astro::SchattenError::minus_two_sigma;
  drag.cssi_file = text(field_index(force_model_fields, "Drag.CSSISpaceWeatherFile"));
  drag.schatten_file = text(field_index(force_model_fields, "Drag.SchattenFile"));
  drag.input_file = text(field_index(force_model_fields, "Drag.InputFile"));
  return drag;
}

}  // namespace

ForceSettings read_force_model(const Program& program, const FieldTable& fields,
                               const astro::BodyTable& bodies, ObjectId id,
                               std::vector<std::string>& problems) {
  const auto& values = fields[id];
  ForceSettings settings;
  settings.name = program.objects[id].name;
  settings.bodies = bodies;
  const auto& central =
      std::get<std::string>(values[field_index(force_model_fields, "CentralBody")]);
  if (const auto body = body_named(central, "CentralBody", problems)) {
    settings.central_body = *body;
  }
  for (const auto& name :
       std::get<Names>(values[field_index(force_model_fields, "PrimaryBodies")])) {
    const auto body = body_named(name, "PrimaryBodies", problems);
    if (!body) continue;
    auto harmonics = read_harmonics(program, fields, settings.name, *body);
    if (harmonics.potential_file.empty()) {
      problems.push_back(fmt::format(
          "GravityField.{0}.PotentialFile: GMAT has no gravity file for {0}; name one", name));
    } else if (harmonics.solid_tide && harmonics.tide_file.empty() && *body != astro::Body::earth) {
      problems.push_back(fmt::format(
          "GravityField.{0}.TideModel: the tides of {0} need the Love numbers of a TideFile",
          name));
    } else {
      settings.harmonics.push_back(std::move(harmonics));
    }
  }
  settings.point_masses =
      read_bodies(values, field_index(force_model_fields, "PointMasses"), problems);
  if (std::get<bool>(values[field_index(force_model_fields, "SRP")])) {
    settings.radiation = read_radiation(values, problems);
  }
  settings.drag = read_drag(values);
  settings.relativity =
      std::get<bool>(values[field_index(force_model_fields, "RelativisticCorrection")]);
  if (settings.harmonics.empty() && settings.point_masses.empty()) {
    // A force model that names no body has GMAT's default field of the Earth.
    settings.harmonics.push_back(
        read_harmonics(program, fields, settings.name, astro::Body::earth));
  }
  const auto control = error_control_named(
      std::get<std::string>(values[field_index(force_model_fields, "ErrorControl")]));
  if (control) settings.error_control = *control;
  return settings;
}

ForceSettings default_force_model(const astro::BodyTable& bodies) {
  ForceSettings settings;
  settings.bodies = bodies;
  settings.harmonics.push_back(default_harmonics(astro::Body::earth));
  return settings;
}

IntegratorSettings read_propagator(const std::vector<FieldValue>& fields) {
  const auto real = [&](std::size_t index) { return std::get<double>(fields[index]); };
  IntegratorSettings settings;
  const auto type =
      integrator_type_named(std::get<std::string>(fields[field_index(propagator_fields, "Type")]));
  if (type) settings.type = *type;
  settings.initial_step_s = real(field_index(propagator_fields, "InitialStepSize"));
  settings.accuracy = real(field_index(propagator_fields, "Accuracy"));
  settings.min_step_s = real(field_index(propagator_fields, "MinStep"));
  settings.max_step_s = real(field_index(propagator_fields, "MaxStep"));
  settings.max_step_attempts =
      static_cast<int>(real(field_index(propagator_fields, "MaxStepAttempts")));
  settings.stop_if_accuracy_violated =
      std::get<bool>(fields[field_index(propagator_fields, "StopIfAccuracyIsViolated")]);
  settings.lower_error = real(field_index(propagator_fields, "LowerError"));
  settings.target_error = real(field_index(propagator_fields, "TargetError"));
  return settings;
}

}  // namespace gmat_sweep::mission
