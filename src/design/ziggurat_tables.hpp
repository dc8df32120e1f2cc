#pragma once

#include <array>
#include <cstdint>

namespace gmat_sweep {

/// The layers of a ziggurat under a density f(x) that falls from f(0) = 1 (Marsaglia and Tsang,
/// "The ziggurat method for generating random variables", J. Stat. Softw. 5 (2000); the layout is
/// Doornik's): layer 0 is the base strip with the tail, layer 255 the widest full one.
struct ZigguratTable {
  std::array<std::uint64_t, 256> accept_below;  ///< integers below this lie surely under f
  std::array<double, 256> width;                ///< x per integer unit
  std::array<double, 256> density;              ///< f at the layer's right edge
};

/// exp(-x^2/2), 52-bit integers.
extern const ZigguratTable normal_ziggurat;
/// exp(-x), 53-bit integers.
extern const ZigguratTable exponential_ziggurat;

inline constexpr double normal_ziggurat_r = 3.6541528853610087963519472518;
inline constexpr double normal_ziggurat_inverse_r = 0.27366123732975827203338247596;
inline constexpr double exponential_ziggurat_r = 7.6971174701310497140446280481;

}  // namespace gmat_sweep
