#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gmat_sweep::astro {

enum class Body { sun, mercury, venus, earth, luna, mars, jupiter, saturn, uranus, neptune, pluto };

/// Pole and prime meridian, linear in time: right ascension, its rate per century, declination,
/// its rate per century, prime meridian, its rate per day [deg].
using OrientationTerms = std::array<double, 6>;

/// GMAT's defaults for a body.
struct BodyConstants {
  Body body = Body::earth;
  std::string_view name;
  double mu_km3_s2 = 0;
  double equatorial_radius_km = 0;
  double flattening = 0;
  int naif_id = 0;
  std::optional<Body> central_body;       ///< none for the Sun
  double nutation_update_interval_s = 0;  ///< Earth's 60 s
  OrientationTerms orientation_deg{};
  /// The potential file GMAT takes when a script names none, or empty.
  std::string_view default_potential_file;
};

const BodyConstants& constants_of(Body body);
std::span<const BodyConstants> all_bodies();

/// The bodies' constants as one mission has them: GMAT's defaults but for what its script sets.
class BodyTable {
 public:
  BodyTable();
  const BodyConstants& operator[](Body body) const {
    return bodies_[static_cast<std::size_t>(body)];
  }
  BodyConstants& operator[](Body body) { return bodies_[static_cast<std::size_t>(body)]; }

 private:
  std::array<BodyConstants, 11> bodies_;
};

/// GMAT's names are case sensitive: Sun, Mercury, Venus, Earth, Luna, Mars, ...
std::optional<Body> find_body(std::string_view name);

}  // namespace gmat_sweep::astro
