#include "store/parquet_encoding.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::store {
namespace {

static_assert(std::endian::native == std::endian::little,
              "Parquet's PLAIN encoding is little-endian and is taken from memory as it lies");
static_assert(sizeof(Timestamp) == sizeof(std::int64_t));

template <class T>
constexpr bool is_fixed_width =
    std::is_same_v<T, double> || std::is_same_v<T, std::int64_t> || std::is_same_v<T, Timestamp>;

/// A page's size is a signed 32-bit number in its header.
constexpr std::size_t longest_text = std::size_t{1} << 30;

void append_u32(std::string& out, std::uint32_t value) {
  char bytes[4];
  std::memcpy(bytes, &value, 4);
  out.append(bytes, 4);
}

/// Bits, lowest first, as booleans and definition levels are packed.
class BitPacker {
 public:
  explicit BitPacker(std::string& out) : out_(out) {}
  void add(bool bit) {
    if (bit) bits_ = static_cast<std::uint8_t>(bits_ | (1U << used_));
    if (++used_ == 8) flush();
  }
  void finish() {
    if (used_ > 0) flush();
  }

 private:
  void flush() {
    out_.push_back(static_cast<char>(bits_));
    bits_ = 0;
    used_ = 0;
  }

  std::string& out_;
  std::uint8_t bits_ = 0;
  unsigned used_ = 0;
};

/// Definition levels of one bit in a single bit-packed run, behind their length in bytes.
/// Source: Apache Parquet, "Run Length Encoding / Bit-Packing Hybrid".
void append_definition_levels(const Column& column, std::size_t begin, std::size_t end,
                              std::string& out) {
  std::size_t length_at = out.size();
  append_u32(out, 0);
  std::uint64_t header = (((end - begin + 7) / 8) << 1) | 1;
  for (; header >= 0x80; header >>= 7) out.push_back(static_cast<char>((header & 0x7f) | 0x80));
  out.push_back(static_cast<char>(header));
  BitPacker packer(out);
  for (std::size_t row = begin; row < end; ++row) packer.add(!is_null(column, row));
  packer.finish();
  auto length = static_cast<std::uint32_t>(out.size() - length_at - 4);
  std::memcpy(out.data() + length_at, &length, 4);
}

void append_text(std::string& out, const std::string& text) {
  if (text.size() > longest_text) {
    throw GmatSweepError("a text of " + std::to_string(text.size()) +
                         " bytes does not fit a Parquet page, which takes up to 1 GiB");
  }
  append_u32(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

template <class T>
void append_values(const Column& column, const std::vector<T>& values, bool optional,
                   std::size_t begin, std::size_t end, std::string& out) {
  auto skip = [&](std::size_t row) { return optional && is_null(column, row); };
  if constexpr (std::is_same_v<T, bool>) {
    BitPacker packer(out);
    for (std::size_t row = begin; row < end; ++row) {
      if (!skip(row)) packer.add(values[row]);
    }
    packer.finish();
  } else if constexpr (std::is_same_v<T, std::string>) {
    for (std::size_t row = begin; row < end; ++row) {
      if (!skip(row)) append_text(out, values[row]);
    }
  } else {
    char bytes[sizeof(T)];
    for (std::size_t row = begin; row < end; ++row) {
      if (skip(row)) continue;
      std::memcpy(bytes, &values[row], sizeof(T));
      out.append(bytes, sizeof(T));
    }
  }
}

}  // namespace

bool is_null(const Column& column, std::size_t row) {
  if (!column.valid.empty() && !column.valid[row]) return true;
  const auto* times = std::get_if<std::vector<Timestamp>>(&column.values);
  return times != nullptr && (*times)[row] == Timestamp::missing();
}

bool has_nulls(const Column& column) {
  if (std::ranges::find(column.valid, false) != column.valid.end()) return true;
  const auto* times = std::get_if<std::vector<Timestamp>>(&column.values);
  return times != nullptr && std::ranges::find(*times, Timestamp::missing()) != times->end();
}

std::size_t page_end(const Column& column, std::size_t begin, std::size_t end) {
  constexpr std::size_t page_bytes = std::size_t{1} << 20;
  const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
  if (texts == nullptr) return std::min(end, begin + page_bytes / sizeof(double));
  std::size_t row = begin;
  for (std::size_t bytes = 0; row < end && bytes < page_bytes; ++row) {
    bytes += 4 + (*texts)[row].size();
  }
  return row;
}

std::string_view encode_page(const Column& column, bool optional, std::size_t begin,
                             std::size_t end, std::string& scratch) {
  return std::visit(
      [&]<class T>(const std::vector<T>& values) -> std::string_view {
        if constexpr (is_fixed_width<T>) {
          if (!optional) {
            const void* first = values.data() + begin;
            return {static_cast<const char*>(first), (end - begin) * sizeof(T)};
          }
        }
        scratch.clear();
        if (optional) append_definition_levels(column, begin, end, scratch);
        append_values(column, values, optional, begin, end, scratch);
        return scratch;
      },
      column.values);
}

}  // namespace gmat_sweep::store
