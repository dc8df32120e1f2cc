#include "astro/data_notes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "astro/epoch_text.hpp"

namespace gmat_sweep::astro {

void DataNotes::clamped(std::string_view item, std::string_view source, double utc_mjd,
                        double first_utc_mjd, double last_utc_mjd) {
  const bool after_last = utc_mjd > last_utc_mjd;
  const bool is_known = std::ranges::any_of(clamped_, [&](const Clamped& known) {
    return known.after_last == after_last && known.item == item && known.source == source;
  });
  if (is_known) return;
  clamped_.push_back({std::string(item), std::string(source), after_last});
  texts_.push_back(
      after_last ? fmt::format("{} ({}) ends {} UTC: later epochs take its last values, as in GMAT",
                               item, source, format_gregorian(last_utc_mjd))
                 : fmt::format("{} ({}) begins {} UTC: earlier epochs take its first values, as in "
                               "GMAT",
                               item, source, format_gregorian(first_utc_mjd)));
}

}  // namespace gmat_sweep::astro
