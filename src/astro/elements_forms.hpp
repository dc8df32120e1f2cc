#pragma once

#include <array>

#include "astro/elements.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// Six numbers that describe an orbit, in the order GMAT lists them; angles in degrees.
using SixElements = std::array<double, 6>;

// Every conversion throws GmatSweepError where GMAT refuses, with the values in question. The
// formulae are those of the GMAT Mathematical Specifications, "Orbital state representations",
// except where another source is named.

/// RMAG [km], RA, DEC, VMAG [km/s], AZI, FPA (from the vertical).
SixElements to_spherical_azfpa(const CartesianState& state);
CartesianState from_spherical_azfpa(const SixElements& elements);

/// RMAG [km], RA, DEC, VMAG [km/s], RAV, DECV.
SixElements to_spherical_radec(const CartesianState& state);
CartesianState from_spherical_radec(const SixElements& elements);

/// RMAG [km], LON, LAT (to the ellipsoid), VMAG [km/s], AZI, HFPA (from the horizontal), of a state
/// in body-fixed axes.
SixElements to_planetodetic(const CartesianState& state, double equatorial_radius_km,
                            double flattening);
CartesianState from_planetodetic(const SixElements& elements, double equatorial_radius_km,
                                 double flattening);

/// RadPer, RadApo [km], INC, RAAN, AOP, anomaly.
SixElements to_modified_keplerian(const CartesianState& state, double mu_km3_s2,
                                  AnomalyKind anomaly);
CartesianState from_modified_keplerian(const SixElements& elements, double mu_km3_s2,
                                       AnomalyKind anomaly);

/// Mean anomaly, AOP, RAAN, L, G, H [km^2/s].
SixElements to_delaunay(const CartesianState& state, double mu_km3_s2);
CartesianState from_delaunay(const SixElements& elements, double mu_km3_s2);

/// SMA [km], h, k, p, q, mean longitude. Refused for orbits that are no ellipse, and at 180 deg.
SixElements to_equinoctial(const CartesianState& state, double mu_km3_s2);
CartesianState from_equinoctial(const SixElements& elements, double mu_km3_s2);

/// The same with p and q times the cosine of half the inclination.
SixElements to_alternate_equinoctial(const CartesianState& state, double mu_km3_s2);
CartesianState from_alternate_equinoctial(const SixElements& elements, double mu_km3_s2);

/// Semilatus rectum [km], f, g, h, k, true longitude.
SixElements to_modified_equinoctial(const CartesianState& state, double mu_km3_s2);
CartesianState from_modified_equinoctial(const SixElements& elements, double mu_km3_s2);

enum class Asymptote { incoming, outgoing };
/// RadPer [km], C3Energy [km^2/s^2], RHA, DHA (of the asymptote), BVAZI, TA. For an ellipse the
/// direction of apoapsis stands for the asymptote.
SixElements to_asymptote(const CartesianState& state, double mu_km3_s2, Asymptote which);
CartesianState from_asymptote(const SixElements& elements, double mu_km3_s2, Asymptote which);

enum class BrouwerTheory { short_term, long_term };
/// Brouwer-Lyddane mean SMA [km], ECC, INC, RAAN, AOP, MA about the Earth: without the short-period
/// terms of J2, or without the short- and long-period terms of J2 to J5.
/// Source: D. Brouwer, Astronomical Journal 64, 378-397, 1959; R. H. Lyddane, Astronomical Journal
/// 68, 555-558, 1963; iterated and stopped as GMAT does.
SixElements to_brouwer_mean(const CartesianState& state, double mu_km3_s2, BrouwerTheory theory);
CartesianState from_brouwer_mean(const SixElements& elements, double mu_km3_s2,
                                 BrouwerTheory theory);

}  // namespace gmat_sweep::astro
