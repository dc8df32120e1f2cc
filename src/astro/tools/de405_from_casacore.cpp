// Writes DE405 as a JPL DE binary file from the table in Debian's casacore-data-jpl-de405:
//   de405_from_casacore TABLE_FOLDER OUTPUT
// The table's rows are JPL's 32-day records without their two leading Julian dates, and its
// keywords the constants. What the package does not hold, the layout of a record, is JPL's header
// for DE405.

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"

namespace {

using gmat_sweep::GmatSweepError;

constexpr std::size_t record_length = 1018;
constexpr std::size_t row_bytes = record_length * 8 + 16;
constexpr std::size_t first_row = 16;
/// Where each series begins in a record (from one), its terms, its pieces.
constexpr std::array<std::array<std::int32_t, 3>, 13> pointers{{{3, 14, 4},
                                                                {171, 10, 2},
                                                                {231, 13, 2},
                                                                {309, 11, 1},
                                                                {342, 8, 1},
                                                                {366, 7, 1},
                                                                {387, 6, 1},
                                                                {405, 6, 1},
                                                                {423, 6, 1},
                                                                {441, 13, 8},
                                                                {753, 11, 2},
                                                                {819, 10, 4},
                                                                {899, 10, 4}}};

using Constants = std::vector<std::pair<std::string, double>>;

/// Walks the big-endian bytes of casacore's record of keywords.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::string_view take(std::size_t count) {
    if (count > bytes_.size()) throw GmatSweepError("the table's keywords end early");
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  std::uint64_t integer(std::size_t size) {
    std::uint64_t value = 0;
    for (const char c : take(size)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  std::string_view text() { return take(integer(4)); }
  double real() { return std::bit_cast<double>(integer(8)); }

 private:
  std::string_view bytes_;
};

/// The keywords that are numbers: a list of names and types, then the values in the same order.
Constants read_keywords(std::string_view table) {
  constexpr std::string_view mark = "RecordDesc";
  constexpr std::uint64_t text_type = 11;
  constexpr std::uint64_t real_type = 8;
  const std::size_t begin = table.find(mark);
  if (begin == std::string_view::npos) throw GmatSweepError("table.dat holds no keywords");
  Reader reader(table.substr(begin + mark.size()));
  reader.integer(4);  // version
  const std::uint64_t count = reader.integer(4);
  std::vector<std::pair<std::string, std::uint64_t>> fields;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string name(reader.text());
    const std::uint64_t type = reader.integer(4);
    if (type != text_type && type != real_type)
      throw GmatSweepError(fmt::format("keyword {} is of type {}", name, type));
    fields.emplace_back(name, type);
    reader.text();  // comment
  }
  reader.integer(4);  // kind of record
  Constants constants;
  for (const auto& [name, type] : fields)
    if (type == text_type)
      reader.text();
    else
      constants.emplace_back(name, reader.real());
  return constants;
}

double constant(const Constants& constants, std::string_view name) {
  for (const auto& [known, value] : constants)
    if (known == name) return value;
  throw GmatSweepError(fmt::format("the table has no keyword {}", name));
}

/// Bytes of one record, written in this machine's order.
class Record {
 public:
  Record() : bytes_(record_length * 8, '\0') {}
  template <typename Value>
  void put(const Value& value) {
    std::memcpy(bytes_.data() + end_, &value, sizeof value);
    end_ += sizeof value;
  }
  void put_text(std::string_view text, std::size_t width) {
    std::memset(bytes_.data() + end_, ' ', width);
    std::memcpy(bytes_.data() + end_, text.data(), std::min(text.size(), width));
    end_ += width;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::size_t end_ = 0;
};

std::string headers(const Constants& constants, double first_jd, double last_jd, double span_day) {
  Record first;
  first.put_text("JPL Planetary Ephemeris DE405/LE405", 84);
  first.put_text(fmt::format("Start Epoch: JED= {}", first_jd), 84);
  first.put_text(fmt::format("Final Epoch: JED= {}", last_jd), 84);
  // The first two keywords date the table's rows; the rest are JPL's constants.
  Constants own(constants.begin() + 2, constants.end());
  for (std::size_t i = 0; i < 400; ++i) first.put_text(i < own.size() ? own[i].first : "", 6);
  first.put(first_jd);
  first.put(last_jd);
  first.put(span_day);
  first.put(static_cast<std::int32_t>(own.size()));
  first.put(constant(constants, "AU"));
  first.put(constant(constants, "EMRAT"));
  for (std::size_t i = 0; i < 12; ++i) first.put(pointers[i]);
  first.put(static_cast<std::int32_t>(constant(constants, "DENUM")));
  first.put(pointers[12]);
  Record second;
  for (const auto& [name, value] : own) second.put(value);
  return first.bytes() + second.bytes();
}

/// A row's doubles, little-endian in the package, in this machine's order.
std::vector<double> row(std::string_view rows, std::size_t index) {
  const std::string_view bytes = rows.substr(first_row + index * row_bytes, row_bytes);
  std::array<std::uint32_t, 3> head{};
  std::memcpy(head.data(), bytes.data(), sizeof head);
  if constexpr (std::endian::native == std::endian::big)
    for (auto& word : head) word = __builtin_bswap32(word);
  if (head != std::array<std::uint32_t, 3>{1, 1, record_length})
    throw GmatSweepError(
        fmt::format("row {} of table.f0i is not an array of {} numbers", index, record_length));
  std::vector<double> values(record_length);
  std::memcpy(values.data(), bytes.data() + sizeof head, record_length * 8);
  if constexpr (std::endian::native == std::endian::big)
    for (double& value : values)
      value = std::bit_cast<double>(__builtin_bswap64(std::bit_cast<std::uint64_t>(value)));
  return values;
}

/// The Moon's first coordinate at the beginning (sign -1) or end of a row: rows that follow one
/// another agree there.
double moon_at_edge(const std::vector<double>& values, bool at_end) {
  const auto [begin, terms, pieces] = pointers[9];
  const auto per_piece = 3 * static_cast<std::size_t>(terms);
  const std::size_t first = static_cast<std::size_t>(begin) - 3 +
                            (at_end ? per_piece * (static_cast<std::size_t>(pieces) - 1) : 0);
  double sum = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(terms); ++i)
    sum += values[first + i] * (at_end || i % 2 == 0 ? 1.0 : -1.0);
  return sum;
}

void convert(const std::string& folder, const std::string& output) {
  const std::string table = gmat_sweep::read_file(folder + "/table.dat");
  const std::string rows = gmat_sweep::read_file(folder + "/table.f0i");
  const Constants constants = read_keywords(table);
  if (constant(constants, "DENUM") != 405)
    throw GmatSweepError(
        fmt::format("{} holds DE{}, not DE405", folder, constant(constants, "DENUM")));
  if (rows.size() <= first_row || (rows.size() - first_row + 4) % row_bytes != 0)
    throw GmatSweepError(
        fmt::format("table.f0i has {} bytes, not rows of {}", rows.size(), row_bytes));
  const std::size_t count = (rows.size() - first_row + 4) / row_bytes;

  constexpr double modified_offset_jd = 2400000.5;
  const double span_day = constant(constants, "dMJD");
  const double first_jd = constant(constants, "MJD0") + span_day + modified_offset_jd;
  std::string bytes =
      headers(constants, first_jd, first_jd + static_cast<double>(count) * span_day, span_day);
  double edge = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<double> values = row(rows, i);
    if (i > 0 && std::abs(moon_at_edge(values, false) - edge) > 1e-3)
      throw GmatSweepError(fmt::format("row {} does not continue row {}", i, i - 1));
    edge = moon_at_edge(values, true);
    Record record;
    record.put(first_jd + static_cast<double>(i) * span_day);
    record.put(first_jd + static_cast<double>(i + 1) * span_day);
    for (std::size_t k = 0; k + 2 < record_length; ++k) record.put(values[k]);
    bytes += record.bytes();
  }
  gmat_sweep::write_file_atomically(output, bytes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s TABLE_FOLDER OUTPUT\n", argv[0]);
    return 2;
  }
  try {
    convert(argv[1], argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
  return 0;
}
