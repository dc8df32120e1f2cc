#include "astro/atmosphere_msis.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "astro/atmosphere_msis_gases.hpp"
#include "astro/sine_cosine.hpp"
#include "base/lanes.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double gas_constant = 831.4;  ///< [1e-2 J/(mol K)], the models' own
constexpr double grams_per_dalton = 1.66E-24;
constexpr double deg_per_rad = 180.0 / std::numbers::pi;
constexpr double top_of_mesosphere_km = 72.5;
constexpr double full_mixing_km = 62.5;
constexpr double spline_matters_below_km = 300.0;
constexpr double mixing_matters_below_km = 450.0;
constexpr double greatest_exponent = 50.0;

using msis::gases;

// The expansions of the thermosphere, in the order they are kept: after the gases.
enum Upper : std::size_t { exosphere = gases, gradient, base_temperature, uppers };
// Those of the levels below: temperatures at 110, 100, 90 and 72.5 km and the gradient there; then
// those of the mesosphere, stratosphere and troposphere.
constexpr std::size_t middles = 5;
constexpr std::size_t lowers = 8;
constexpr std::array<std::size_t, lowers> lower_sets{0, 1, 2, 9, 3, 4, 5, 6};
constexpr std::size_t ground_gradient_set = 7;

/// Terms by sets, these padded to whole lanes.
template <std::size_t Sets>
using Coefficients = std::array<std::array<double, padded_to_lanes(Sets)>, msis_terms>;
template <std::size_t Sets>
using Sums = std::array<double, padded_to_lanes(Sets)>;

template <std::size_t Width>
MsisColumn column_of(std::array<std::array<double, Width>, msis_terms>& coefficients,
                     std::size_t set) {
  return {&coefficients[0][set], Width};
}

/// Even and odd terms are summed apart, so that two sums go on at a time.
template <MsisTermRange Range, std::size_t Width>
GMAT_SWEEP_INLINE void expand_range(const std::array<std::array<double, Width>, msis_terms>& terms,
                                    const MsisBasis& basis, std::array<double, Width>& result) {
  constexpr std::size_t blocks = Width / lanes;
  Lanes even[blocks];
  Lanes odd[blocks];
  for (std::size_t b = 0; b < blocks; ++b) {
    even[b] = basis[Range.first] * load_lanes(&terms[Range.first][b * lanes]);
    odd[b] = Lanes{};
  }
  static_assert((Range.end - Range.first) % 2 == 1);
  for (std::size_t term = Range.first + 1; term < Range.end; term += 2) {
    for (std::size_t b = 0; b < blocks; ++b)
      odd[b] += basis[term] * load_lanes(&terms[term][b * lanes]);
    for (std::size_t b = 0; b < blocks; ++b)
      even[b] += basis[term + 1] * load_lanes(&terms[term + 1][b * lanes]);
  }
  for (std::size_t b = 0; b < blocks; ++b) store_lanes(&result[b * lanes], even[b] + odd[b]);
}

GMAT_SWEEP_WIDE void expand_upper_sets(const Coefficients<uppers>& terms, const MsisBasis& basis,
                                       Sums<uppers>& result) {
  expand_range<msis_upper_terms>(terms, basis, result);
}

GMAT_SWEEP_WIDE void expand_middle_sets(const Coefficients<middles>& terms, const MsisBasis& basis,
                                        Sums<middles>& result) {
  expand_range<msis_lower_terms>(terms, basis, result);
}

GMAT_SWEEP_WIDE void expand_lower_sets(const Coefficients<lowers + 1>& terms,
                                       const MsisBasis& basis, Sums<lowers + 1>& result) {
  expand_range<msis_lower_terms>(terms, basis, result);
}

/// An angle from its sine and cosine, to 2e-8 rad.
/// Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 4.4.49.
double coarse_angle_rad(double sine, double cosine) {
  const double up = std::abs(sine);
  const double out = std::abs(cosine);
  const double x = std::min(up, out) / std::max(up, out);
  const double x2 = x * x;
  const double x4 = x2 * x2;
  const double x8 = x4 * x4;
  const double low = (1.0 - 0.3333314528 * x2) + x4 * (0.1999355085 - 0.1420889944 * x2);
  const double high = (0.1065626393 - 0.0752896400 * x2) + x4 * (0.0429096138 - 0.0161657367 * x2);
  const double of_ratio = x * (low + x8 * (high + x8 * 0.0028662257));
  const double of_first_quarter = up > out ? 0.5 * std::numbers::pi - of_ratio : of_ratio;
  const double from_east = cosine < 0.0 ? std::numbers::pi - of_first_quarter : of_first_quarter;
  return std::copysign(from_east, sine);
}

}  // namespace

struct MsisAtmosphere::Model {
  MsisGases constituents;
  alignas(32) Coefficients<uppers> upper{};
  alignas(32) Coefficients<uppers> upper_active{};  ///< used with three-hourly indices only
  alignas(32) Coefficients<middles> middle{};
  alignas(32) Coefficients<lowers + 1> lower{};

  const MsisTable& table;
  MsisVersion version;
  int day_of_year = 0;
  int ut_step = 0;
  bool three_hourly = false;
  bool has_weather = false;
  bool has_middle = false;
  MsisWeather weather;

  std::array<const MsisTable::Set*, uppers> upper_tables{};
  std::array<const MsisTable::ShortSet*, middles> middle_tables{};
  std::array<const MsisTable::ShortSet*, lowers + 1> lower_tables{};
  std::array<double, 4> inverse_middle_means_per_k{};  ///< at 110, 100, 90 and 72.5 km
  std::array<MsisPhases, uppers> phases;
  std::array<MsisSeason, uppers> upper_seasons;
  std::array<MsisSeason, middles> middle_seasons;
  std::array<MsisSeason, lowers + 1> lower_seasons;
  std::array<std::array<double, 7>, uppers> activity_functions{};
  SineCosine ut_held{0.0, 1.0};

  // At the place in hand:
  Sums<uppers> g{};

  explicit Model(MsisVersion v)
      : constituents(v),
        table(v == MsisVersion::msise90 ? msise90_table() : nrlmsise00_table()),
        version(v) {
    for (std::size_t i = 0; i < gases; ++i)
      upper_tables[i] = &table.pd[constituents.expansion(static_cast<msis::Gas>(i))];
    upper_tables[exosphere] = &table.pt;
    upper_tables[gradient] = &table.ps;
    upper_tables[base_temperature] = &table.pd[3];
    const double means_k[] = {table.ptm[6], table.ptm[2], table.ptm[7], table.ptm[4]};
    for (std::size_t i = 0; i < 4; ++i) {
      middle_tables[i] = &table.ptl[i];
      inverse_middle_means_per_k[i] = 1.0 / (means_k[i] * table.ptl[i][0]);
    }
    middle_tables[4] = &table.pma[8];
    for (std::size_t i = 0; i < lowers; ++i) lower_tables[i] = &table.pma[lower_sets[i]];
    lower_tables[lowers] = &table.pma[ground_gradient_set];
    for (std::size_t i = 0; i < uppers; ++i) phases[i] = phases_of(*upper_tables[i]);
  }

  bool newer() const { return version == MsisVersion::nrlmsise00; }

  void turn_to_season(int day) {
    day_of_year = day;
    for (std::size_t i = 0; i < uppers; ++i) upper_seasons[i] = season_of(*upper_tables[i], day);
    for (std::size_t i = 0; i < middles; ++i) middle_seasons[i] = season_of(*middle_tables[i], day);
    for (std::size_t i = 0; i <= lowers; ++i) lower_seasons[i] = season_of(*lower_tables[i], day);
  }

  void choose_indices(const MsisWeather& now) {
    const bool differ =
        std::any_of(now.ap.begin(), now.ap.end(), [&](double ap) { return ap != now.ap[0]; });
    if (newer() && has_weather) return;
    three_hourly = three_hourly || differ;
  }

  MsisFlux flux() const {
    return {weather.f107 - weather.f107_average, weather.f107_average - 150.0};
  }

  void fold_upper() {
    for (auto& row : upper) row.fill(0.0);
    for (auto& row : upper_active) row.fill(0.0);
    for (std::size_t i = 0; i < uppers; ++i) {
      const auto& set = *upper_tables[i];
      fold_quiet(version, set, phases[i], upper_seasons[i], flux(), column_of(upper, i));
      if (!three_hourly) {
        fold_active(false, set, phases[i], upper_seasons[i], daily_activity(set, weather.ap[0]),
                    column_of(upper, i));
      } else if (set[51] != 0.0F) {
        fold_active(true, set, phases[i], upper_seasons[i], 1.0, column_of(upper_active, i));
        activity_functions[i] = three_hourly_functions(set, weather.ap);
      }
    }
  }

  void fold_middle() {
    has_middle = true;
    for (auto& row : middle) row.fill(0.0);
    // This set's measure of activity is the same at all latitudes.
    constexpr double any_latitude_deg = 45.0;
    const double activity = lower_activity(*upper_tables[base_temperature],
                                           activity_functions[base_temperature], any_latitude_deg);
    for (std::size_t i = 0; i < middles; ++i) {
      fold_quiet(version, *middle_tables[i], middle_seasons[i], flux(), column_of(middle, i));
      fold_active(three_hourly, *middle_tables[i], activity, column_of(middle, i));
    }
  }

  void set_weather(int day, const MsisWeather& now) {
    if (has_weather && day == day_of_year && now == weather) return;
    if (!has_weather || day != day_of_year) turn_to_season(day);
    choose_indices(now);
    has_weather = true;
    has_middle = false;
    weather = now;
    fold_upper();
  }

  /// What the terms of geomagnetic activity of the sets below are multiplied by: the model takes it
  /// from the expansion it computed last, here that of `set`.
  double lower_activity(const MsisTable::Set& set, const std::array<double, 7>& functions,
                        double latitude_deg) const {
    if (!three_hourly) return daily_activity(set, weather.ap[0]);
    return weighted_activity(functions, newer() ? decay_at(set, latitude_deg) : second_decay(set));
  }

  /// From a sine and cosine held for a sixteenth of a radian.
  SineCosine turn_to_ut(double ut_rad) {
    constexpr double steps_per_rad = 16.0;
    const int step = static_cast<int>(ut_rad * steps_per_rad);
    const double held_rad = step / steps_per_rad;
    if (step != ut_step) {
      ut_step = step;
      ut_held = {std::sin(held_rad), std::cos(held_rad)};
    }
    return turned(ut_held, of_moderate(ut_rad - held_rad));
  }

  void expand_upper(const MsisBasis& basis, double latitude_deg) {
    expand_upper_sets(upper, basis, g);
    if (!three_hourly) return;
    Sums<uppers> active{};
    expand_upper_sets(upper_active, basis, active);
    for (std::size_t i = 0; i < uppers; ++i) {
      const auto& set = *upper_tables[i];
      if (set[51] != 0.0F)
        g[i] += active[i] * weighted_activity(activity_functions[i], decay_at(set, latitude_deg));
    }
  }

  MsisThermosphere thermosphere(double altitude_km, const GeodeticPlace& place,
                                const MsisBasis& basis);
  void join_spline(MsisThermosphere& air, double altitude_km, const MsisBasis& basis);
  /// At 72.5 km and above. Below 62.5 km only that of N2 matters.
  MsisGases::Densities densities(const MsisThermosphere& air, double altitude_km,
                                 const GeodeticPlace& place) const;
  double lower_density(double altitude_km, const GeodeticPlace& place, const MsisBasis& basis,
                       const MsisThermosphere& air, double latitude_deg);
  // At the top of the mesosphere, in the place in hand:
  double inverse_middle_temperature_per_k = 0;
  double middle_gradient = 0;
};

MsisThermosphere MsisAtmosphere::Model::thermosphere(double altitude_km, const GeodeticPlace& place,
                                                     const MsisBasis& basis) {
  const auto& ptm = table.ptm;
  MsisThermosphere air;
  const double cos2 = 1.0 - 2.0 * place.sin_latitude * place.sin_latitude;
  air.surface_gravity = 980.616 * (1.0 - .0026373 * cos2);
  air.radius_km = 2.0 * air.surface_gravity / (3.085462E-6 + 2.27E-9 * cos2) * 1.E-5;
  air.base_km = ptm[5];
  air.join_km = table.pdl[1][15];
  // Variations of the exosphere do not matter below, nor of the gradient below the mesopause.
  air.exospheric_k =
      ptm[0] * double{table.pt[0]} * (altitude_km > air.join_km ? 1.0 + g[exosphere] : 1.0);
  const double base_gradient =
      ptm[3] * double{table.ps[0]} * (altitude_km > top_of_mesosphere_km ? 1.0 + g[gradient] : 1.0);
  air.base_k = ptm[1] * (1.0 + g[base_temperature]) * table.pd[3][0];
  air.s_per_km = base_gradient / (air.exospheric_k - air.base_k);
  air.follow_bates(altitude_km);
  if (altitude_km <= mixing_matters_below_km) join_spline(air, altitude_km, basis);
  return air;
}

void MsisAtmosphere::Model::join_spline(MsisThermosphere& air, double altitude_km,
                                        const MsisBasis& basis) {
  const auto& ptm = table.ptm;
  Sums<middles> vary{};
  if (altitude_km < spline_matters_below_km) {
    if (!has_middle) fold_middle();
    expand_middle_sets(middle, basis, vary);
  }
  std::array<double, 5> inverse_temperatures_per_k{1.0 / air.join.temperature_k};
  for (std::size_t i = 0; i < 4; ++i)
    inverse_temperatures_per_k[i + 1] = (1.0 - vary[i]) * inverse_middle_means_per_k[i];
  // Here the top of the mesosphere's temperature over its mean.
  const double ratio = 1.0 / (1.0 - vary[3]);
  middle_gradient = ptm[8] * double{table.pma[8][0]} * (1.0 + vary[4]) * ratio * ratio;
  inverse_middle_temperature_per_k = inverse_temperatures_per_k[4];
  const double stretch = (air.radius_km + air.base_km) / (air.radius_km + air.join_km);
  const double join_gradient =
      (air.exospheric_k - air.join.temperature_k) * air.s_per_km * stretch * stretch;
  const std::array<double, 5> nodes_km{air.join_km, 110.0, 100.0, 90.0, top_of_mesosphere_km};
  air.spline.emplace(nodes_km, inverse_temperatures_per_k, join_gradient, middle_gradient,
                     air.radius_km);
}

MsisGases::Densities MsisAtmosphere::Model::densities(const MsisThermosphere& air,
                                                      double altitude_km,
                                                      const GeodeticPlace& place) const {
  const double turbopause_factor =
      table.pdl[1][24] *
      (1.0 + double{table.pdl[0][24]} * place.sin_latitude * upper_seasons[exosphere].cos14);
  return constituents.densities(
      air, g.data(), {altitude_km, table.pdm[2][2] * turbopause_factor, weather.f107_average});
}

double MsisAtmosphere::Model::lower_density(double altitude_km, const GeodeticPlace& place,
                                            const MsisBasis& basis, const MsisThermosphere& air,
                                            double latitude_deg) {
  const bool well_mixed = altitude_km < full_mixing_km;
  const auto above = densities(air, top_of_mesosphere_km, place);

  // The expansion computed last up there, whose measure of activity the model goes on with.
  const auto& last = well_mixed ? table.pd[2] : (newer() ? table.pd[8] : table.pd[7]);
  const bool remembered = last[51] == 0.0F;  // it has no three-hourly terms of its own
  const auto& active = three_hourly && remembered ? table.pd[7] : last;
  const double activity =
      lower_activity(active, three_hourly_functions(active, weather.ap), latitude_deg);
  for (auto& row : lower) row.fill(0.0);
  for (std::size_t i = 0; i <= lowers; ++i) {
    fold_quiet(version, *lower_tables[i], lower_seasons[i], flux(), column_of(lower, i));
    fold_active(three_hourly, *lower_tables[i], activity, column_of(lower, i));
  }
  Sums<lowers + 1> vary{};
  expand_lower_sets(lower, basis, vary);

  const auto& pma = table.pma;
  const auto& mean = table.pavgm;
  const auto mean_k = [&](std::size_t set) { return pma[set][0] * double{mean[set]}; };
  const auto inverse_level_per_k = [&](std::size_t i) {
    return (1.0 - vary[i]) / mean_k(lower_sets[i]);
  };
  // Both gradients go with the square of their level's temperature over its mean.
  const double stratopause_gradient =
      mean[8] * double{pma[9][0]} * (1.0 + vary[3]) / ((1.0 - vary[2]) * (1.0 - vary[2]));
  const InverseTemperatureSpline<4> mesosphere(
      {top_of_mesosphere_km, 55.0, 45.0, 32.5},
      {inverse_middle_temperature_per_k, inverse_level_per_k(0), inverse_level_per_k(1),
       inverse_level_per_k(2)},
      middle_gradient, stratopause_gradient, air.radius_km);

  const double mean_mass = table.pdm[2][4];
  const auto fall = [&](const auto& spline, double top_km, double inverse_top_per_k, double at_km) {
    const auto reading = spline.at(at_km);
    const double exponent =
        mean_mass * air.gravity(top_km) * spline.span_km() / gas_constant * reading.integral;
    return reading.inverse_temperature_per_k / inverse_top_per_k *
           std::exp(-std::min(exponent, greatest_exponent));
  };
  const double mixed_nitrogen = std::exp(above.log_mixed_nitrogen);
  double nitrogen_density =
      mixed_nitrogen * fall(mesosphere, top_of_mesosphere_km, inverse_middle_temperature_per_k,
                            std::max(altitude_km, 32.5));
  if (altitude_km <= 32.5) {
    const double ground_gradient =
        pma[7][0] * double{mean[7]} * (1.0 + vary[lowers]) / ((1.0 - vary[7]) * (1.0 - vary[7]));
    const InverseTemperatureSpline<5> troposphere(
        {32.5, 20.0, 15.0, 10.0, 0.0},
        {inverse_level_per_k(2), inverse_level_per_k(4), inverse_level_per_k(5),
         inverse_level_per_k(6), inverse_level_per_k(7)},
        stratopause_gradient, ground_gradient, air.radius_km);
    nitrogen_density *= fall(troposphere, 32.5, inverse_level_per_k(2), altitude_km);
  }

  const double blend =
      altitude_km > full_mixing_km
          ? 1.0 - (top_of_mesosphere_km - altitude_km) / (top_of_mesosphere_km - full_mixing_km)
          : 0.0;
  const double nitrogen_above = above.per_cm3[msis::n2];
  nitrogen_density *= 1.0 + (nitrogen_above / mixed_nitrogen - 1.0) * blend;
  double mass = constituents.mass(msis::n2) * nitrogen_density;
  for (const auto gas : {msis::he, msis::o2, msis::ar}) {
    const double share = constituents.mixing_ratio(gas);
    mass += constituents.mass(gas) * nitrogen_density * share *
            (1.0 + (above.per_cm3[gas] / (nitrogen_above * share) - 1.0) * blend);
  }
  return mass;
}

MsisAtmosphere::MsisAtmosphere(MsisVersion version) : model_(std::make_unique<Model>(version)) {}
MsisAtmosphere::~MsisAtmosphere() = default;
MsisAtmosphere::MsisAtmosphere(MsisAtmosphere&&) noexcept = default;
MsisAtmosphere& MsisAtmosphere::operator=(MsisAtmosphere&&) noexcept = default;

double MsisAtmosphere::density_kg_m3(int day_of_year, double ut_s, const GeodeticPlace& place,
                                     const MsisWeather& weather) {
  auto& model = *model_;
  model.set_weather(day_of_year, weather);
  constexpr double rad_per_hour = .2618F;
  constexpr double rad_per_second = 7.2722E-5F;
  MsisAngles angles{place.sin_latitude, place.cos_latitude, place.sin_longitude,
                    place.cos_longitude};
  const double ut_rad = rad_per_second * ut_s;
  const SineCosine ut = model.turn_to_ut(ut_rad);
  angles.sin_ut = ut.sine;
  angles.cos_ut = ut.cosine;
  // Local time is Universal Time plus longitude but for the rounded factors, some 1e-5 rad.
  const double off_rad = (rad_per_hour / 3600.0 - rad_per_second) * ut_s +
                         (rad_per_hour * (deg_per_rad / 15.0) - 1.0) *
                             coarse_angle_rad(place.sin_longitude, place.cos_longitude);
  const double off_cosine = 1.0 - 0.5 * off_rad * off_rad;
  const double sine = angles.sin_ut * off_cosine + angles.cos_ut * off_rad;
  const double cosine = angles.cos_ut * off_cosine - angles.sin_ut * off_rad;
  angles.sin_local_time = sine * place.cos_longitude + cosine * place.sin_longitude;
  angles.cos_local_time = cosine * place.cos_longitude - sine * place.sin_longitude;
  const MsisBasis basis = msis_basis(angles);
  const double latitude_deg =
      model.three_hourly ? std::atan2(place.sin_latitude, place.cos_latitude) * deg_per_rad : 0.0;
  model.expand_upper(basis, latitude_deg);

  const double altitude_km = place.altitude_km;
  const auto air = model.thermosphere(std::max(altitude_km, top_of_mesosphere_km), place, basis);
  const double mass = altitude_km >= top_of_mesosphere_km
                          ? model.densities(air, altitude_km, place).mass
                          : model.lower_density(altitude_km, place, basis, air, latitude_deg);
  return 1000.0 * grams_per_dalton * mass;
}

}  // namespace gmat_sweep::astro
