#include "astro/atmosphere_exponential.hpp"

#include <fmt/format.h>

#include <cmath>

#include "astro/text_table.hpp"

namespace gmat_sweep::astro {

ExponentialAtmosphere ExponentialAtmosphere::parse(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::vector<Band> bands;
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '#') continue;
    double values[3] = {};
    std::string_view rest = table.line();
    for (int i = 0; i < 3; ++i) {
      const std::size_t comma = rest.find(',');
      if ((comma == std::string_view::npos) != (i == 2))
        table.fail("expected altitude, density and scale height, with commas between them");
      std::string_view word = rest.substr(0, comma);
      word.remove_prefix(std::min(word.find_first_not_of(" \t"), word.size()));
      while (!word.empty() && (word.back() == ' ' || word.back() == '\t')) word.remove_suffix(1);
      values[i] = table.real_of(word, i == 0   ? "an altitude [km]"
                                      : i == 1 ? "a density [kg/m^3]"
                                               : "a scale height [km]");
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    if (!bands.empty() && values[0] <= bands.back().from_km)
      table.fail("the bands do not follow one another in altitude");
    if (values[1] < 0.0 || values[2] <= 0.0)
      table.fail("expected a density >= 0 and a scale height > 0");
    bands.push_back({values[0], values[1], values[2]});
  }
  if (bands.empty()) table.fail("no bands");
  return ExponentialAtmosphere(std::move(bands));
}

double ExponentialAtmosphere::density_kg_m3(double altitude_km) const {
  std::size_t i = 0;
  while (i + 1 < bands_.size() && altitude_km >= bands_[i + 1].from_km) ++i;
  const Band& band = bands_[i];
  return band.density_kg_m3 * std::exp(-(altitude_km - band.from_km) / band.scale_km);
}

}  // namespace gmat_sweep::astro
