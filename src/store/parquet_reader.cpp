#include "store/parquet_reader.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/parquet.hpp"
#include "store/parquet_footer.hpp"
#include "store/parquet_format.hpp"
#include "store/parquet_writer.hpp"
#include "store/thrift.hpp"

namespace gmat_sweep::store {

namespace {

struct PageHeader {
  std::int64_t type = -1;
  std::int64_t uncompressed_size = 0;
  std::int64_t compressed_size = 0;
  std::int64_t value_count = 0;
  std::int64_t encoding = -1;
};

/// Reads a structure; `read(id)` takes the fields it knows and returns whether it did.
template <typename Read>
void read_structure(ThriftReader& in, Read read) {
  in.begin_structure();
  for (auto field = in.field(); field.type != ThriftType::stop; field = in.field()) {
    if (!read(field.id)) in.skip(field.type);
  }
}

bool take(std::int64_t& target, ThriftReader& in) {
  target = in.integer();
  return true;
}

PageHeader read_page_header(ThriftReader& in) {
  PageHeader header;
  read_structure(in, [&](int id) {
    if (id == 1) return take(header.type, in);
    if (id == 2) return take(header.uncompressed_size, in);
    if (id == 3) return take(header.compressed_size, in);
    if (id != 5) return false;
    read_structure(in, [&](int data) {
      if (data == 1) return take(header.value_count, in);
      if (data == 2) return take(header.encoding, in);
      return false;
    });
    return true;
  });
  return header;
}

/// Hands out pieces of a page, and refuses to read past its end.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size()) throw GmatSweepError("a page is shorter than its values");
    const std::string_view piece = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return piece;
  }

  std::uint32_t length() {
    std::uint32_t value = 0;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    throw GmatSweepError("a page holds a malformed number");
  }

  bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

bool bit(std::string_view bits, std::size_t i) {
  return ((static_cast<unsigned char>(bits[i / 8]) >> (i % 8)) & 1U) != 0;
}

/// Definition levels 0 and 1, in runs of one value or of packed bits.
std::vector<bool> read_levels(Bytes levels, std::size_t count) {
  std::vector<bool> valid;
  valid.reserve(count);
  while (valid.size() < count) {
    const std::uint64_t header = levels.varint();
    if ((header & 1U) == 0) {
      const bool value = levels.take(1).front() != 0;
      valid.insert(valid.end(), std::min<std::uint64_t>(header >> 1, count - valid.size()), value);
      continue;
    }
    const std::string_view bits = levels.take(header >> 1);
    for (std::size_t i = 0; i < bits.size() * 8 && valid.size() < count; ++i) {
      valid.push_back(bit(bits, i));
    }
  }
  return valid;
}

template <typename T>
T fixed_value(Bytes& values) {
  T value;
  std::memcpy(&value, values.take(sizeof value).data(), sizeof value);
  return value;
}

/// Appends one page's rows to a column's values; rows that are not there get `missing`.
template <typename T, typename Read>
void append_rows(std::vector<T>& out, const std::vector<bool>& valid, const T& missing, Read read) {
  for (const bool there : valid) out.push_back(there ? read() : missing);
}

void append_page(Column& column, Bytes values, const std::vector<bool>& valid) {
  if (auto* reals = std::get_if<std::vector<double>>(&column.values)) {
    append_rows(*reals, valid, 0.0, [&] { return fixed_value<double>(values); });
  } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    append_rows(*integers, valid, std::int64_t{0},
                [&] { return fixed_value<std::int64_t>(values); });
  } else if (auto* times = std::get_if<std::vector<Timestamp>>(&column.values)) {
    append_rows(*times, valid, Timestamp::missing(),
                [&] { return Timestamp{fixed_value<std::int64_t>(values)}; });
  } else if (auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    append_rows(*texts, valid, std::string(),
                [&] { return std::string(values.take(values.length())); });
  } else {
    auto& booleans = std::get<std::vector<bool>>(column.values);
    const auto present = static_cast<std::size_t>(std::count(valid.begin(), valid.end(), true));
    const std::string_view bits = values.take((present + 7) / 8);
    std::size_t next = 0;
    for (const bool there : valid) booleans.push_back(there && bit(bits, next++));
  }
}

}  // namespace

class ParquetDecoder::Impl {
 public:
  Table decode(std::string_view file) {
    ParquetLayout layout = read_layout(file);
    for (std::size_t i = 0; i < layout.schema.columns.size(); ++i) {
      Column& column = layout.schema.columns[i];
      for (const RowGroup& group : layout.groups) {
        if (i >= group.columns.size()) throw GmatSweepError("a row group lacks columns");
        append_chunk(column, layout.optional[i], group.columns[i], group.row_count, file);
      }
      // A timestamp that is missing says so itself, and a column that lacks nothing says nothing.
      if (std::holds_alternative<std::vector<Timestamp>>(column.values) ||
          std::ranges::find(column.valid, false) == column.valid.end()) {
        column.valid.clear();
      }
    }
    return std::move(layout.schema);
  }

 private:
  void append_chunk(Column& column, bool optional, const ColumnChunk& chunk, std::int64_t row_count,
                    std::string_view file) {
    auto at = static_cast<std::size_t>(chunk.page_offset);
    for (std::int64_t left = row_count; left > 0;) {
      if (at >= file.size()) throw GmatSweepError("a page lies past its end");
      ThriftReader in(file.substr(at));
      const PageHeader header = read_page_header(in);
      if (header.type != parquet::page_type_data || header.encoding != parquet::encoding_plain ||
          header.value_count <= 0 || header.value_count > left || header.compressed_size < 0 ||
          header.uncompressed_size < 0) {
        throw GmatSweepError("it uses features of Parquet beyond those this library writes");
      }
      const auto size = static_cast<std::size_t>(header.compressed_size);
      const std::string_view page = Bytes(file.substr(at + in.position())).take(size);
      append_page_body(column, optional, header, decompressed(page, chunk.codec, header));
      at += in.position() + size;
      left -= header.value_count;
    }
  }

  static void append_page_body(Column& column, bool optional, const PageHeader& header,
                               std::string_view page) {
    const auto count = static_cast<std::size_t>(header.value_count);
    Bytes body(page);
    std::vector<bool> valid(optional ? 0 : count, true);
    if (optional) {
      valid = read_levels(Bytes(body.take(body.length())), count);
      column.valid.insert(column.valid.end(), valid.begin(), valid.end());
    }
    append_page(column, body, valid);
  }

  std::string_view decompressed(std::string_view page, std::int64_t codec,
                                const PageHeader& header) {
    if (codec == parquet::uncompressed) return page;
    if (codec != parquet::zstd) throw GmatSweepError("its pages are not compressed by zstd");
    constexpr std::int64_t largest_page = std::int64_t{1} << 31;
    if (header.uncompressed_size > largest_page) throw GmatSweepError("a page is damaged");
    buffer_.resize(static_cast<std::size_t>(header.uncompressed_size));
    const std::size_t got = ZSTD_decompressDCtx(context_.get(), buffer_.data(), buffer_.size(),
                                                page.data(), page.size());
    if (ZSTD_isError(got) != 0U || got != buffer_.size()) {
      throw GmatSweepError("a page is damaged");
    }
    return buffer_;
  }

  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_{ZSTD_createDCtx(), &ZSTD_freeDCtx};
  std::string buffer_;
};

ParquetDecoder::ParquetDecoder() : impl_(std::make_unique<Impl>()) {}
ParquetDecoder::ParquetDecoder(ParquetDecoder&&) noexcept = default;
ParquetDecoder& ParquetDecoder::operator=(ParquetDecoder&&) noexcept = default;
ParquetDecoder::~ParquetDecoder() = default;

Table ParquetDecoder::decode(std::string_view file) { return impl_->decode(file); }

Table ParquetDecoder::read(const std::filesystem::path& path) {
  const std::string file = read_file(path);
  try {
    return decode(file);
  } catch (const GmatSweepError& error) {
    throw GmatSweepError(fmt::format("cannot read {}: {}", path.string(), error.what()));
  }
}

Table read_parquet(const std::filesystem::path& path) { return ParquetDecoder().read(path); }

}  // namespace gmat_sweep::store

namespace gmat_sweep {

Table read_parquet(const std::filesystem::path& path) { return store::read_parquet(path); }

void write_parquet(const std::filesystem::path& path, const Table& table) {
  store::write_parquet(path, table);
}

}  // namespace gmat_sweep
