#include "astro/atmosphere_msis_harmonics.hpp"

#include <algorithm>
#include <cmath>

#include "base/lanes.hpp"

namespace gmat_sweep::astro {
namespace {

// The models' own constants, in their single precision.
constexpr double rad_per_day = 1.72142E-2F;
constexpr double rad_per_hour = .2618F;
constexpr double rad_per_second = 7.2722E-5F;
constexpr double rad_per_deg = 1.74533E-2F;

// Where each group of functions begins in the basis: those first that no set of the levels below
// the thermosphere has, those last that no set of the thermosphere has.
constexpr std::size_t universal = 0;         ///< P10 P30 P50, times powers 0 to 2 of the sine
constexpr std::size_t ut_longitudinal = 18;  ///< P32 P52 P72
constexpr std::size_t constant = 24;
constexpr std::size_t zonal = 25;              ///< P10 to P60
constexpr std::size_t diurnal = 31;            ///< P11 P21 P31 P51, by cosine and sine
constexpr std::size_t semidiurnal = 39;        ///< P22 P32 P42 P52
constexpr std::size_t terdiurnal = 47;         ///< P33 P43 P63
constexpr std::size_t longitudinal = 53;       ///< P11 to P61
constexpr std::size_t even_longitudinal = 65;  ///< P21 P41 P61, times the sine of latitude
constexpr std::size_t odd_longitudinal = 71;   ///< P11 P31 P51, times the sine of latitude
static_assert(constant == msis_lower_terms.first && odd_longitudinal == msis_upper_terms.end &&
              odd_longitudinal + 6 == msis_terms);

void put(MsisBasis& basis, std::size_t at, double legendre, double cosine, double sine) {
  basis[at] = legendre * cosine;
  basis[at + 1] = legendre * sine;
}

MsisPhases::Phase phase(double angle_rad) { return {std::cos(angle_rad), std::sin(angle_rad)}; }

/// value * cos(angle - phase), spread over the cosine and the sine of the angle.
void add_shifted(MsisColumn column, std::size_t at, double value, const MsisPhases::Phase& phase) {
  column[at] += value * phase.cosine;
  column[at + 1] += value * phase.sine;
}

/// Where the terms of geomagnetic activity stand in a set, counted from 1 as in the model.
struct ActivePlaces {
  int mean, p20, p40, p10, p30, p50, p11, p31, p51, sine, p21, p41, p61, p11_long, p31_long,
      p51_long, ut10, ut30, ut50;
};
constexpr ActivePlaces daily_places{33, 46, 35, 101, 102, 103, 122, 123, 124, 121,
                                    61, 62, 63, 116, 117, 118, 84,  85,  86};
constexpr ActivePlaces three_hourly_places{51, 97, 55, 126, 127, 128, 129, 130, 131, 133,
                                           53, 99, 68, 134, 135, 136, 56,  57,  58};

template <typename Set>
MsisSeason common_season(const Set& set, double day) {
  const auto p = [&](int i) -> double { return set[static_cast<std::size_t>(i - 1)]; };
  MsisSeason season;
  season.cos14 = std::cos(rad_per_day * (day - p(14)));
  season.cos18 = std::cos(2.0 * rad_per_day * (day - p(18)));
  season.cos32 = std::cos(rad_per_day * (day - p(32)));
  season.cos39 = std::cos(2.0 * rad_per_day * (day - p(39)));
  return season;
}

}  // namespace

GMAT_SWEEP_WIDE MsisBasis msis_basis(const MsisAngles& angles) {
  const double c = angles.sin_latitude;
  const double s = angles.cos_latitude;
  const double c2 = c * c;
  const double c4 = c2 * c2;
  const double s2 = s * s;
  // Associated Legendre functions P(degree, order) of the sine of latitude, not normalised.
  const double p10 = c;
  const double p20 = 0.5 * (3.0 * c2 - 1.0);
  const double p30 = 0.5 * c * (5.0 * c2 - 3.0);
  const double p40 = (35.0 * c4 - 30.0 * c2 + 3.0) / 8.0;
  const double p50 = (63.0 * c4 - 70.0 * c2 + 15.0) * c / 8.0;
  const double p60 = (11.0 * c * p50 - 5.0 * p40) / 6.0;
  const double p11 = s;
  const double p21 = 3.0 * c * s;
  const double p31 = 1.5 * (5.0 * c2 - 1.0) * s;
  const double p41 = 2.5 * (7.0 * c2 - 3.0) * c * s;
  const double p51 = 1.875 * (21.0 * c4 - 14.0 * c2 + 1.0) * s;
  const double p61 = (11.0 * c * p51 - 6.0 * p41) / 5.0;
  const double p22 = 3.0 * s2;
  const double p32 = 15.0 * s2 * c;
  const double p42 = 7.5 * (7.0 * c2 - 1.0) * s2;
  const double p52 = 3.0 * c * p42 - 2.0 * p32;
  const double p62 = (11.0 * c * p52 - 7.0 * p42) / 4.0;
  const double p72 = (13.0 * c * p62 - 8.0 * p52) / 5.0;
  const double p33 = 15.0 * s2 * s;
  const double p43 = 105.0 * s2 * s * c;
  const double p53 = (9.0 * c * p43 - 7.0 * p33) / 2.0;
  const double p63 = (11.0 * c * p53 - 8.0 * p43) / 3.0;

  const double cos1 = angles.cos_local_time;
  const double sin1 = angles.sin_local_time;
  const double cos2 = cos1 * cos1 - sin1 * sin1;
  const double sin2 = 2.0 * sin1 * cos1;
  const double cos3 = cos2 * cos1 - sin2 * sin1;
  const double sin3 = sin2 * cos1 + cos2 * sin1;
  const double cos_ut = angles.cos_ut;
  const double sin_ut = angles.sin_ut;
  const double cos_long = angles.cos_longitude;
  const double sin_long = angles.sin_longitude;
  const double cos_long2 = cos_long * cos_long - sin_long * sin_long;
  const double sin_long2 = 2.0 * sin_long * cos_long;
  const double cos_mixed = cos_ut * cos_long2 - sin_ut * sin_long2;
  const double sin_mixed = sin_ut * cos_long2 + cos_ut * sin_long2;

  MsisBasis basis;
  basis[constant] = 1.0;
  const double zonals[] = {p10, p20, p30, p40, p50, p60};
  std::copy(std::begin(zonals), std::end(zonals), basis.begin() + zonal);
  const double diurnals[] = {p11, p21, p31, p51};
  for (std::size_t i = 0; i < 4; ++i) put(basis, diurnal + 2 * i, diurnals[i], cos1, sin1);
  const double semidiurnals[] = {p22, p32, p42, p52};
  for (std::size_t i = 0; i < 4; ++i) put(basis, semidiurnal + 2 * i, semidiurnals[i], cos2, sin2);
  const double terdiurnals[] = {p33, p43, p63};
  for (std::size_t i = 0; i < 3; ++i) put(basis, terdiurnal + 2 * i, terdiurnals[i], cos3, sin3);
  const double longitudinals[] = {p11, p21, p31, p41, p51, p61};
  for (std::size_t i = 0; i < 6; ++i)
    put(basis, longitudinal + 2 * i, longitudinals[i], cos_long, sin_long);
  for (std::size_t i = 0; i < 3; ++i) {
    put(basis, odd_longitudinal + 2 * i, c * longitudinals[2 * i], cos_long, sin_long);
    put(basis, even_longitudinal + 2 * i, c * longitudinals[2 * i + 1], cos_long, sin_long);
  }
  const double universals[] = {p10, p30, p50};
  for (std::size_t i = 0; i < 3; ++i) {
    put(basis, universal + 2 * i, universals[i], cos_ut, sin_ut);
    put(basis, universal + 6 + 2 * i, c * universals[i], cos_ut, sin_ut);
    put(basis, universal + 12 + 2 * i, c2 * universals[i], cos_ut, sin_ut);
  }
  const double mixed[] = {p32, p52, p72};
  for (std::size_t i = 0; i < 3; ++i)
    put(basis, ut_longitudinal + 2 * i, mixed[i], cos_mixed, sin_mixed);
  return basis;
}

MsisSeason season_of(const MsisTable::Set& set, double day_of_year) {
  return common_season(set, day_of_year);
}

MsisSeason season_of(const MsisTable::ShortSet& set, double day_of_year) {
  const auto p = [&](int i) -> double { return set[static_cast<std::size_t>(i - 1)]; };
  MsisSeason season = common_season(set, day_of_year);
  const auto yearly = [&](int i) { return std::cos(rad_per_day * (day_of_year - p(i))); };
  const auto half_yearly = [&](int i) {
    return std::cos(2.0 * rad_per_day * (day_of_year - p(i)));
  };
  season.north_south = p(81) * yearly(82) + p(86) * half_yearly(87);
  season.even = p(84) * yearly(85) + p(88) * half_yearly(89);
  return season;
}

MsisPhases phases_of(const MsisTable::Set& set) {
  const auto p = [&](int i) -> double { return set[static_cast<std::size_t>(i - 1)]; };
  MsisPhases phases;
  phases.ut = phase(rad_per_second * p(72));
  phases.ut_longitude = phase(rad_per_second * p(80));
  phases.daily = {phase(rad_per_hour * p(125)), phase(rad_per_deg * p(64)),
                  phase(rad_per_deg * p(119)), phase(rad_per_second * p(76))};
  phases.three_hourly = {phase(rad_per_hour * p(132)), phase(rad_per_deg * p(98)),
                         phase(rad_per_deg * p(137)), phase(rad_per_second * p(59))};
  return phases;
}

void fold_quiet(MsisVersion version, const MsisTable::Set& set, const MsisPhases& phases,
                const MsisSeason& season, const MsisFlux& flux, MsisColumn column) {
  const auto p = [&](int i) -> double { return set[static_cast<std::size_t>(i - 1)]; };
  const double df = flux.daily_less_average;
  const double dfa = flux.average_less_150;
  const double daily = p(20) * df + p(21) * df * df;
  const double annual_factor = 1.0 + p(48) * dfa + daily;
  const double diurnal_factor = 1.0 + p(50) * dfa + daily;
  const double cross = version == MsisVersion::nrlmsise00 ? p(60) * dfa : 0.0;
  const double cos14 = season.cos14;

  column[constant] += p(31) + p(20) * df * (1.0 + cross) + p(21) * df * df + p(22) * dfa +
                      p(30) * dfa * dfa + p(19) * season.cos32 + p(16) * season.cos18;
  column[zonal] += p(27) + annual_factor * p(10) * cos14 + p(38) * season.cos39;
  column[zonal + 1] += p(2) + p(15) * dfa + p(17) * season.cos18;
  column[zonal + 2] += annual_factor * p(11) * cos14;
  column[zonal + 3] += p(3);
  column[zonal + 5] += p(23);

  const auto pair = [&](std::size_t at, double cosine, double sine) {
    column[at] += diurnal_factor * cosine;
    column[at + 1] += diurnal_factor * sine;
  };
  pair(diurnal, p(4), p(7));
  pair(diurnal + 2, p(12) * cos14, p(13) * cos14);
  pair(diurnal + 4, p(5), p(8));
  pair(diurnal + 6, p(28), p(29));
  pair(semidiurnal, p(6), p(9));
  pair(semidiurnal + 2, p(24) * cos14, p(34) * cos14);
  pair(semidiurnal + 4, p(42), p(43));
  pair(semidiurnal + 6, p(36) * cos14, p(37) * cos14);
  pair(terdiurnal, p(41), p(40));
  pair(terdiurnal + 2, p(95) * cos14, p(94) * cos14);
  pair(terdiurnal + 4, p(49) * cos14, p(47) * cos14);

  const double longitude_factor = 1.0 + p(81) * dfa;
  for (int i = 0; i < 3; ++i) {
    const std::size_t odd = longitudinal + 4 * static_cast<std::size_t>(i);
    column[odd] += longitude_factor * (p(104 + i) + p(110 + i) * cos14);
    column[odd + 1] += longitude_factor * (p(107 + i) + p(113 + i) * cos14);
    column[odd + 2] += longitude_factor * p(65 + i);
    column[odd + 3] += longitude_factor * p(91 + i);
  }
  const double linear = p(96) + p(120) * cos14;
  const double square = p(96) * p(120) * cos14;
  for (int i = 0; i < 3; ++i) {
    const std::size_t at = universal + 2 * static_cast<std::size_t>(i);
    const double value = (1.0 + p(82) * dfa) * p(69 + i);
    add_shifted(column, at, value, phases.ut);
    add_shifted(column, at + 6, value * linear, phases.ut);
    add_shifted(column, at + 12, value * square, phases.ut);
    add_shifted(column, ut_longitudinal + 2 * static_cast<std::size_t>(i),
                (1.0 + p(138) * dfa) * p(77 + i), phases.ut_longitude);
  }
}

void fold_quiet(MsisVersion version, const MsisTable::ShortSet& set, const MsisSeason& season,
                const MsisFlux& flux, MsisColumn column) {
  const auto p = [&](int i) -> double { return set[static_cast<std::size_t>(i - 1)]; };
  const bool newer = version == MsisVersion::nrlmsise00;
  const double cos14 = season.cos14;
  column[constant] += p(22) * flux.average_less_150 + p(19) * season.cos32 + p(16) * season.cos18;
  column[zonal] += p(27) + p(10) * cos14 + p(38) * season.cos39;
  column[zonal + 1] += p(2) + p(48) * season.cos32 + p(17) * season.cos18;
  column[zonal + 2] += p(newer ? 15 : 28) + p(11) * cos14;
  column[zonal + 3] += p(3) + p(30) * season.cos32 + p(31) * season.cos18;
  column[zonal + 4] += p(newer ? 60 : 29) + p(newer ? 21 : 36) * cos14;
  column[zonal + 5] += p(23);

  const auto pair = [&](std::size_t at, double cosine, double sine) {
    column[at] += cosine;
    column[at + 1] += sine;
  };
  pair(diurnal, p(4), p(7));
  pair(diurnal + 2, p(12) * cos14, p(13) * cos14);
  pair(diurnal + 4, p(5), p(8));
  pair(semidiurnal, p(6), p(9));
  pair(semidiurnal + 2, p(24) * cos14, p(34) * cos14);
  pair(semidiurnal + 4, p(42), p(43));
  pair(semidiurnal + 6, p(newer ? 36 : 47) * cos14, p(newer ? 37 : 49) * cos14);
  pair(terdiurnal, p(41), p(40));
  for (int i = 0; i < 3; ++i) {
    const std::size_t at = 4 * static_cast<std::size_t>(i);
    const double even = 1.0 + season.even;
    pair(longitudinal + at, even * p(75 + i), even * p(78 + i));
    pair(longitudinal + at + 2, even * p(65 + i), even * p(91 + i));
    const std::size_t with_sine = 2 * static_cast<std::size_t>(i);
    pair(odd_longitudinal + with_sine, season.north_south * p(75 + i),
         season.north_south * p(78 + i));
    pair(even_longitudinal + with_sine, season.north_south * p(65 + i),
         season.north_south * p(91 + i));
  }
}

void fold_active(bool three_hourly, const MsisTable::Set& set, const MsisPhases& phases,
                 const MsisSeason& season, double factor, MsisColumn column) {
  const auto p = [&](int i) -> double { return factor * set[static_cast<std::size_t>(i - 1)]; };
  const ActivePlaces& at = three_hourly ? three_hourly_places : daily_places;
  const auto& shift = three_hourly ? phases.three_hourly : phases.daily;
  const double cos14 = season.cos14;
  column[constant] += p(at.mean);
  column[zonal] += p(at.p10) * cos14;
  column[zonal + 1] += p(at.p20);
  column[zonal + 2] += p(at.p30) * cos14;
  column[zonal + 3] += p(at.p40);
  column[zonal + 4] += p(at.p50) * cos14;
  add_shifted(column, diurnal, p(at.p11), shift.local_time);
  add_shifted(column, diurnal + 4, p(at.p31), shift.local_time);
  add_shifted(column, diurnal + 6, p(at.p51), shift.local_time);

  const double sine = set[static_cast<std::size_t>(at.sine - 1)];
  const double even[] = {p(at.p21), p(at.p41), p(at.p61)};
  const double odd[] = {p(at.p11_long), p(at.p31_long), p(at.p51_long)};
  const double ut[] = {p(at.ut10), p(at.ut30), p(at.ut50)};
  for (std::size_t i = 0; i < 3; ++i) {
    add_shifted(column, longitudinal + 4 * i + 2, even[i], shift.longitude);
    add_shifted(column, even_longitudinal + 2 * i, even[i] * sine, shift.longitude);
    add_shifted(column, longitudinal + 4 * i, odd[i] * cos14, shift.seasonal_longitude);
    add_shifted(column, universal + 2 * i, ut[i], shift.ut);
  }
}

void fold_active(bool three_hourly, const MsisTable::ShortSet& set, double factor,
                 MsisColumn column) {
  column[constant] += factor * set[three_hourly ? 50 : 32];
  column[zonal + 1] += factor * set[three_hourly ? 96 : 45];
}

double daily_activity(const MsisTable::Set& set, double ap) {
  const double above = ap - 4.0;
  const double slope = set[43] < 0.0F ? 1.E-5 : set[43];
  const double factor = set[44] - 1.0;
  return above + factor * (above + (std::exp(-slope * above) - 1.0) / slope);
}

std::array<double, 7> three_hourly_functions(const MsisTable::Set& set,
                                             std::span<const double, 7> ap) {
  const double slope = std::abs(set[24] < 1.E-4F ? 1.E-4 : set[24]);
  const double factor = set[25] - 1.0;
  std::array<double, 7> functions{};
  for (std::size_t i = 1; i < 7; ++i) {
    const double above = ap[i] - 4.0;
    functions[i] = above + factor * (above + (std::exp(-slope * above) - 1.0) / slope);
  }
  return functions;
}

double weighted_activity(const std::array<double, 7>& g, double decay) {
  const double d2 = decay * decay;
  const double d4 = d2 * d2;
  const double d8 = d4 * d4;
  const double d19 = d8 * d8 * d2 * decay;
  const double weights = 1.0 + (1.0 - d19) / (1.0 - decay) * std::sqrt(decay);
  const double sum = g[1] + g[2] * decay + g[3] * d2 + g[4] * d2 * decay +
                     (g[5] * d4 + g[6] * d8 * d4) * (1.0 - d8) / (1.0 - decay);
  return sum / weights;
}

double decay_at(const MsisTable::Set& set, double latitude_deg) {
  const double rate = std::abs(set[51]) / (1.0 + set[138] * (45.0 - std::abs(latitude_deg)));
  return std::min(std::exp(-10800.0 * rate), double{.99999F});
}

double second_decay(const MsisTable::Set& set) {
  return std::min(std::exp(-10800.0 * std::abs(double{set[53]})), double{.99999F});
}

}  // namespace gmat_sweep::astro
