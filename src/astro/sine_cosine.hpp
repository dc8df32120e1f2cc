#pragma once

namespace gmat_sweep::astro {

/// Of one angle.
struct SineCosine {
  double sine;
  double cosine;
};

/// Of an angle below 1e-3 rad, to the last bit.
inline SineCosine of_small(double angle_rad) {
  const double a2 = angle_rad * angle_rad;
  return {angle_rad * (1.0 - a2 / 6.0 * (1.0 - a2 / 20.0)), 1.0 - a2 / 2.0 * (1.0 - a2 / 12.0)};
}

/// Of an angle below 0.07 rad, to the last bit.
inline SineCosine of_moderate(double angle_rad) {
  const double a2 = angle_rad * angle_rad;
  return {angle_rad * (1.0 + a2 * (-1.0 / 6 + a2 * (1.0 / 120 + a2 * (-1.0 / 5040 + a2 / 362880)))),
          1.0 + a2 * (-0.5 + a2 * (1.0 / 24 + a2 * (-1.0 / 720 + a2 / 40320)))};
}

/// Of the sum of two angles.
inline SineCosine turned(const SineCosine& angle, const SineCosine& by) {
  return {angle.sine * by.cosine + angle.cosine * by.sine,
          angle.cosine * by.cosine - angle.sine * by.sine};
}

}  // namespace gmat_sweep::astro
