#include "astro/atmosphere_msis.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "astro/atmosphere_msis_profile.hpp"
#include "base/lane_math.hpp"

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
constexpr double log_of_greatest = 3.912023005428146;

// The expansions of the thermosphere, in the order they are kept: the gases first.
enum Upper : std::size_t { n2, he, o, o2, ar, n, h, exosphere, gradient, base_temperature, uppers };
constexpr std::size_t gases = 7;
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
using PerGas = Sums<gases>;

template <std::size_t Width>
MsisColumn column_of(std::array<std::array<double, Width>, msis_terms>& coefficients,
                     std::size_t set) {
  return {&coefficients[0][set], Width};
}

/// Even and odd terms are summed apart, so that two sums go on at a time.
template <std::size_t Blocks>
GMAT_SWEEP_INLINE void expand_blocks(const double* row, const double* basis, double* result) {
  constexpr std::size_t stride = Blocks * lanes;
  Lanes even[Blocks];
  Lanes odd[Blocks];
  for (std::size_t b = 0; b < Blocks; ++b) {
    even[b] = basis[0] * load_lanes(row + b * lanes);
    odd[b] = Lanes{};
  }
  static_assert(msis_terms % 2 == 1);
  for (std::size_t term = 1; term < msis_terms; term += 2) {
    row += stride;
    for (std::size_t b = 0; b < Blocks; ++b) odd[b] += basis[term] * load_lanes(row + b * lanes);
    row += stride;
    for (std::size_t b = 0; b < Blocks; ++b)
      even[b] += basis[term + 1] * load_lanes(row + b * lanes);
  }
  for (std::size_t b = 0; b < Blocks; ++b) store_lanes(result + b * lanes, even[b] + odd[b]);
}

GMAT_SWEEP_WIDE void expand(const std::array<std::array<double, 2 * lanes>, msis_terms>& terms,
                            const MsisBasis& basis, std::array<double, 2 * lanes>& result) {
  expand_blocks<2>(terms[0].data(), basis.data(), result.data());
}

GMAT_SWEEP_WIDE void expand(const std::array<std::array<double, 3 * lanes>, msis_terms>& terms,
                            const MsisBasis& basis, std::array<double, 3 * lanes>& result) {
  expand_blocks<3>(terms[0].data(), basis.data(), result.data());
}

/// A constituent of the thermosphere: which columns of the tables are its own, and what is done to
/// its profile.
struct Species {
  Upper expansion;
  std::size_t pd;   ///< its set of MsisTable::pd
  std::size_t pdm;  ///< its row of MsisTable::pdm
  double mass;
  double thermal_diffusion;
  double mixing_below_km;  ///< above, it is in diffusive equilibrium
};

/// In the order of the expansions.
using SpeciesTable = std::array<Species, gases>;
constexpr SpeciesTable msise90_species{{{n2, 2, 2, 28.0, 0.0, 160.0},
                                        {he, 0, 0, 4.0, -0.4, 200.0},
                                        {o, 1, 1, 16.0, 0.0, 400.0},
                                        {o2, 4, 3, 32.0, 0.0, 200.0},
                                        {ar, 5, 4, 40.0, 0.0, 240.0},
                                        {n, 7, 6, 14.0, 0.0, 450.0},
                                        {h, 6, 5, 1.0, -0.4, 320.0}}};
constexpr SpeciesTable nrlmsise00_species{{{n2, 2, 2, 28.0, 0.0, 160.0},
                                           {he, 0, 0, 4.0, -0.38, 200.0},
                                           {o, 1, 1, 16.0, 0.0, 300.0},
                                           {o2, 4, 3, 32.0, 0.0, 250.0},
                                           {ar, 5, 4, 40.0, 0.17, 240.0},
                                           {n, 7, 6, 14.0, 0.0, 450.0},
                                           {h, 6, 5, 1.0, -0.38, 320.0}}};
constexpr std::size_t nitrogen = 0;  ///< molecular

/// Chemistry and dissociation: the logarithm of a factor that grows from none high up to `ratio`,
/// with two scales.
double chemistry(double altitude_km, double ratio, double scale_km, double half_km,
                 double second_scale_km) {
  const double e1 = (altitude_km - half_km) / scale_km;
  const double e2 = (altitude_km - half_km) / second_scale_km;
  if (e1 > 70.0 || e2 > 70.0) return 0.0;
  if (e1 < -70.0 && e2 < -70.0) return ratio;
  return ratio / (1.0 + 0.5 * (std::exp(e1) + std::exp(e2)));
}

/// A growth of that kind with one scale, or none.
struct Growth {
  double half_km = 0;
  double per_scale_km = 1;

  double exponent(double altitude_km) const { return (altitude_km - half_km) * per_scale_km; }
};

/// What is done to the profile of a gas that mixes, below its turbopause.
struct Mixing {
  double turbopause_km = 0;
  double log_ground = 0;  ///< of the mixing ratio at the ground
  double join_slope = 1;  ///< of the exponent that joins the diffusive and the mixed density
  Growth to_ground;
  double second_ratio = 0;  ///< of a second growth
  Growth second;
};

/// Gases that mix at one altitude, side by side.
struct Mixtures {
  std::size_t count = 0;
  std::array<std::size_t, gases> which{};
  // Logarithms of densities, and what join() and Growth ask for:
  alignas(32) PerGas diffusive{};
  alignas(32) PerGas mixed{};
  alignas(32) PerGas join_slope{};
  alignas(32) PerGas first_ratio{};
  alignas(32) PerGas first_exponent{};
  alignas(32) PerGas second_ratio{};
  alignas(32) PerGas second_exponent{};
  alignas(32) PerGas result{};
};

/// Joins the logarithms of a diffusive and of a fully mixed density at the turbopause.
GMAT_SWEEP_INLINE Lanes join(Lanes diffusive, Lanes mixed, Lanes slope) {
  const Lanes excess = slope * (mixed - diffusive);
  const Lanes joined = diffusive + log_of_lanes(1.0 + exp_of_lanes(excess)) / slope;
  const Lanes or_mixed = excess > 10.0 ? mixed : joined;
  return excess < -10.0 ? diffusive : or_mixed;
}

GMAT_SWEEP_WIDE void mix(Mixtures& gas) {
  for (std::size_t i = 0; i < gas.count; i += lanes) {
    const Lanes joined = join(load_lanes(&gas.diffusive[i]), load_lanes(&gas.mixed[i]),
                              load_lanes(&gas.join_slope[i]));
    const Lanes first =
        load_lanes(&gas.first_ratio[i]) / (1.0 + exp_of_lanes(load_lanes(&gas.first_exponent[i])));
    const Lanes second = load_lanes(&gas.second_ratio[i]) /
                         (1.0 + exp_of_lanes(load_lanes(&gas.second_exponent[i])));
    store_lanes(&gas.result[i], joined + (first + second));
  }
}

/// Of logarithms.
GMAT_SWEEP_WIDE void exponentiate(const PerGas& logarithms, PerGas& values) {
  for (std::size_t i = 0; i < values.size(); i += lanes)
    store_lanes(&values[i], exp_of_lanes(load_lanes(&logarithms[i])));
}

/// Temperatures of the thermosphere at one place and time, and what densities need of them.
struct Thermosphere {
  double surface_gravity = 0;  ///< [cm/s^2]
  double radius_km = 0;        ///< effective, of the Earth
  double exospheric_k = 0;
  double base_k = 0;    ///< at base_km
  double base_km = 0;   ///< 120 km
  double join_km = 0;   ///< where the Bates profile meets the spline
  double s_per_km = 0;  ///< shape of the Bates profile
  double join_k = 0;
  double log_join = 0;  ///< of the base temperature over that at the join
  std::optional<InverseTemperatureSpline> spline;

  double gravity(double altitude_km) const {
    const double ratio = 1.0 + altitude_km / radius_km;
    return surface_gravity / (ratio * ratio);
  }
  double bates_k(double altitude_km) const {
    const double height = geopotential_height_km(altitude_km, base_km, radius_km);
    return exospheric_k - (exospheric_k - base_k) * std::exp(-s_per_km * height);
  }
};

/// What an altitude adds to the logarithm of a density at the base, by mass and thermal diffusion.
struct Fall {
  double gamma_per_mass = 0;
  double log_bates = 0;   ///< of the base temperature over that of the Bates profile
  double bates = 0;       ///< exponent per gamma
  double log_spline = 0;  ///< of the joining temperature over that of the spline
  double spline = 0;      ///< exponent per mass
  bool below_join = false;
  double temperature_k = 0;

  Fall(const Thermosphere& air, double altitude_km) {
    const double upper_km = std::max(altitude_km, air.join_km);
    const bool joins = upper_km == air.join_km;
    const double bates_k = joins ? air.join_k : air.bates_k(upper_km);
    const double height = geopotential_height_km(upper_km, air.base_km, air.radius_km);
    gamma_per_mass = air.gravity(air.base_km) / (air.s_per_km * gas_constant * air.exospheric_k);
    log_bates = joins ? air.log_join : std::log(air.base_k / bates_k);
    bates = -air.s_per_km * height;
    temperature_k = bates_k;
    if (altitude_km >= air.join_km) return;
    below_join = true;
    const double lower_km = std::max(altitude_km, top_of_mesosphere_km);
    const auto reading = air.spline->at(lower_km);
    temperature_k = reading.temperature_k;
    log_spline = std::log(air.join_k / temperature_k);
    spline = air.gravity(air.join_km) * air.spline->span_km() / gas_constant * reading.integral;
  }

  double of(double mass, double thermal_diffusion) const {
    const double gamma = mass * gamma_per_mass;
    double sum =
        (1.0 + thermal_diffusion + gamma) * log_bates + std::min(gamma * bates, log_of_greatest);
    if (below_join)
      sum += (1.0 + thermal_diffusion) * log_spline - std::min(mass * spline, greatest_exponent);
    return sum;
  }
};

}  // namespace

struct MsisAtmosphere::Model {
  MsisVersion version;
  const MsisTable& table;
  const SpeciesTable& species;
  bool three_hourly = false;
  bool has_weather = false;
  bool has_middle = false;
  int day_of_year = 0;
  MsisWeather weather;

  std::array<const MsisTable::Set*, uppers> upper_tables{};
  std::array<const MsisTable::ShortSet*, middles> middle_tables{};
  std::array<const MsisTable::ShortSet*, lowers + 1> lower_tables{};
  std::array<MsisPhases, uppers> phases;
  std::array<double, gases> log_means{};  ///< of the gases' densities at the base
  std::array<Mixing, gases> mixings;
  std::array<MsisSeason, uppers> upper_seasons;
  std::array<MsisSeason, middles> middle_seasons;
  std::array<MsisSeason, lowers + 1> lower_seasons;
  alignas(32) Coefficients<uppers> upper{};
  alignas(32) Coefficients<uppers> upper_active{};  ///< used with three-hourly indices only
  alignas(32) Coefficients<middles> middle{};
  alignas(32) Coefficients<lowers + 1> lower{};
  std::array<std::array<double, 7>, uppers> activity_functions{};

  // At the place in hand:
  Sums<uppers> g{};

  explicit Model(MsisVersion v)
      : version(v),
        table(v == MsisVersion::msise90 ? msise90_table() : nrlmsise00_table()),
        species(v == MsisVersion::msise90 ? msise90_species : nrlmsise00_species) {
    for (const Species& gas : species) upper_tables[gas.expansion] = &table.pd[gas.pd];
    upper_tables[exosphere] = &table.pt;
    upper_tables[gradient] = &table.ps;
    upper_tables[base_temperature] = &table.pd[3];
    for (std::size_t i = 0; i < 4; ++i) middle_tables[i] = &table.ptl[i];
    middle_tables[4] = &table.pma[8];
    for (std::size_t i = 0; i < lowers; ++i) lower_tables[i] = &table.pma[lower_sets[i]];
    lower_tables[lowers] = &table.pma[ground_gradient_set];
    for (std::size_t i = 0; i < uppers; ++i) phases[i] = phases_of(*upper_tables[i]);
    for (std::size_t i = 0; i < species.size(); ++i)
      log_means[i] = std::log(table.pdm[species[i].pdm][0] * double{table.pd[species[i].pd][0]});
    for (std::size_t i = 0; i < gases; ++i) mixings[i] = mixing_of(species[i]);
  }

  Mixing mixing_of(const Species& gas) const {
    const auto& row = table.pdm[gas.pdm];
    const auto& lines = table.pdl;
    const auto pdl = [&](std::size_t line, int place) -> double {
      return lines[line][static_cast<std::size_t>(place - 1)];
    };
    const double mean_mass = table.pdm[2][4];
    const double transition_km = table.pdm[2][3] * double{table.pdl[1][5]};
    Mixing mixing;
    mixing.turbopause_km = row[2];
    mixing.join_slope = transition_km / (mean_mass - gas.mass);
    if (gas.expansion == n2) return mixing;
    mixing.log_ground = std::log(row[1] * ground_factor(gas.expansion));
    const auto grow = [&](std::size_t line, int first) {
      mixing.to_ground = {row[4] * pdl(line, first), 1.0 / (row[5] * pdl(line, first + 1))};
    };
    const auto grow_again = [&](std::size_t line, int first) {
      mixing.second_ratio = row[3] * pdl(line, first + 2);
      mixing.second = {row[6] * pdl(line, first), 1.0 / (row[7] * pdl(line, first + 1))};
    };
    switch (gas.expansion) {
      case he:
        grow(1, 1);
        break;
      case o:
        grow(1, 3);
        grow_again(1, 13);
        break;
      case o2:
        grow(1, 7);
        break;
      case ar:
        grow(1, 9);
        break;
      case h:
        grow(1, 11);
        grow_again(1, 19);
        break;
      case n:
        grow(0, 1);
        grow_again(0, 4);
        break;
      default:
        break;
    }
    return mixing;
  }

  /// What the tables multiply a species' mixing ratio by.
  double ground_factor(Upper expansion) const {
    if (expansion == o) return std::abs(double{table.pdl[1][16]});
    if (expansion == h) return std::abs(double{table.pdl[1][17]});
    if (expansion == n) return std::abs(double{table.pdl[0][2]});
    return 1.0;
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

  void expand_upper(const MsisBasis& basis, double latitude_deg) {
    expand(upper, basis, g);
    if (!three_hourly) return;
    Sums<uppers> active{};
    expand(upper_active, basis, active);
    for (std::size_t i = 0; i < uppers; ++i) {
      const auto& set = *upper_tables[i];
      if (set[51] != 0.0F)
        g[i] += active[i] * weighted_activity(activity_functions[i], decay_at(set, latitude_deg));
    }
  }

  Thermosphere thermosphere(double altitude_km, const GeodeticPlace& place, const MsisBasis& basis);
  void join_spline(Thermosphere& air, double altitude_km, const MsisBasis& basis);
  /// Densities [1/cm^3] at 72.5 km and above, in the order of `species`. Below 62.5 km only N2.
  PerGas number_densities(const Thermosphere& air, double altitude_km, const GeodeticPlace& place,
                          bool nitrogen_only, double& mixed_nitrogen) const;
  double turbopause_factor(const GeodeticPlace& place) const;
  double oxygen_growth(double altitude_km) const;
  double lower_density(double altitude_km, const GeodeticPlace& place, const MsisBasis& basis,
                       const Thermosphere& air, double latitude_deg);
  std::array<double, middles> middle_temperatures{};
};

Thermosphere MsisAtmosphere::Model::thermosphere(double altitude_km, const GeodeticPlace& place,
                                                 const MsisBasis& basis) {
  const auto& ptm = table.ptm;
  Thermosphere air;
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
  air.join_k = air.bates_k(air.join_km);
  air.log_join = std::log(air.base_k / air.join_k);
  if (altitude_km <= mixing_matters_below_km) join_spline(air, altitude_km, basis);
  return air;
}

void MsisAtmosphere::Model::join_spline(Thermosphere& air, double altitude_km,
                                        const MsisBasis& basis) {
  const auto& ptm = table.ptm;
  Sums<middles> vary{};
  if (altitude_km < spline_matters_below_km) {
    if (!has_middle) fold_middle();
    expand(middle, basis, vary);
  }
  const double means_k[] = {ptm[6], ptm[2], ptm[7], ptm[4]};
  std::array<double, 5> temperatures{};
  temperatures[0] = air.join_k;
  for (std::size_t i = 0; i < 4; ++i)
    temperatures[i + 1] = means_k[i] * (*middle_tables[i])[0] / (1.0 - vary[i]);
  const double reference_k = ptm[4] * double{table.ptl[3][0]};
  const double ratio = temperatures[4] / reference_k;
  const double lower_gradient = ptm[8] * double{table.pma[8][0]} * (1.0 + vary[4]) * ratio * ratio;
  middle_temperatures = {temperatures[1], temperatures[2], temperatures[3], temperatures[4],
                         lower_gradient};
  const double stretch = (air.radius_km + air.base_km) / (air.radius_km + air.join_km);
  const double join_gradient = (air.exospheric_k - air.join_k) * air.s_per_km * stretch * stretch;
  const std::array<double, 5> nodes_km{air.join_km, 110.0, 100.0, 90.0, top_of_mesosphere_km};
  air.spline.emplace(nodes_km, temperatures, join_gradient, lower_gradient, air.radius_km);
}

double MsisAtmosphere::Model::turbopause_factor(const GeodeticPlace& place) const {
  return table.pdl[1][24] *
         (1.0 + double{table.pdl[0][24]} * place.sin_latitude * upper_seasons[exosphere].cos14);
}

/// The first growth of atomic oxygen in NRLMSISE-00, which has two scales.
double MsisAtmosphere::Model::oxygen_growth(double altitude_km) const {
  const auto& row = table.pdm[species[o].pdm];
  const auto& lines = table.pdl;
  const double activity = 1.0 + double{lines[0][23]} * (weather.f107_average - 150.0);
  return chemistry(altitude_km, row[1] * double{lines[1][16]} * activity,
                   row[5] * double{lines[1][3]}, row[4] * double{lines[1][2]},
                   row[5] * double{lines[1][4]});
}

PerGas MsisAtmosphere::Model::number_densities(const Thermosphere& air, double altitude_km,
                                               const GeodeticPlace& place, bool nitrogen_only,
                                               double& mixed_nitrogen) const {
  const double mean_mass = table.pdm[2][4];
  const Fall here(air, altitude_km);
  std::array<double, gases> log_base{};
  alignas(32) PerGas log_density{};
  for (std::size_t i = 0; i < gases; ++i) {
    log_base[i] = log_means[i] + g[i];
    log_density[i] = log_base[i] + here.of(species[i].mass, species[i].thermal_diffusion);
  }
  if (air.spline) {
    double turbopause_km = table.pdm[2][2] * turbopause_factor(place);
    Fall at_turbopause(air, turbopause_km);
    const double mean_here = here.of(mean_mass, 0.0);
    double log_mixed_n2 = 0.0;
    Mixtures mixtures;
    for (std::size_t i = 0; i < (nitrogen_only ? 1 : gases); ++i) {
      const Species& gas = species[i];
      const Mixing& mixing = mixings[i];
      const bool mixes = altitude_km <= gas.mixing_below_km;
      if (i != nitrogen && !mixes) continue;
      if (i != nitrogen && mixing.turbopause_km != turbopause_km) {
        turbopause_km = mixing.turbopause_km;
        at_turbopause = Fall(air, turbopause_km);
      }
      const double log_mixed =
          log_base[i] + at_turbopause.of(gas.mass - mean_mass, gas.thermal_diffusion - 1.0);
      if (i == nitrogen) log_mixed_n2 = log_mixed;
      if (!mixes) continue;
      const std::size_t at = mixtures.count++;
      mixtures.which[at] = i;
      mixtures.diffusive[at] = log_density[i];
      mixtures.mixed[at] = log_mixed + mean_here;
      mixtures.join_slope[at] = mixing.join_slope;
      if (i == nitrogen) {
        mixed_nitrogen = std::exp(mixtures.mixed[at]);
        continue;
      }
      if (gas.expansion != o || !newer()) {
        mixtures.first_ratio[at] = log_mixed_n2 + mixing.log_ground - log_mixed;
        mixtures.first_exponent[at] = mixing.to_ground.exponent(altitude_km);
      }
      mixtures.second_ratio[at] = mixing.second_ratio;
      mixtures.second_exponent[at] = mixing.second.exponent(altitude_km);
    }
    mix(mixtures);
    for (std::size_t i = 0; i < mixtures.count; ++i)
      log_density[mixtures.which[i]] = mixtures.result[i];
    if (newer() && altitude_km <= species[o].mixing_below_km)
      log_density[o] += oxygen_growth(altitude_km);
  }
  if (newer()) {
    const auto& row = table.pdm[species[o2].pdm];
    const double activity = 1.0 + double{table.pdl[0][23]} * (weather.f107_average - 150.0);
    log_density[o2] +=
        chemistry(altitude_km, row[3] * double{table.pdl[1][23]} * activity,
                  row[7] * double{table.pdl[1][22]}, row[6] * double{table.pdl[1][21]},
                  row[7] * double{table.pdl[0][22]});
  }
  PerGas densities;
  exponentiate(log_density, densities);
  return densities;
}

double MsisAtmosphere::Model::lower_density(double altitude_km, const GeodeticPlace& place,
                                            const MsisBasis& basis, const Thermosphere& air,
                                            double latitude_deg) {
  const bool well_mixed = altitude_km < full_mixing_km;
  double mixed_nitrogen = 0.0;
  const auto above = number_densities(air, top_of_mesosphere_km, place, well_mixed, mixed_nitrogen);

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
  expand(lower, basis, vary);

  const auto& pma = table.pma;
  const auto& mean = table.pavgm;
  const auto level_k = [&](std::size_t i) {
    const std::size_t set = lower_sets[i];
    return pma[set][0] * double{mean[set]} / (1.0 - vary[i]);
  };
  const auto relative = [&](double temperature_k, std::size_t set) {
    const double ratio = temperature_k / (pma[set][0] * double{mean[set]});
    return ratio * ratio;
  };
  const std::array<double, 4> upper_nodes_km{top_of_mesosphere_km, 55.0, 45.0, 32.5};
  const std::array<double, 4> upper_k{middle_temperatures[3], level_k(0), level_k(1), level_k(2)};
  const double stratopause_gradient =
      mean[8] * double{pma[9][0]} * (1.0 + vary[3]) * relative(upper_k[3], 2);
  const InverseTemperatureSpline mesosphere(upper_nodes_km, upper_k, middle_temperatures[4],
                                            stratopause_gradient, air.radius_km);

  const double mean_mass = table.pdm[2][4];
  const auto fall = [&](const InverseTemperatureSpline& spline, double top_km, double top_k,
                        double at_km) {
    const auto reading = spline.at(at_km);
    const double exponent =
        mean_mass * air.gravity(top_km) * spline.span_km() / gas_constant * reading.integral;
    return top_k / reading.temperature_k * std::exp(-std::min(exponent, greatest_exponent));
  };
  double nitrogen_density = mixed_nitrogen * fall(mesosphere, top_of_mesosphere_km, upper_k[0],
                                                  std::max(altitude_km, 32.5));
  if (altitude_km <= 32.5) {
    const std::array<double, 5> nodes_km{32.5, 20.0, 15.0, 10.0, 0.0};
    const std::array<double, 5> temperatures{upper_k[3], level_k(4), level_k(5), level_k(6),
                                             level_k(7)};
    const double ground_gradient =
        pma[7][0] * double{mean[7]} * (1.0 + vary[lowers]) * relative(temperatures[4], 6);
    const InverseTemperatureSpline troposphere(nodes_km, temperatures, stratopause_gradient,
                                               ground_gradient, air.radius_km);
    nitrogen_density *= fall(troposphere, 32.5, upper_k[3], altitude_km);
  }

  const double blend =
      altitude_km > full_mixing_km
          ? 1.0 - (top_of_mesosphere_km - altitude_km) / (top_of_mesosphere_km - full_mixing_km)
          : 0.0;
  nitrogen_density *= 1.0 + (above[nitrogen] / mixed_nitrogen - 1.0) * blend;
  double mass = species[nitrogen].mass * nitrogen_density;
  for (std::size_t i = 1; i < species.size(); ++i) {
    const Species& gas = species[i];
    if (gas.expansion != he && gas.expansion != o2 && gas.expansion != ar) continue;
    const double share = table.pdm[gas.pdm][1];
    mass += gas.mass * nitrogen_density * share *
            (1.0 + (above[i] / (above[nitrogen] * share) - 1.0) * blend);
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
  const double longitude_deg = std::atan2(place.sin_longitude, place.cos_longitude) * deg_per_rad;
  constexpr double rad_per_hour = .2618F;
  constexpr double rad_per_second = 7.2722E-5F;
  MsisAngles angles{place.sin_latitude, place.cos_latitude, place.sin_longitude,
                    place.cos_longitude};
  const double ut_rad = rad_per_second * ut_s;
  angles.sin_ut = std::sin(ut_rad);
  angles.cos_ut = std::cos(ut_rad);
  // Local time is Universal Time plus longitude but for the rounded factors, some 1e-5 rad.
  const double off_rad = rad_per_hour * (ut_s / 3600.0 + longitude_deg / 15.0) -
                         (ut_rad + longitude_deg / deg_per_rad);
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
  double mass = 0.0;
  if (altitude_km >= top_of_mesosphere_km) {
    double mixed_nitrogen = 0.0;
    const auto densities = model.number_densities(air, altitude_km, place, false, mixed_nitrogen);
    for (std::size_t i = 0; i < gases; ++i) mass += model.species[i].mass * densities[i];
  } else {
    mass = model.lower_density(altitude_km, place, basis, air, latitude_deg);
  }
  return 1000.0 * grams_per_dalton * mass;
}

}  // namespace gmat_sweep::astro
