#include "astro/de_ephemeris.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "astro/time_systems.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

// The header's layout, as JPL's asc2eph program writes it: three titles of 84 characters, 400 names
// of 6, start and end and span, the number of constants, AU, mass ratio, twelve triples of
// pointers, the ephemeris number, the triple of the librations.
constexpr std::size_t span_offset = 3 * 84 + 400 * 6;
constexpr std::size_t constants_offset = span_offset + 3 * 8;
constexpr std::size_t ratio_offset = constants_offset + 4 + 8;
constexpr std::size_t pointers_offset = ratio_offset + 8;
constexpr std::size_t number_offset = pointers_offset + 36 * 4;
constexpr std::size_t libration_offset = number_offset + 4;
constexpr std::size_t header_length = libration_offset + 3 * 4;
constexpr std::size_t moon = 9;
constexpr std::size_t earth_moon_barycentre = 2;

std::int32_t integer_at(std::string_view bytes, std::size_t offset, bool swap) {
  std::uint32_t raw = 0;
  std::memcpy(&raw, bytes.data() + offset, sizeof raw);
  return static_cast<std::int32_t>(swap ? __builtin_bswap32(raw) : raw);
}

double swapped(double value) {
  return std::bit_cast<double>(__builtin_bswap64(std::bit_cast<std::uint64_t>(value)));
}

double real_at(std::string_view bytes, std::size_t offset, bool swap) {
  double value = 0;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return swap ? swapped(value) : value;
}

bool is_plausible_number(std::int32_t number) { return number > 100 && number < 1000; }

std::size_t series_index(Body body) {
  switch (body) {
    case Body::mercury:
      return 0;
    case Body::venus:
      return 1;
    case Body::earth:
      return earth_moon_barycentre;
    case Body::mars:
      return 3;
    case Body::jupiter:
      return 4;
    case Body::saturn:
      return 5;
    case Body::uranus:
      return 6;
    case Body::neptune:
      return 7;
    case Body::pluto:
      return 8;
    case Body::luna:
      return moon;
    case Body::sun:
      break;
  }
  return 10;
}

constexpr std::size_t most_terms = 32;

/// Chebyshev polynomials of the first kind, by their recurrence.
void fill_chebyshev(double x, std::size_t terms, std::array<double, most_terms>& t) {
  t[0] = 1.0;
  t[1] = x;
  for (std::size_t j = 2; j < terms; ++j) t[j] = 2.0 * x * t[j - 1] - t[j - 2];
}

/// Their derivatives, given themselves.
void fill_derivatives(double x, std::size_t terms, const std::array<double, most_terms>& t,
                      std::array<double, most_terms>& u) {
  u[0] = 0.0;
  u[1] = 1.0;
  for (std::size_t j = 2; j < terms; ++j) u[j] = 2.0 * x * u[j - 1] + 2.0 * t[j - 1] - u[j - 2];
}

/// Three components' sums, smallest terms first, down to `last`.
Vector3 sum_down(const double* coefficients, const std::array<double, most_terms>& polynomials,
                 std::size_t terms, std::size_t last) {
  double x = 0;
  double y = 0;
  double z = 0;
  for (std::size_t j = terms; j > last; --j) {
    const double factor = polynomials[j - 1];
    x = x + coefficients[j - 1] * factor;
    y = y + coefficients[terms + j - 1] * factor;
    z = z + coefficients[2 * terms + j - 1] * factor;
  }
  return {x, y, z};
}

/// Three components' sums by themselves, taken while the polynomials are made: half the time of the
/// above, and a unit of the last place apart from it.
Vector3 sum_up(const double* coefficients, double x, std::size_t terms) {
  const double* const a = coefficients;
  const double* const b = coefficients + terms;
  const double* const c = coefficients + 2 * terms;
  double before = 1.0;
  double now = x;
  double sum_a = a[1] * x;
  double sum_b = b[1] * x;
  double sum_c = c[1] * x;
  for (std::size_t j = 2; j < terms; ++j) {
    const double next = 2.0 * x * now - before;
    before = now;
    now = next;
    sum_a += a[j] * next;
    sum_b += b[j] * next;
    sum_c += c[j] * next;
  }
  // The first term, the largest, comes last.
  return {a[0] + sum_a, b[0] + sum_b, c[0] + sum_c};
}

}  // namespace

bool DeEphemeris::is_de_file(std::string_view bytes) {
  if (bytes.size() < header_length) return false;
  return is_plausible_number(integer_at(bytes, number_offset, false)) ||
         is_plausible_number(integer_at(bytes, number_offset, true));
}

DeEphemeris::DeEphemeris(const std::filesystem::path& path) : name_(path.string()), file_(path) {
  const std::string_view bytes = file_.bytes();
  if (!is_de_file(bytes))
    throw GmatSweepError(
        fmt::format("{}: not a JPL DE binary file (its header holds no ephemeris number)", name_));
  const bool swap = !is_plausible_number(integer_at(bytes, number_offset, false));
  read_header(bytes, swap);
  take_records(bytes, swap);
}

void DeEphemeris::read_header(std::string_view bytes, bool swap) {
  number_ = integer_at(bytes, number_offset, swap);
  earth_moon_ratio_ = real_at(bytes, ratio_offset, swap);
  span_day_ = real_at(bytes, span_offset + 16, swap);
  if (!(span_day_ > 0 && span_day_ < 1000) || !(earth_moon_ratio_ > 80 && earth_moon_ratio_ < 83))
    throw GmatSweepError(fmt::format(
        "{}: the header's record span ({} days) or Earth-Moon mass ratio ({}) is not that of a JPL "
        "ephemeris",
        name_, span_day_, earth_moon_ratio_));

  std::size_t end = 2;
  const auto read_series = [&](std::size_t offset, std::size_t components) {
    const std::int32_t begin = integer_at(bytes, offset, swap);
    const std::int32_t terms = integer_at(bytes, offset + 4, swap);
    const std::int32_t pieces = integer_at(bytes, offset + 8, swap);
    if (begin < 3 || terms <= 0 || pieces <= 0) return Series();
    if (begin > 10000 || terms > static_cast<std::int32_t>(most_terms) || pieces > 64)
      throw GmatSweepError(fmt::format("{}: the header's pointers ({}, {}, {}) make no sense",
                                       name_, begin, terms, pieces));
    const Series series{static_cast<std::size_t>(begin - 1), static_cast<std::size_t>(terms),
                        static_cast<std::size_t>(pieces)};
    end = std::max(end, series.begin + components * series.terms * series.pieces);
    return series;
  };
  for (std::size_t i = 0; i < series_.size(); ++i) {
    series_[i] = read_series(pointers_offset + 12 * i, 3);
    if (series_[i].terms < 3)
      throw GmatSweepError(
          fmt::format("{}: body {} of the header has no coefficients", name_, i + 1));
  }
  read_series(pointers_offset + 12 * 11, 2);  // nutation: unused, but part of the record
  libration_ = read_series(libration_offset, 3);

  // Later ephemerides may carry two series more, of the Moon's core and of TT-TDB, placed after
  // the names of the constants beyond the four hundredth.
  const std::int32_t constants = integer_at(bytes, constants_offset, swap);
  std::size_t offset = header_length;
  if (constants > 400) offset += static_cast<std::size_t>(constants - 400) * 6;
  if (number_ >= 430 && bytes.size() > offset + 24) {
    read_series(offset, 3);
    read_series(offset + 12, 1);
  }
  record_length_ = end;
}

void DeEphemeris::take_records(std::string_view bytes, bool swap) {
  const std::size_t record_bytes = record_length_ * sizeof(double);
  if (bytes.size() < 3 * record_bytes)
    throw GmatSweepError(
        fmt::format("{}: {} bytes are too few for two headers and a record of {} each", name_,
                    bytes.size(), record_bytes));
  record_count_ = bytes.size() / record_bytes - 2;
  const std::string_view records = bytes.substr(2 * record_bytes, record_count_ * record_bytes);
  const auto address = reinterpret_cast<std::uintptr_t>(records.data());
  if (swap || address % alignof(double) != 0) {
    swapped_.resize(record_count_ * record_length_);
    std::memcpy(swapped_.data(), records.data(), records.size());
    if (swap) std::transform(swapped_.begin(), swapped_.end(), swapped_.begin(), swapped);
    records_ = swapped_.data();
  } else {
    records_ = reinterpret_cast<const double*>(records.data());
  }
  for (std::size_t i = 0; i < record_count_; ++i) {
    const double* record = records_ + i * record_length_;
    const double expected = records_[0] + static_cast<double>(i) * span_day_;
    if (record[0] != expected || record[1] != expected + span_day_)
      throw GmatSweepError(
          fmt::format("{}: record {} begins at JD {} and ends at {} where {} and {} were expected",
                      name_, i + 1, record[0], record[1], expected, expected + span_day_));
  }
  first_mjd_ = records_[0] - mjd_offset_jd;
  last_mjd_ = first_mjd_ + static_cast<double>(record_count_) * span_day_;
}

void DeEphemeris::fail_outside(const SplitTime& tdb_mjd) const {
  throw GmatSweepError(fmt::format(
      "epoch {:.6f} (TDB modified Julian date) is outside the planetary ephemeris {}, which spans "
      "{} to {}",
      tdb_mjd.days(), name_, first_mjd_, last_mjd_));
}

DeEphemeris::Piece DeEphemeris::find(const Series& series, const SplitTime& tdb_mjd) const {
  const double since_first_day = tdb_mjd.days() - first_mjd_;
  if (!(since_first_day >= 0.0) || since_first_day > last_mjd_ - first_mjd_) fail_outside(tdb_mjd);
  const std::size_t record =
      std::min(static_cast<std::size_t>(since_first_day / span_day_), record_count_ - 1);
  const double record_begin = first_mjd_ + static_cast<double>(record) * span_day_;
  const double piece_day = span_day_ / static_cast<double>(series.pieces);
  const double in_record_day = since_first_day - static_cast<double>(record) * span_day_;
  const std::size_t piece = std::min(
      static_cast<std::size_t>(std::max(in_record_day, 0.0) / piece_day), series.pieces - 1);
  const double piece_begin = record_begin + static_cast<double>(piece) * piece_day;
  // The difference is taken in split time: a double would cost centimetres of a planet's way.
  const double x = 2.0 * (tdb_mjd - piece_begin).days() / piece_day - 1.0;
  return {records_ + record * record_length_ + series.begin + 3 * piece * series.terms,
          series.terms, x, 2.0 * static_cast<double>(series.pieces) / span_day_ / seconds_per_day};
}

Vector3 DeEphemeris::position_km(Body body, const SplitTime& tdb_mjd) const {
  const Piece piece = find(series_[series_index(body)], tdb_mjd);
  Vector3 position = sum_up(piece.coefficients, piece.x, piece.terms);
  if (body != Body::earth) return position;
  return position - position_km(Body::luna, tdb_mjd) / (earth_moon_ratio_ + 1.0);
}

Vector3 DeEphemeris::earth_position_km(const SplitTime& tdb_mjd,
                                       const Vector3& luna_from_earth_km) const {
  const Piece piece = find(series_[earth_moon_barycentre], tdb_mjd);
  return sum_up(piece.coefficients, piece.x, piece.terms) -
         luna_from_earth_km / (earth_moon_ratio_ + 1.0);
}

CartesianState DeEphemeris::state(Body body, const SplitTime& tdb_mjd) const {
  const Piece piece = find(series_[series_index(body)], tdb_mjd);
  std::array<double, most_terms> t;
  std::array<double, most_terms> u;
  fill_chebyshev(piece.x, piece.terms, t);
  fill_derivatives(piece.x, piece.terms, t, u);
  CartesianState result{sum_down(piece.coefficients, t, piece.terms, 0),
                        sum_down(piece.coefficients, u, piece.terms, 1) * piece.rate_per_s};
  if (body != Body::earth) return result;
  const CartesianState moon_state = state(Body::luna, tdb_mjd);
  return {result.position_km - moon_state.position_km / (earth_moon_ratio_ + 1.0),
          result.velocity_km_s - moon_state.velocity_km_s / (earth_moon_ratio_ + 1.0)};
}

LunarLibration DeEphemeris::libration(const SplitTime& tdb_mjd) const {
  if (!has_librations())
    throw GmatSweepError(fmt::format("{} holds no librations of the Moon", name_));
  const Piece piece = find(libration_, tdb_mjd);
  std::array<double, most_terms> t;
  std::array<double, most_terms> u;
  fill_chebyshev(piece.x, piece.terms, t);
  fill_derivatives(piece.x, piece.terms, t, u);
  return {sum_down(piece.coefficients, t, piece.terms, 0),
          sum_down(piece.coefficients, u, piece.terms, 1) * piece.rate_per_s};
}

}  // namespace gmat_sweep::astro
