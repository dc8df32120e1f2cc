#include "astro/leap_seconds.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "astro/text_table.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double modified_offset_jd = 2400000.5;

void expect_word(TextTable& table, std::string_view expected) {
  const std::string_view found = table.word();
  if (found != expected)
    table.fail("expected '" + std::string(expected) + "', found '" + std::string(found) +
               "'; a line reads 'YYYY MON D =JD n TAI-UTC= n S + (MJD - n) X n S'");
}

void check_order(const TextTable& table, const std::vector<LeapSeconds::Entry>& entries) {
  const std::size_t n = entries.size();
  if (n > 1 && entries[n - 1].utc_jd <= entries[n - 2].utc_jd)
    table.fail("the steps are not in order of time");
}

}  // namespace

LeapSeconds::LeapSeconds(std::vector<Entry> entries) : entries_(std::move(entries)) {
  tai_mjd_.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    // NOTE: the drift is taken with the Julian date where the table has the modified one, as GMAT
    // does: only whether a time before 1972 lies in a leap second depends on it.
    const double offset_s =
        entry.offset_s + (entry.utc_jd - entry.drift_origin_mjd) * entry.drift_s_per_day;
    tai_mjd_.push_back(entry.utc_jd - modified_offset_jd + offset_s / 86400.0);
  }
}

LeapSeconds LeapSeconds::from_tai_utc_dat(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::vector<Entry> entries;
  while (table.next_line()) {
    if (table.line_is_blank()) continue;
    Entry entry;
    table.integer("the year");
    if (table.word().empty()) table.fail("expected the month");
    table.integer("the day");
    expect_word(table, "=JD");
    entry.utc_jd = table.real("the Julian date");
    expect_word(table, "TAI-UTC=");
    entry.offset_s = table.real("TAI-UTC");
    expect_word(table, "S");
    expect_word(table, "+");
    expect_word(table, "(MJD");
    expect_word(table, "-");
    // The file runs the origin into its bracket ("37300.)") or not, and the drift into its unit
    // ("0.0011232S") or not.
    std::string_view origin = table.word();
    const bool closed = origin.ends_with(')');
    if (closed) origin.remove_suffix(1);
    entry.drift_origin_mjd = table.real_of(origin, "the drift's origin");
    if (!closed) expect_word(table, ")");
    expect_word(table, "X");
    std::string_view drift = table.word();
    if (drift.ends_with('S')) drift.remove_suffix(1);
    entry.drift_s_per_day = table.real_of(drift, "the drift");
    entries.push_back(entry);
    check_order(table, entries);
  }
  if (entries.empty()) table.fail("no leap seconds found");
  return LeapSeconds(std::move(entries));
}

LeapSeconds LeapSeconds::from_own_table(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::vector<Entry> entries;
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '#') continue;
    Entry entry;
    entry.utc_jd = table.real("the Julian date");
    entry.offset_s = table.real("TAI-UTC");
    entry.drift_origin_mjd = table.real("the drift's origin");
    entry.drift_s_per_day = table.real("the drift");
    entries.push_back(entry);
    check_order(table, entries);
  }
  if (entries.empty()) table.fail("no leap seconds found");
  return LeapSeconds(std::move(entries));
}

double LeapSeconds::tai_minus_utc_s(double utc_mjd_2400000_5) const {
  const double jd = utc_mjd_2400000_5 + modified_offset_jd;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry)
    if (jd >= entry->utc_jd)
      return entry->offset_s +
             (utc_mjd_2400000_5 - entry->drift_origin_mjd) * entry->drift_s_per_day;
  return 0.0;
}

bool LeapSeconds::is_in_leap_second(double tai_mjd_2400000_5) const {
  const auto next = std::ranges::upper_bound(tai_mjd_, tai_mjd_2400000_5);
  return next != tai_mjd_.end() && tai_mjd_2400000_5 >= *next - 1.0 / 86400.0;
}

}  // namespace gmat_sweep::astro
