#pragma once

#include <array>

namespace gmat_sweep::astro {

/// The coefficients of an MSIS model, under the names its authors gave them (single precision, as
/// published).
struct MsisTable {
  using Set = std::array<float, 150>;
  using ShortSet = std::array<float, 100>;
  Set pt;                 ///< exospheric temperature
  std::array<Set, 9> pd;  ///< He, O, N2, temperature at 120 km, O2, Ar, H, N, anomalous O
  Set ps;                 ///< temperature gradient at 120 km
  std::array<std::array<float, 25>, 2> pdl;  ///< turbopause and chemistry
  std::array<ShortSet, 4> ptl;               ///< temperatures at 110, 100, 90 and 72.5 km
  std::array<ShortSet, 10> pma;              ///< temperatures and gradients below
  std::array<float, 10> ptm;                 ///< mean temperatures
  std::array<std::array<float, 10>, 8>
      pdm;                      ///< mean densities: He, O, N2, O2, Ar, H, N, anomalous O
  std::array<float, 10> pavgm;  ///< mean temperatures below 72.5 km
};

const MsisTable& msise90_table();
const MsisTable& nrlmsise00_table();

}  // namespace gmat_sweep::astro
