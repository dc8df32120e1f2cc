#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "astro/atmosphere_msis_harmonics.hpp"
#include "astro/atmosphere_msis_profile.hpp"
#include "base/lanes.hpp"

namespace gmat_sweep::astro {

namespace msis {
/// The gases, in the order they are kept: those first that mix highest, so that where satellites
/// fly the second four can be left alone.
enum Gas : std::size_t { n, o, h, n2, ar, he, o2, gases };
}  // namespace msis

/// One number for each gas, filled up to whole lanes.
using MsisPerGas = std::array<double, padded_to_lanes(msis::gases)>;

/// The thermosphere over one place at one time, as one altitude in it needs it.
struct MsisThermosphere {
  double surface_gravity = 0;  ///< [cm/s^2]
  double radius_km = 0;        ///< effective, of the Earth
  double exospheric_k = 0;
  double base_k = 0;    ///< at base_km
  double base_km = 0;   ///< 120 km
  double join_km = 0;   ///< where the Bates profile meets the spline
  double s_per_km = 0;  ///< shape of the Bates profile

  /// What the Bates profile has at an altitude.
  struct Bates {
    double temperature_k = 0;
    double log_cooling = 0;  ///< logarithm of the base temperature over this one
    double exponent = 0;     ///< of a density, per gamma: minus s times geopotential height
  };
  Bates join;
  Bates here;  ///< at the altitude, or at the join from there on down
  /// Below; without it no gas mixes.
  std::optional<InverseTemperatureSpline<5>> spline;

  double gravity(double altitude_km) const {
    const double ratio = 1.0 + altitude_km / radius_km;
    return surface_gravity / (ratio * ratio);
  }
  /// Sets what the Bates profile has at the join and at an altitude, from all else.
  void follow_bates(double altitude_km);
};

/// How the gases of an MSIS model fall off with altitude: each for itself high up, mixed below, and
/// joined between. The densities at the base come from the expansions.
/// Source: A. E. Hedin, "MSIS-86 thermospheric model", J. Geophys. Res. 92, 4649-4662, 1987, eqs.
/// A12 to A20.
class MsisGases {
 public:
  explicit MsisGases(MsisVersion version);

  /// The set of MsisTable::pd that expands a gas's density.
  std::size_t expansion(msis::Gas gas) const;
  double mass(msis::Gas gas) const;  ///< [dalton]
  /// To N2, in the mixed air near the ground.
  double mixing_ratio(msis::Gas gas) const;

  struct Place {
    double altitude_km = 0;             ///< 72.5 and above
    double nitrogen_turbopause_km = 0;  ///< of N2; those of the others stay where they are
    double f107_average = 150.0;
  };
  struct Densities {
    alignas(32) MsisPerGas per_cm3{};
    double mass = 0;                ///< [dalton/cm^3]
    double log_mixed_nitrogen = 0;  ///< of the density of N2 if all were mixed, where any is
  };
  /// @param expansions  of the gases, in their order; one more number follows
  Densities densities(const MsisThermosphere& air, const double* expansions,
                      const Place& place) const;

 private:
  /// Four gases side by side.
  struct alignas(32) Block {
    using Four = std::array<double, lanes>;
    Four mass{};
    Four thermal_diffusion{};
    Four log_mean{};         ///< of the density at the base
    Four mixing_below_km{};  ///< above, a gas is in diffusive equilibrium
    Four turbopause_km{};
    Four join_slope{};    ///< of the exponent that joins the diffusive and the mixed density
    Four log_ground{};    ///< of the mixing ratio at the ground
    Four ground_share{};  ///< one, or zero for what does not grow to it
    // Growths, downwards, of a logarithm: half at one altitude, with one scale.
    Four ground_half_km{};
    Four ground_per_scale_km{};
    Four second_ratio{};
    Four second_half_km{};
    Four second_per_scale_km{};
    double greatest_mixing_below_km = 0;
  };
  /// A growth with two scales, of atomic and molecular oxygen in NRLMSISE-00.
  struct TwoScales {
    double ratio = 0;
    double half_km = 0;
    double scale_km = 1;
    double second_scale_km = 1;
    double at(const Place& place, double per_flux) const;
  };

  void set_growths(msis::Gas gas, Block& block);
  void set_two_scales();
  double oxygen_growth(const Place& place) const;
  double molecular_oxygen_growth(const Place& place) const;

  MsisVersion version_;
  const MsisTable& table_;
  double mean_mass_;
  std::array<Block, padded_to_lanes(msis::gases) / lanes> blocks_{};
  TwoScales oxygen_;
  TwoScales molecular_oxygen_;
};

}  // namespace gmat_sweep::astro
