#include "mission/spacecraft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "astro/elements_forms.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

using enum StateType;
using astro::AnomalyKind;
using astro::Asymptote;
using astro::BrouwerTheory;

constexpr std::array<std::string_view, state_type_count> type_names{
    "Cartesian",        "Keplerian",      "ModifiedKeplerian",   "SphericalAZFPA",
    "SphericalRADEC",   "Equinoctial",    "ModifiedEquinoctial", "AlternateEquinoctial",
    "Delaunay",         "Planetodetic",   "OutgoingAsymptote",   "IncomingAsymptote",
    "BrouwerMeanShort", "BrouwerMeanLong"};

constexpr StateTypes modified = only(modified_keplerian);
constexpr StateTypes radec = only(spherical_radec);
constexpr StateTypes alternate = only(alternate_equinoctial);
constexpr StateTypes asymptotes = only(incoming_asymptote) | only(outgoing_asymptote);

constexpr ElementLabel labels[] = {
    {"X", cartesian, 0, {}},
    {"Y", cartesian, 1, {}},
    {"Z", cartesian, 2, {}},
    {"VX", cartesian, 3, {}},
    {"VY", cartesian, 4, {}},
    {"VZ", cartesian, 5, {}},
    {"SMA", keplerian, 0, {}, only(equinoctial) | alternate},
    {"ECC", keplerian, 1, {}},
    {"INC", keplerian, 2, {}, modified},
    {"RAAN", keplerian, 3, {}, modified},
    {"AOP", keplerian, 4, {}, modified},
    {"TA", keplerian, 5, AnomalyKind::true_anomaly, modified | asymptotes},
    {"MA", keplerian, 5, AnomalyKind::mean_anomaly, modified},
    {"EA", keplerian, 5, AnomalyKind::eccentric_anomaly, modified},
    {"HA", keplerian, 5, AnomalyKind::hyperbolic_anomaly, modified},
    {"RadPer", modified_keplerian, 0, {}},
    {"RadApo", modified_keplerian, 1, {}},
    {"RMAG", spherical_azfpa, 0, {}, radec},
    {"RA", spherical_azfpa, 1, {}, radec},
    {"DEC", spherical_azfpa, 2, {}, radec},
    {"VMAG", spherical_azfpa, 3, {}, radec},
    {"AZI", spherical_azfpa, 4, {}},
    {"FPA", spherical_azfpa, 5, {}},
    {"RAV", spherical_radec, 4, {}},
    {"DECV", spherical_radec, 5, {}},
    {"EquinoctialH", equinoctial, 1, {}, alternate},
    {"EquinoctialK", equinoctial, 2, {}, alternate},
    {"EquinoctialP", equinoctial, 3, {}},
    {"EquinoctialQ", equinoctial, 4, {}},
    {"MLONG", equinoctial, 5, {}, alternate},
    {"AltEquinoctialP", alternate_equinoctial, 3, {}},
    {"AltEquinoctialQ", alternate_equinoctial, 4, {}},
    {"SemilatusRectum", modified_equinoctial, 0, {}},
    {"ModEquinoctialF", modified_equinoctial, 1, {}},
    {"ModEquinoctialG", modified_equinoctial, 2, {}},
    {"ModEquinoctialH", modified_equinoctial, 3, {}},
    {"ModEquinoctialK", modified_equinoctial, 4, {}},
    {"TLONG", modified_equinoctial, 5, {}},
    {"Delaunayl", delaunay, 0, {}},
    {"Delaunayg", delaunay, 1, {}},
    {"Delaunayh", delaunay, 2, {}},
    {"DelaunayL", delaunay, 3, {}},
    {"DelaunayG", delaunay, 4, {}},
    {"DelaunayH", delaunay, 5, {}},
    {"PlanetodeticRMAG", planetodetic, 0, {}},
    {"PlanetodeticLON", planetodetic, 1, {}},
    {"PlanetodeticLAT", planetodetic, 2, {}},
    {"PlanetodeticVMAG", planetodetic, 3, {}},
    {"PlanetodeticAZI", planetodetic, 4, {}},
    {"PlanetodeticHFPA", planetodetic, 5, {}},
    {"OutgoingRadPer", outgoing_asymptote, 0, {}},
    {"OutgoingC3Energy", outgoing_asymptote, 1, {}},
    {"OutgoingRHA", outgoing_asymptote, 2, {}},
    {"OutgoingDHA", outgoing_asymptote, 3, {}},
    {"OutgoingBVAZI", outgoing_asymptote, 4, {}},
    {"IncomingRadPer", incoming_asymptote, 0, {}},
    {"IncomingC3Energy", incoming_asymptote, 1, {}},
    {"IncomingRHA", incoming_asymptote, 2, {}},
    {"IncomingDHA", incoming_asymptote, 3, {}},
    {"IncomingBVAZI", incoming_asymptote, 4, {}},
    {"BrouwerShortSMA", brouwer_mean_short, 0, {}},
    {"BrouwerShortECC", brouwer_mean_short, 1, {}},
    {"BrouwerShortINC", brouwer_mean_short, 2, {}},
    {"BrouwerShortRAAN", brouwer_mean_short, 3, {}},
    {"BrouwerShortAOP", brouwer_mean_short, 4, {}},
    {"BrouwerShortMA", brouwer_mean_short, 5, {}},
    {"BrouwerLongSMA", brouwer_mean_long, 0, {}},
    {"BrouwerLongECC", brouwer_mean_long, 1, {}},
    {"BrouwerLongINC", brouwer_mean_long, 2, {}},
    {"BrouwerLongRAAN", brouwer_mean_long, 3, {}},
    {"BrouwerLongAOP", brouwer_mean_long, 4, {}},
    {"BrouwerLongMA", brouwer_mean_long, 5, {}},
};

void check_fixed(const ElementOrigin& origin) {
  if (origin.has_fixed_axes) return;
  throw GmatSweepError(
      "the Planetodetic state type is defined only for coordinate systems with BodyFixed axes");
}

astro::CartesianState converted(const Elements& e, StateType type, AnomalyKind anomaly,
                                const ElementOrigin& origin) {
  const double mu = origin.mu_km3_s2;
  switch (type) {
    case cartesian:
      return {{e[0], e[1], e[2]}, {e[3], e[4], e[5]}};
    case keplerian:
      return astro::to_cartesian({e[0], e[1], e[2], e[3], e[4], e[5]}, mu, anomaly);
    case modified_keplerian:
      return astro::from_modified_keplerian(e, mu, anomaly);
    case spherical_azfpa:
      return astro::from_spherical_azfpa(e);
    case spherical_radec:
      return astro::from_spherical_radec(e);
    case equinoctial:
      return astro::from_equinoctial(e, mu);
    case modified_equinoctial:
      return astro::from_modified_equinoctial(e, mu);
    case alternate_equinoctial:
      return astro::from_alternate_equinoctial(e, mu);
    case delaunay:
      return astro::from_delaunay(e, mu);
    case planetodetic:
      check_fixed(origin);
      return astro::from_planetodetic(e, origin.equatorial_radius_km, origin.flattening);
    case outgoing_asymptote:
      return astro::from_asymptote(e, mu, Asymptote::outgoing);
    case incoming_asymptote:
      return astro::from_asymptote(e, mu, Asymptote::incoming);
    case brouwer_mean_short:
      return astro::from_brouwer_mean(e, mu, BrouwerTheory::short_term);
    case brouwer_mean_long:
      break;
  }
  return astro::from_brouwer_mean(e, mu, BrouwerTheory::long_term);
}

}  // namespace

std::optional<StateType> state_type_named(std::string_view name) {
  const auto found = std::ranges::find(type_names, name);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<StateType>(found - type_names.begin());
}

std::string_view name_of(StateType type) { return type_names[static_cast<std::size_t>(type)]; }

bool needs_body(StateType type) {
  return type != cartesian && type != spherical_azfpa && type != spherical_radec;
}

const ElementLabel* find_element_label(std::string_view name) {
  const auto found = std::ranges::find(labels, name, &ElementLabel::name);
  return found == std::end(labels) ? nullptr : found;
}

Elements elements_of(const astro::CartesianState& state, StateType type, AnomalyKind anomaly,
                     const ElementOrigin& origin) {
  const auto& r = state.position_km;
  const auto& v = state.velocity_km_s;
  const double mu = origin.mu_km3_s2;
  switch (type) {
    case cartesian:
      return {r.x(), r.y(), r.z(), v.x(), v.y(), v.z()};
    case keplerian: {
      const auto k = astro::to_keplerian(state, mu, anomaly);
      return {k.sma_km, k.ecc, k.inc_deg, k.raan_deg, k.aop_deg, k.anomaly_deg};
    }
    case modified_keplerian:
      return astro::to_modified_keplerian(state, mu, anomaly);
    case spherical_azfpa:
      return astro::to_spherical_azfpa(state);
    case spherical_radec:
      return astro::to_spherical_radec(state);
    case equinoctial:
      return astro::to_equinoctial(state, mu);
    case modified_equinoctial:
      return astro::to_modified_equinoctial(state, mu);
    case alternate_equinoctial:
      return astro::to_alternate_equinoctial(state, mu);
    case delaunay:
      return astro::to_delaunay(state, mu);
    case planetodetic:
      check_fixed(origin);
      return astro::to_planetodetic(state, origin.equatorial_radius_km, origin.flattening);
    case outgoing_asymptote:
      return astro::to_asymptote(state, mu, Asymptote::outgoing);
    case incoming_asymptote:
      return astro::to_asymptote(state, mu, Asymptote::incoming);
    case brouwer_mean_short:
      return astro::to_brouwer_mean(state, mu, BrouwerTheory::short_term);
    case brouwer_mean_long:
      break;
  }
  return astro::to_brouwer_mean(state, mu, BrouwerTheory::long_term);
}

astro::CartesianState cartesian_of(const Elements& elements, StateType type, AnomalyKind anomaly,
                                   const ElementOrigin& origin) {
  auto state = converted(elements, type, anomaly, origin);
  // A negative zero would show as -0 in GMAT's text, where GMAT has 0.
  if (type != cartesian) {
    state.position_km.array() += 0.0;
    state.velocity_km_s.array() += 0.0;
  }
  return state;
}

StateType PendingOrbit::type() const {
  if (possible == all_state_types || (possible & only(display)) != 0) return display;
  if ((possible & only(last)) != 0) return last;
  return static_cast<StateType>(std::countr_zero(possible));
}

bool PendingOrbit::narrow(const ElementLabel& label) {
  const auto left = static_cast<StateTypes>(possible & label.types());
  if (left == 0) return false;
  possible = left;
  last = label.type;
  return true;
}

}  // namespace gmat_sweep::mission
