#include "astro/icrf_rotation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "astro/text_table.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr int interpolation_order = 9;

std::string_view without_comma(std::string_view word) {
  if (word.ends_with(',')) word.remove_suffix(1);
  return word;
}

void check_size(const TextTable& table, const std::vector<IcrfRotation::Entry>& entries) {
  if (entries.size() <= static_cast<std::size_t>(interpolation_order))
    table.fail("too few lines to interpolate between");
}

}  // namespace

IcrfRotation::IcrfRotation(std::vector<Entry> entries, std::string name)
    : entries_(std::move(entries)), name_(std::move(name)) {}

IcrfRotation IcrfRotation::from_icrf_table(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::vector<Entry> entries;
  while (table.next_line()) {
    if (table.line_is_blank()) continue;
    Entry entry;
    entry.a1_mjd = table.real_of(without_comma(table.word()), "the epoch");
    for (int i = 0; i < 3; ++i)
      entry.rotation_rad[i] = table.real_of(without_comma(table.word()), "a rotation [rad]");
    entries.push_back(entry);
  }
  check_size(table, entries);
  return IcrfRotation(std::move(entries), name);
}

IcrfRotation IcrfRotation::from_own_table(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::vector<Entry> entries;
  double day = -1;
  double fraction = 0;
  long sums[3] = {0, 0, 0};
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '#') continue;
    if (table.line().starts_with("first_day")) {
      table.word();
      day = static_cast<double>(table.integer("the first day"));
      fraction = table.real("its fraction");
      continue;
    }
    if (day < 0) table.fail("'first_day DAY FRACTION' must stand before the data");
    if (table.line().starts_with("skip")) {
      table.word();
      day += static_cast<double>(table.integer("the days left out"));
      continue;
    }
    Entry entry;
    entry.a1_mjd = day + fraction;
    for (int i = 0; i < 3; ++i) {
      sums[i] += table.integer("a difference");
      entry.rotation_rad[i] = static_cast<double>(sums[i]) / 1e15;
    }
    entries.push_back(entry);
    day += 1;
  }
  check_size(table, entries);
  return IcrfRotation(std::move(entries), name);
}

Vector3 IcrfRotation::interpolate(double a1_mjd) const {
  const int count = static_cast<int>(entries_.size());
  const auto at = [&](int i) -> const Entry& { return entries_[static_cast<std::size_t>(i)]; };
  // NOTE: the points are laid about the last one the bisection looked at, which is either neighbour
  // of the epoch: the table is not smooth, so which ones are taken shows in GMAT's results.
  int start = 0;
  int end = count - 1;
  int middle = 0;
  while (start < end - 1) {
    middle = (start + end) / 2;
    if (a1_mjd > at(middle).a1_mjd)
      start = middle;
    else
      end = middle;
  }
  int first = std::max(0, middle - interpolation_order / 2);
  const int last = std::min(count - 1, first + interpolation_order);
  first = std::max(0, last - interpolation_order);
  Vector3 sum = Vector3::Zero();
  for (int i = first; i <= last; ++i) {
    double weight = 1.0;
    for (int j = first; j <= last; ++j)
      if (j != i) weight *= (a1_mjd - at(j).a1_mjd) / (at(i).a1_mjd - at(j).a1_mjd);
    sum += weight * at(i).rotation_rad;
  }
  return sum;
}

Matrix3 IcrfRotation::to_mj2000eq(double a1_mjd) const {
  if (a1_mjd < entries_.front().a1_mjd || a1_mjd > entries_.back().a1_mjd)
    throw GmatSweepError(
        fmt::format("epoch {:.6f} (A.1 modified Julian date) is outside the ICRF table {}, which "
                    "spans {} to {}",
                    a1_mjd, name_, entries_.front().a1_mjd, entries_.back().a1_mjd));
  const Vector3 rotation = interpolate(a1_mjd);
  const double angle = rotation.norm();
  const Vector3 a = rotation / angle;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  Matrix3 to_icrf;
  to_icrf << c + a[0] * a[0] * (1 - c), a[0] * a[1] * (1 - c) + a[2] * s,
      a[0] * a[2] * (1 - c) - a[1] * s,  //
      a[0] * a[1] * (1 - c) - a[2] * s, c + a[1] * a[1] * (1 - c),
      a[1] * a[2] * (1 - c) + a[0] * s,  //
      a[0] * a[2] * (1 - c) + a[1] * s, a[1] * a[2] * (1 - c) - a[0] * s, c + a[2] * a[2] * (1 - c);
  return to_icrf.transpose();
}

}  // namespace gmat_sweep::astro
