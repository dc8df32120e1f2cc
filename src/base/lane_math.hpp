#pragma once

#include <limits>

#include "base/lanes.hpp"

#pragma GCC diagnostic ignored "-Wpsabi"  // as there

/// Exponentials and logarithms of four numbers at once, to about two units in the last place and
/// with the same bits on every processor.
namespace gmat_sweep {

namespace lane_math {
// The logarithm of two in two parts, the first with zeros enough at its end for exact products.
constexpr double ln2_high = 0x1.62e42fee00000p-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;
constexpr double per_ln2 = 0x1.71547652b82fep+0;
/// Added to a number it leaves the nearest whole number in the lowest bits.
constexpr double to_integer = 0x1.8p52;
constexpr int mantissa_bits = 52;
}  // namespace lane_math

/// e^x; infinite above 709, and nothing below -708 is told from the least normal number.
GMAT_SWEEP_INLINE Lanes exp_of_lanes(Lanes x) {
  using namespace lane_math;
  constexpr double least = -708.0;
  constexpr double greatest = 709.0;
  const Lanes in_range = x < least ? Lanes{} + least : x;
  const Lanes shifted = in_range * per_ln2 + to_integer;
  const Lanes whole = shifted - to_integer;
  const Lanes r = (in_range - whole * ln2_high) - whole * ln2_low;  // at most 0.35
  // Taylor's series to r^13, by pairs.
  const Lanes r2 = r * r;
  const Lanes r4 = r2 * r2;
  const Lanes low = (1.0 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
  const Lanes middle = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
  const Lanes high =
      (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
  const Lanes highest = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const Lanes mantissa = low + r4 * (middle + r4 * (high + r4 * highest));
  LaneBits bits;
  LaneBits exponent;
  std::memcpy(&bits, &mantissa, sizeof bits);
  std::memcpy(&exponent, &shifted, sizeof exponent);
  bits += exponent << mantissa_bits;
  Lanes result;
  std::memcpy(&result, &bits, sizeof result);
  return in_range > greatest ? Lanes{} + std::numeric_limits<double>::infinity() : result;
}

/// The natural logarithm. @pre x is 0 or positive, finite and normal; that of 0 is -709
GMAT_SWEEP_INLINE Lanes log_of_lanes(Lanes x) {
  using namespace lane_math;
  LaneBits bits;
  std::memcpy(&bits, &x, sizeof bits);
  // x = 2^exponent * m with m from the root of a half to that of two.
  constexpr unsigned long long root_of_half = 0x3fe6a09e667f3bcd;
  constexpr unsigned long long mantissa = 0x000fffffffffffff;
  constexpr unsigned long long bias = 1023;
  constexpr unsigned long long to_integer_bits = 0x4338000000000000;
  const LaneBits above = bits - root_of_half;
  // The exponent by way of the lowest bits of a great number: the processor turns no whole numbers
  // of 64 bits into doubles.
  const LaneBits shifted_bits =
      ((above + (bias << mantissa_bits)) >> mantissa_bits) + to_integer_bits;
  Lanes shifted;
  std::memcpy(&shifted, &shifted_bits, sizeof shifted);
  const Lanes exponent = shifted - (to_integer + static_cast<double>(bias));
  const LaneBits m_bits = (above & mantissa) + root_of_half;
  Lanes m;
  std::memcpy(&m, &m_bits, sizeof m);
  // 2 artanh(s)
  const Lanes f = m - 1.0;
  const Lanes s = f / (2.0 + f);
  const Lanes z = s * s;
  const Lanes z2 = z * z;
  const Lanes z4 = z2 * z2;
  const Lanes low = (2.0 / 3 + z * (2.0 / 5)) + z2 * (2.0 / 7 + z * (2.0 / 9));
  const Lanes high = (2.0 / 11 + z * (2.0 / 13)) + z2 * (2.0 / 15 + z * (2.0 / 17));
  const Lanes highest = 2.0 / 19 + z * (2.0 / 21);
  const Lanes rest = s * (z * (low + z4 * (high + z4 * highest)));
  return exponent * ln2_high + (2.0 * s + (rest + exponent * ln2_low));
}

}  // namespace gmat_sweep
