#include <gtest/gtest.h>

#include <chrono>

#include "astro/data_catalogue.hpp"
#include "astro/de_ephemeris.hpp"
#include "astro/solar_system.hpp"
#include "reference.hpp"
using namespace gmat_sweep;
using namespace gmat_sweep::astro;
static Vector3 pm(const Vector3& b, const Vector3& r, double mu) {
  Vector3 d = b - r;
  return mu * d / std::pow(d.norm(), 3) -
         (b.norm() > 0 ? Vector3(mu * b / std::pow(b.norm(), 3)) : Vector3::Zero());
}
TEST(X, acc) {
  auto f = gmat_sweep::astro::testing::read_reference("accelerations.json");
  DataCatalogue cat;
  DataCatalogue catg({.gmat_data = gmat_sweep::astro::testing::gmat_data_folder()});
  auto tc = cat.time_converter();
  SolarSystem ss(cat.ephemeris(), tc), sg(catg.ephemeris(), tc);
  for (auto& u : cat.uses())
    std::printf("%s | %s | %s\n", u.item.c_str(), u.source.c_str(), u.sha256.c_str());
  struct M {
    const char* n;
    std::vector<Body> b;
  };
  for (M k : {M{"earth_point_mass", {Body::earth}}, M{"earth_luna", {Body::earth, Body::luna}},
              M{"earth_sun", {Body::earth, Body::sun}},
              M{"earth_all_planets",
                {Body::earth, Body::luna, Body::sun, Body::venus, Body::mars, Body::jupiter,
                 Body::saturn}}}) {
    for (auto& c : f.at("models").as_map().at(k.n).as_map().at("cases").as_list()) {
      auto& m = c.as_map();
      SplitTime t(m.at("a1_mjd").as_real());
      Vector3 r = gmat_sweep::astro::testing::vector3(m.at("state_km_km_s")),
              a = gmat_sweep::astro::testing::vector3(m.at("acceleration_km_s2"));
      Vector3 x = Vector3::Zero();
      for (Body b : k.b) {
        x += pm(ss.position_km(b, t), r, constants_of(b).mu_km3_s2);
        EXPECT_EQ(ss.position_km(b, t), sg.position_km(b, t));
      }
      std::printf("%s %.3e\n", k.n, (x - a).norm() / a.norm());
    }
  }
  auto fr = gmat_sweep::astro::testing::read_reference("frames.json");
  for (auto& e : fr.at("cases").as_list()) {
    auto& m = e.as_map();
    double t = m.at("mod_julian").as_map().at("A1").as_real();
    auto st = gmat_sweep::astro::testing::state(m.at("state_EarthMJ2000Eq_km_km_s"));
    for (auto b : {Body::luna, Body::sun, Body::mars, Body::venus, Body::jupiter}) {
      auto ex = gmat_sweep::astro::testing::state(
          m.at("systems").as_map().at(std::string(constants_of(b).name) + "MJ2000Eq"));
      auto s = ss.state(b, SplitTime(t));
      std::printf("%s %.3e km %.3e km/s\n", std::string(constants_of(b).name).c_str(),
                  (st.position_km - s.position_km - ex.position_km).norm(),
                  (st.velocity_km_s - s.velocity_km_s - ex.velocity_km_s).norm());
    }
  }
  auto t0 = std::chrono::steady_clock::now();
  double q = 0;
  SplitTime e(30000.3);
  for (int i = 0; i < 100000; i++) {
    e = e.plus_seconds(5.123);
    q += ss.position_km(Body::luna, e)[0] + ss.position_km(Body::sun, e)[0];
  }
  auto t1 = std::chrono::steady_clock::now();
  std::printf("%.1f ns sun+moon %g\n",
              std::chrono::duration<double>(t1 - t0).count() / 100000 * 1e9, q);
}
