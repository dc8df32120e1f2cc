#include "astro/spk_ephemeris.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "astro/time_systems.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr std::size_t record_bytes = 1024;
constexpr std::size_t format_offset = 88;   ///< "LTL-IEEE" or "BIG-IEEE"
constexpr std::size_t forward_offset = 76;  ///< number of the first summary record
constexpr std::size_t summary_doubles = 5;
constexpr double j2000_mjd = 2451545.0 - mjd_offset_jd;
constexpr std::int32_t solar_system_barycentre = 0;
constexpr std::int32_t earth_moon_barycentre = 3;
constexpr std::size_t most_terms = 64;

double et_of(const SplitTime& tdb_mjd) { return (tdb_mjd.days() - j2000_mjd) * seconds_per_day; }
double mjd_of(double et_s) { return et_s / seconds_per_day + j2000_mjd; }

}  // namespace

bool SpkEphemeris::is_spk_file(std::string_view bytes) {
  return bytes.size() >= 2 * record_bytes && bytes.starts_with("DAF/SPK");
}

SpkEphemeris::SpkEphemeris(const std::filesystem::path& path,
                           std::shared_ptr<const IcrfRotation> icrf,
                           std::shared_ptr<const PlanetaryEphemeris> librations)
    : name_(path.string()),
      file_(path),
      icrf_(std::move(icrf)),
      librations_(std::move(librations)) {
  const std::string_view bytes = file_.bytes();
  if (!is_spk_file(bytes)) throw GmatSweepError(fmt::format("{}: not a SPICE SPK file", name_));
  const std::string_view format = bytes.substr(format_offset, 8);
  const bool is_little = format == "LTL-IEEE";
  if (!is_little && format != "BIG-IEEE")
    throw GmatSweepError(fmt::format(
        "{}: number format '{}' is not known; expected LTL-IEEE or BIG-IEEE", name_, format));
  swap_ = is_little != (std::endian::native == std::endian::little);
  read_segments();
  find_span();
}

double SpkEphemeris::real_at(std::size_t index) const {
  std::uint64_t raw = 0;
  std::memcpy(&raw, file_.bytes().data() + index * 8, sizeof raw);
  return std::bit_cast<double>(swap_ ? __builtin_bswap64(raw) : raw);
}

std::int32_t SpkEphemeris::integer_at(std::size_t byte) const {
  std::uint32_t raw = 0;
  std::memcpy(&raw, file_.bytes().data() + byte, sizeof raw);
  return static_cast<std::int32_t>(swap_ ? __builtin_bswap32(raw) : raw);
}

void SpkEphemeris::read_segments() {
  const std::size_t record_count = file_.bytes().size() / record_bytes;
  if (integer_at(8) != 2 || integer_at(12) != 6)
    throw GmatSweepError(fmt::format("{}: its segments have {} reals and {} integers, not 2 and 6",
                                     name_, integer_at(8), integer_at(12)));
  std::size_t record = static_cast<std::size_t>(integer_at(forward_offset));
  for (std::size_t visited = 0; record != 0; ++visited) {
    if (record > record_count || visited > record_count)
      throw GmatSweepError(fmt::format(
          "{}: summary record {} is not in the file of {} records; it is truncated or damaged",
          name_, record, record_count));
    const std::size_t first = (record - 1) * record_bytes / 8;
    const auto count = static_cast<std::size_t>(std::clamp(real_at(first + 2), 0.0, 25.0));
    for (std::size_t i = 0; i < count; ++i) add_segment(first + 3 + i * summary_doubles);
    record = static_cast<std::size_t>(real_at(first));
  }
  if (segments_.empty()) throw GmatSweepError(fmt::format("{}: holds no segments", name_));
}

void SpkEphemeris::add_segment(std::size_t summary) {
  const std::size_t integers = (summary + 2) * 8;
  Segment segment;
  segment.first_s = real_at(summary);
  segment.last_s = real_at(summary + 1);
  segment.target = integer_at(integers);
  segment.center = integer_at(integers + 4);
  const std::int32_t frame = integer_at(integers + 8);
  segment.type = integer_at(integers + 12);
  const auto begin = static_cast<std::size_t>(integer_at(integers + 16));
  const auto end = static_cast<std::size_t>(integer_at(integers + 20));
  if (segment.type != 2 && segment.type != 3)
    throw GmatSweepError(fmt::format(
        "{}: the segment of body {} is of type {}; types 2 and 3 (Chebyshev) can be read", name_,
        segment.target, segment.type));
  if (frame != 1)
    throw GmatSweepError(fmt::format("{}: the segment of body {} is in frame {}, not 1 (J2000)",
                                     name_, segment.target, frame));
  if (begin < 1 || end < begin + 4 || end * 8 > file_.bytes().size())
    throw GmatSweepError(
        fmt::format("{}: the segment of body {} lies at {} to {}, beyond the file's {} numbers; it "
                    "is truncated or damaged",
                    name_, segment.target, begin, end, file_.bytes().size() / 8));
  segment.begin = begin - 1;
  segment.record_first_s = real_at(end - 4);
  segment.record_span_s = real_at(end - 3);
  segment.record_length = static_cast<std::size_t>(real_at(end - 2));
  segment.record_count = static_cast<std::size_t>(real_at(end - 1));
  const std::size_t components = segment.type == 2 ? 3 : 6;
  const std::size_t terms =
      segment.record_length > 2 ? (segment.record_length - 2) / components : 0;
  if (!(segment.record_span_s > 0) || terms < 2 || terms > most_terms ||
      segment.record_count * segment.record_length + 4 != end - begin + 1)
    throw GmatSweepError(
        fmt::format("{}: the segment of body {} does not hold {} records of {} numbers", name_,
                    segment.target, segment.record_count, segment.record_length));
  segments_.push_back(segment);
}

/// The time that the Earth, the Moon and the Sun are all there.
void SpkEphemeris::find_span() {
  double first_s = -std::numeric_limits<double>::infinity();
  double last_s = std::numeric_limits<double>::infinity();
  for (const std::int32_t target : {399, 301, 10}) {
    double begin = std::numeric_limits<double>::infinity();
    double end = -std::numeric_limits<double>::infinity();
    for (const Segment& segment : segments_) {
      if (segment.target != target) continue;
      begin = std::min(begin, segment.first_s);
      end = std::max(end, segment.last_s);
    }
    if (begin > end)
      throw GmatSweepError(fmt::format(
          "{}: holds no segment of body {}; an ephemeris needs the Sun (10), Moon (301) and Earth "
          "(399)",
          name_, target));
    first_s = std::max(first_s, begin);
    last_s = std::min(last_s, end);
  }
  first_mjd_ = mjd_of(first_s);
  last_mjd_ = mjd_of(last_s);
}

std::int32_t SpkEphemeris::target_of(Body body) const {
  const std::int32_t id = constants_of(body).naif_id;
  for (const Segment& segment : segments_)
    if (segment.target == id) return id;
  return id > 100 ? id / 100 : id;
}

const SpkEphemeris::Segment* SpkEphemeris::find(std::int32_t target, double et_s) const {
  for (auto segment = segments_.rbegin(); segment != segments_.rend(); ++segment)
    if (segment->target == target && et_s >= segment->first_s && et_s <= segment->last_s)
      return &*segment;
  return nullptr;
}

const SpkEphemeris::Segment& SpkEphemeris::find_or_throw(std::int32_t target, double et_s) const {
  if (const Segment* segment = find(target, et_s)) return *segment;
  throw GmatSweepError(fmt::format(
      "epoch {:.6f} (TDB modified Julian date) is outside what the planetary ephemeris {} holds of "
      "body {}; as a whole it spans {} to {}",
      mjd_of(et_s), name_, target, first_mjd_, last_mjd_));
}

CartesianState SpkEphemeris::evaluate(const Segment& segment, double et_s) const {
  const double position = (et_s - segment.record_first_s) / segment.record_span_s;
  const auto record =
      std::min(static_cast<std::size_t>(std::max(position, 0.0)), segment.record_count - 1);
  const std::size_t begin = segment.begin + record * segment.record_length;
  const double middle_s = real_at(begin);
  const double half_s = real_at(begin + 1);
  const double x = (et_s - middle_s) / half_s;
  const std::size_t components = segment.type == 2 ? 3 : 6;
  const std::size_t terms = (segment.record_length - 2) / components;

  std::array<double, most_terms> t;
  std::array<double, most_terms> u;
  t[0] = 1.0;
  t[1] = x;
  u[0] = 0.0;
  u[1] = 1.0;
  for (std::size_t j = 2; j < terms; ++j) {
    t[j] = 2.0 * x * t[j - 1] - t[j - 2];
    u[j] = 2.0 * x * u[j - 1] + 2.0 * t[j - 1] - u[j - 2];
  }
  const auto sum = [&](std::size_t component, const std::array<double, most_terms>& polynomials) {
    double total = 0;
    for (std::size_t j = terms; j > 0; --j)
      total += real_at(begin + 2 + component * terms + j - 1) * polynomials[j - 1];
    return total;
  };
  CartesianState state;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto axis = static_cast<Eigen::Index>(i);
    state.position_km[axis] = sum(i, t);
    state.velocity_km_s[axis] = segment.type == 2 ? sum(i, u) / half_s : sum(i + 3, t);
  }
  return state;
}

/// From the solar system's barycentre, or the Earth's centre for Luna: the segments from the body
/// to it, added.
CartesianState SpkEphemeris::from_center(Body body, double et_s) const {
  CartesianState sum;
  const auto add = [&](std::int32_t target, std::int32_t stop, double sign) {
    for (int links = 0; target != stop; ++links) {
      const Segment& segment = find_or_throw(target, et_s);
      if (links > 10)
        throw GmatSweepError(fmt::format("{}: body {} leads back to itself", name_, target));
      const CartesianState link = evaluate(segment, et_s);
      sum.position_km += sign * link.position_km;
      sum.velocity_km_s += sign * link.velocity_km_s;
      target = segment.center;
      if (target == solar_system_barycentre) return;
    }
  };
  if (body == Body::luna) {
    add(target_of(body), earth_moon_barycentre, 1.0);
    add(target_of(Body::earth), earth_moon_barycentre, -1.0);
  } else {
    add(target_of(body), solar_system_barycentre, 1.0);
  }
  return sum;
}

CartesianState SpkEphemeris::state(Body body, const SplitTime& tdb_mjd) const {
  CartesianState in_icrf = from_center(body, et_of(tdb_mjd));
  if (!icrf_) return in_icrf;
  // The table wants A.1, which is so far behind TDB; the rotation moves 1e-14 rad in that time.
  constexpr double tdb_minus_a1_day = (32.184 - 0.0343817) / seconds_per_day;
  const Matrix3 to_mj2000eq = icrf_->to_mj2000eq(tdb_mjd.days() - tdb_minus_a1_day);
  return {to_mj2000eq * in_icrf.position_km, to_mj2000eq * in_icrf.velocity_km_s};
}

Vector3 SpkEphemeris::position_km(Body body, const SplitTime& tdb_mjd) const {
  return state(body, tdb_mjd).position_km;
}

LunarLibration SpkEphemeris::libration(const SplitTime& tdb_mjd) const {
  if (!has_librations())
    throw GmatSweepError(fmt::format(
        "{} holds no librations of the Moon, and no DE file is at hand that does", name_));
  return librations_->libration(tdb_mjd);
}

}  // namespace gmat_sweep::astro
