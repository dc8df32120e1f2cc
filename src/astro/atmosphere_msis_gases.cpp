#include "astro/atmosphere_msis_gases.hpp"

#include <algorithm>
#include <cmath>

#include "base/lane_math.hpp"

namespace gmat_sweep::astro {
namespace {

using namespace msis;

constexpr double gas_constant = 831.4;  ///< [1e-2 J/(mol K)], the models' own
constexpr double top_of_mesosphere_km = 72.5;
constexpr double greatest_exponent = 50.0;
constexpr double log_of_greatest = 3.912023005428146;

/// A constituent of the thermosphere: which columns of the tables are its own, and what is done to
/// its profile.
struct Species {
  std::size_t pd;   ///< its set of MsisTable::pd
  std::size_t pdm;  ///< its row of MsisTable::pdm
  double mass;
  double thermal_diffusion;
  double mixing_below_km;
};

using SpeciesTable = std::array<Species, gases>;
constexpr SpeciesTable msise90_species{{{7, 6, 14.0, 0.0, 450.0},
                                        {1, 1, 16.0, 0.0, 400.0},
                                        {6, 5, 1.0, -0.4, 320.0},
                                        {2, 2, 28.0, 0.0, 160.0},
                                        {5, 4, 40.0, 0.0, 240.0},
                                        {0, 0, 4.0, -0.4, 200.0},
                                        {4, 3, 32.0, 0.0, 200.0}}};
constexpr SpeciesTable nrlmsise00_species{{{7, 6, 14.0, 0.0, 450.0},
                                           {1, 1, 16.0, 0.0, 300.0},
                                           {6, 5, 1.0, -0.38, 320.0},
                                           {2, 2, 28.0, 0.0, 160.0},
                                           {5, 4, 40.0, 0.17, 240.0},
                                           {0, 0, 4.0, -0.38, 200.0},
                                           {4, 3, 32.0, 0.0, 250.0}}};

const SpeciesTable& species_of(MsisVersion version) {
  return version == MsisVersion::msise90 ? msise90_species : nrlmsise00_species;
}

GMAT_SWEEP_INLINE Lanes least(Lanes values, double bound) {
  return values < bound ? values : Lanes{} + bound;
}

/// What an altitude adds to the logarithm of a density at the base, by mass and thermal diffusion:
/// for one altitude, or for one in each lane.
template <class Value>
struct Fall {
  double gamma_per_mass;
  double log_bates;  ///< of the base temperature over that of the Bates profile
  double bates;      ///< exponent per gamma
  Value log_spline;  ///< of the joining temperature over that of the spline
  Value spline;      ///< exponent per mass

  /// @param temperature_power  of the inverse temperature in the density
  GMAT_SWEEP_INLINE Lanes of(Lanes mass, Lanes temperature_power) const {
    const Lanes gamma = mass * gamma_per_mass;
    return (temperature_power + gamma) * log_bates + least(gamma * bates, log_of_greatest) +
           (temperature_power * log_spline - least(mass * spline, greatest_exponent));
  }
};

/// What the integral of the spline is multiplied by for the exponent of a density per mass.
double spline_exponent(const MsisThermosphere& air) {
  return air.gravity(air.join_km) * air.spline->span_km() / gas_constant;
}

Fall<double> fall_at(const MsisThermosphere& air, double gamma_per_mass, double altitude_km) {
  Fall<double> fall{gamma_per_mass, air.here.log_cooling, air.here.exponent, 0.0, 0.0};
  if (altitude_km >= air.join_km) return fall;
  const auto reading = air.spline->at(std::max(altitude_km, top_of_mesosphere_km));
  fall.log_spline = std::log(air.join.temperature_k * reading.inverse_temperature_per_k);
  fall.spline = spline_exponent(air) * reading.integral;
  return fall;
}

/// @pre all lie between the mesosphere and the join, as the turbopauses of both models do
GMAT_SWEEP_INLINE Fall<Lanes> fall_at(const MsisThermosphere& air, double gamma_per_mass,
                                      Lanes altitudes_km) {
  const auto reading = air.spline->at(altitudes_km);
  return {gamma_per_mass, air.join.log_cooling, air.join.exponent,
          log_of_lanes(air.join.temperature_k * reading.inverse_temperature_per_k),
          spline_exponent(air) * reading.integral};
}

/// Joins the logarithms of a diffusive and of a fully mixed density at the turbopause.
GMAT_SWEEP_INLINE Lanes join_densities(Lanes diffusive, Lanes mixed, Lanes slope) {
  const Lanes excess = slope * (mixed - diffusive);
  const Lanes joined = diffusive + log_of_lanes(1.0 + exp_of_lanes(excess)) / slope;
  const Lanes or_mixed = excess > 10.0 ? mixed : joined;
  return excess < -10.0 ? diffusive : or_mixed;
}

/// Chemistry and dissociation: the logarithm of a factor that grows, downwards, from none to
/// `ratio`.
GMAT_SWEEP_INLINE Lanes growth(double altitude_km, Lanes ratio, Lanes half_km, Lanes per_scale_km) {
  return ratio / (1.0 + exp_of_lanes((altitude_km - half_km) * per_scale_km));
}

}  // namespace

GMAT_SWEEP_WIDE void MsisThermosphere::follow_bates(double altitude_km) {
  const Lanes altitudes{join_km, std::max(altitude_km, join_km), base_km, base_km};
  const Lanes exponents = -s_per_km * geopotential_height_km(altitudes, base_km, radius_km);
  const Lanes temperatures = exospheric_k - (exospheric_k - base_k) * exp_of_lanes(exponents);
  const Lanes cooling = log_of_lanes(base_k / temperatures);
  join = {temperatures[0], cooling[0], exponents[0]};
  here = {temperatures[1], cooling[1], exponents[1]};
}

MsisGases::MsisGases(MsisVersion version)
    : version_(version),
      table_(version == MsisVersion::msise90 ? msise90_table() : nrlmsise00_table()),
      mean_mass_(table_.pdm[2][4]) {
  const double transition_km = table_.pdm[2][3] * double{table_.pdl[1][5]};
  for (Block& block : blocks_) block.join_slope.fill(1.0);  // where there is no gas, too
  for (std::size_t i = 0; i < gases; ++i) {
    const Species& gas = species_of(version)[i];
    const auto& row = table_.pdm[gas.pdm];
    Block& block = blocks_[i / lanes];
    const std::size_t lane = i % lanes;
    block.mass[lane] = gas.mass;
    block.thermal_diffusion[lane] = gas.thermal_diffusion;
    block.log_mean[lane] = std::log(row[0] * double{table_.pd[gas.pd][0]});
    block.mixing_below_km[lane] = gas.mixing_below_km;
    block.greatest_mixing_below_km = std::max(block.greatest_mixing_below_km, gas.mixing_below_km);
    block.turbopause_km[lane] = row[2];
    block.join_slope[lane] = transition_km / (mean_mass_ - gas.mass);
    set_growths(static_cast<Gas>(i), block);
  }
  if (version == MsisVersion::nrlmsise00) set_two_scales();
}

void MsisGases::set_growths(Gas gas, Block& block) {
  if (gas == n2) return;
  const auto& row = table_.pdm[species_of(version_)[gas].pdm];
  const std::size_t lane = gas % lanes;
  const auto pdl = [&](std::size_t line, int place) -> double {
    return table_.pdl[line][static_cast<std::size_t>(place - 1)];
  };
  const auto grow = [&](std::size_t line, int first, double ground_factor = 1.0) {
    block.log_ground[lane] = std::log(row[1] * ground_factor);
    block.ground_share[lane] = 1.0;
    block.ground_half_km[lane] = row[4] * pdl(line, first);
    block.ground_per_scale_km[lane] = 1.0 / (row[5] * pdl(line, first + 1));
  };
  const auto grow_again = [&](std::size_t line, int first) {
    block.second_ratio[lane] = row[3] * pdl(line, first + 2);
    block.second_half_km[lane] = row[6] * pdl(line, first);
    block.second_per_scale_km[lane] = 1.0 / (row[7] * pdl(line, first + 1));
  };
  switch (gas) {
    case he:
      grow(1, 1);
      break;
    case o:
      // In NRLMSISE-00 its first growth has two scales.
      if (version_ == MsisVersion::msise90) grow(1, 3, std::abs(pdl(1, 17)));
      grow_again(1, 13);
      break;
    case o2:
      grow(1, 7);
      break;
    case ar:
      grow(1, 9);
      break;
    case h:
      grow(1, 11, std::abs(pdl(1, 18)));
      grow_again(1, 19);
      break;
    case n:
      grow(0, 1, std::abs(pdl(0, 3)));
      grow_again(0, 4);
      break;
    default:
      break;
  }
}

void MsisGases::set_two_scales() {
  const auto& lines = table_.pdl;
  const auto& atomic = table_.pdm[nrlmsise00_species[o].pdm];
  oxygen_ = {atomic[1] * double{lines[1][16]}, atomic[4] * double{lines[1][2]},
             atomic[5] * double{lines[1][3]}, atomic[5] * double{lines[1][4]}};
  const auto& molecular = table_.pdm[nrlmsise00_species[o2].pdm];
  molecular_oxygen_ = {molecular[3] * double{lines[1][23]}, molecular[6] * double{lines[1][21]},
                       molecular[7] * double{lines[1][22]}, molecular[7] * double{lines[0][22]}};
}

/// @param per_flux  what the mean flux less 150 adds to the ratio, of it
double MsisGases::TwoScales::at(const Place& place, double per_flux) const {
  const double all = ratio * (1.0 + per_flux * (place.f107_average - 150.0));
  const double e1 = (place.altitude_km - half_km) / scale_km;
  const double e2 = (place.altitude_km - half_km) / second_scale_km;
  if (e1 > 70.0 || e2 > 70.0) return 0.0;
  if (e1 < -70.0 && e2 < -70.0) return all;
  return all / (1.0 + 0.5 * (std::exp(e1) + std::exp(e2)));
}

double MsisGases::oxygen_growth(const Place& place) const {
  if (place.altitude_km > nrlmsise00_species[o].mixing_below_km) return 0.0;
  return oxygen_.at(place, table_.pdl[0][23]);
}

double MsisGases::molecular_oxygen_growth(const Place& place) const {
  return molecular_oxygen_.at(place, table_.pdl[0][23]);
}

std::size_t MsisGases::expansion(Gas gas) const { return species_of(version_)[gas].pd; }
double MsisGases::mass(Gas gas) const { return species_of(version_)[gas].mass; }
double MsisGases::mixing_ratio(Gas gas) const {
  return table_.pdm[species_of(version_)[gas].pdm][1];
}

GMAT_SWEEP_WIDE MsisGases::Densities MsisGases::densities(const MsisThermosphere& air,
                                                          const double* expansions,
                                                          const Place& place) const {
  const double altitude_km = place.altitude_km;
  const double gamma_per_mass =
      air.gravity(air.base_km) / (air.s_per_km * gas_constant * air.exospheric_k);
  const auto here = fall_at(air, gamma_per_mass, altitude_km);
  Densities result;
  Lanes masses{};
  double log_mixed_n2 = 0.0;  // at the base; N2 is in the first block, as all need it
  static_assert(n2 < lanes);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const Block& block = blocks_[i];
    const Lanes mass = load_lanes(block.mass.data());
    const Lanes thermal_diffusion = load_lanes(block.thermal_diffusion.data());
    const Lanes log_base = load_lanes(block.log_mean.data()) + load_lanes(expansions + i * lanes);
    Lanes log_density = log_base + here.of(mass, 1.0 + thermal_diffusion);
    if (air.spline && altitude_km <= block.greatest_mixing_below_km) {
      Lanes turbopause_km = load_lanes(block.turbopause_km.data());
      if (i == 0) turbopause_km[n2] = place.nitrogen_turbopause_km;
      const auto at_turbopause = fall_at(air, gamma_per_mass, turbopause_km);
      const Lanes log_mixed = log_base + at_turbopause.of(mass - mean_mass_, thermal_diffusion);
      const Lanes mixed = log_mixed + here.of(Lanes{} + mean_mass_, Lanes{} + 1.0);
      if (i == 0) {
        log_mixed_n2 = log_mixed[n2];
        result.log_mixed_nitrogen = mixed[n2];
      }
      const Lanes to_ground = load_lanes(block.ground_share.data()) *
                              (log_mixed_n2 + load_lanes(block.log_ground.data()) - log_mixed);
      const Lanes joined = join_densities(log_density, mixed, load_lanes(block.join_slope.data())) +
                           (growth(altitude_km, to_ground, load_lanes(block.ground_half_km.data()),
                                   load_lanes(block.ground_per_scale_km.data())) +
                            growth(altitude_km, load_lanes(block.second_ratio.data()),
                                   load_lanes(block.second_half_km.data()),
                                   load_lanes(block.second_per_scale_km.data())));
      const Lanes below_km = load_lanes(block.mixing_below_km.data());
      log_density = altitude_km <= below_km ? joined : log_density;
    }
    if (version_ == MsisVersion::nrlmsise00) {
      if (i == o / lanes) log_density[o % lanes] += oxygen_growth(place);
      if (i == o2 / lanes) log_density[o2 % lanes] += molecular_oxygen_growth(place);
    }
    const Lanes density = exp_of_lanes(log_density);
    store_lanes(&result.per_cm3[i * lanes], density);
    masses += mass * density;
  }
  result.mass = sum_of_lanes(masses);
  return result;
}

}  // namespace gmat_sweep::astro
