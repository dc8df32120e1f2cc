#include "mission/spacecraft.hpp"

#include <algorithm>
#include <cmath>

namespace gmat_sweep::mission {
namespace {

using enum StateType;
using astro::AnomalyKind;

constexpr ElementLabel labels[] = {
    {"X", cartesian, 0, {}},
    {"Y", cartesian, 1, {}},
    {"Z", cartesian, 2, {}},
    {"VX", cartesian, 3, {}},
    {"VY", cartesian, 4, {}},
    {"VZ", cartesian, 5, {}},
    {"SMA", keplerian, 0, {}},
    {"ECC", keplerian, 1, {}},
    {"INC", keplerian, 2, {}},
    {"RAAN", keplerian, 3, {}},
    {"AOP", keplerian, 4, {}},
    {"TA", keplerian, 5, AnomalyKind::true_anomaly},
    {"MA", keplerian, 5, AnomalyKind::mean_anomaly},
    {"EA", keplerian, 5, AnomalyKind::eccentric_anomaly},
    {"HA", keplerian, 5, AnomalyKind::hyperbolic_anomaly},
};

}  // namespace

std::optional<StateType> state_type_named(std::string_view name) {
  if (name == "Cartesian") return cartesian;
  if (name == "Keplerian") return keplerian;
  return std::nullopt;
}

std::string_view name_of(StateType type) { return type == cartesian ? "Cartesian" : "Keplerian"; }

const ElementLabel* find_element_label(std::string_view name) {
  const auto found = std::ranges::find(labels, name, &ElementLabel::name);
  return found == std::end(labels) ? nullptr : found;
}

Elements elements_of(const astro::CartesianState& state, StateType type, AnomalyKind anomaly,
                     double mu_km3_s2) {
  const auto& r = state.position_km;
  const auto& v = state.velocity_km_s;
  if (type == cartesian) return {r.x(), r.y(), r.z(), v.x(), v.y(), v.z()};
  const auto k = astro::to_keplerian(state, mu_km3_s2, anomaly);
  return {k.sma_km, k.ecc, k.inc_deg, k.raan_deg, k.aop_deg, k.anomaly_deg};
}

astro::CartesianState cartesian_of(const Elements& e, StateType type, AnomalyKind anomaly,
                                   double mu_km3_s2) {
  if (type == cartesian) return {{e[0], e[1], e[2]}, {e[3], e[4], e[5]}};
  const astro::KeplerianElements k{e[0], e[1], e[2], e[3], e[4], e[5]};
  auto state = astro::to_cartesian(k, mu_km3_s2, anomaly);
  // A negative zero would show as -0 in GMAT's text, where GMAT has 0.
  state.position_km.array() += 0.0;
  state.velocity_km_s.array() += 0.0;
  return state;
}

bool PendingOrbit::touched() const {
  return std::ranges::any_of(elements, [](double e) { return !std::isnan(e); });
}

}  // namespace gmat_sweep::mission
