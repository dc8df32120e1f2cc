#include "store/parquet_reader.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/parquet.hpp"
#include "store/parquet_footer.hpp"
#include "store/parquet_format.hpp"
#include "store/parquet_writer.hpp"
#include "store/rows.hpp"
#include "store/thrift.hpp"

namespace gmat_sweep::store {
namespace {

struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

/// Takes bytes off the front of a page; throws when there are too few.
std::string_view take(std::string_view& bytes, std::uint64_t count) {
  if (count > bytes.size()) throw GmatSweepError("a page is shorter than its values");
  std::string_view taken = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return taken;
}

std::uint32_t take_u32(std::string_view& bytes) {
  std::uint32_t value = 0;
  std::memcpy(&value, take(bytes, sizeof value).data(), sizeof value);
  return value;
}

std::uint64_t take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    auto next = static_cast<unsigned char>(take(bytes, 1).front());
    value |= std::uint64_t{next & 0x7fU} << shift;
    if ((next & 0x80U) == 0) return value;
  }
  throw GmatSweepError("a page holds a malformed number");
}

bool bit(std::string_view bytes, std::size_t index) {
  return (static_cast<unsigned char>(bytes[index / 8]) >> (index % 8) & 1U) != 0;
}

/// Which of a page's `count` rows are there: definition levels of one bit, in runs of one value or
/// of packed bits.
/// Source: Apache Parquet, "Run Length Encoding / Bit-Packing Hybrid".
std::vector<bool> take_definition_levels(std::string_view& page, std::size_t count) {
  std::string_view levels = take(page, take_u32(page));
  std::vector<bool> there;
  while (there.size() < count) {
    std::uint64_t header = take_varint(levels);
    std::size_t left = count - there.size();
    if (header < 2) throw GmatSweepError("a page's definition levels have an empty run");
    if ((header & 1U) == 0) {
      bool value = take(levels, 1).front() != 0;
      there.insert(there.end(), std::min<std::uint64_t>(header >> 1, left), value);
    } else {
      std::string_view bits = take(levels, header >> 1);
      std::size_t end = std::min(left, bits.size() * 8);
      for (std::size_t i = 0; i < end; ++i) there.push_back(bit(bits, i));
    }
  }
  return there;
}

/// Takes PLAIN values off a page one by one.
template <class T>
class PlainValues {
 public:
  explicit PlainValues(std::string_view& page) : page_(page) {}
  T next() {
    if constexpr (std::is_same_v<T, std::string>) {
      return std::string(take(page_, take_u32(page_)));
    } else {
      T value;
      std::memcpy(&value, take(page_, sizeof value).data(), sizeof value);
      return value;
    }
  }

 private:
  std::string_view& page_;
};

/// Booleans are packed eight to a byte.
template <>
class PlainValues<bool> {
 public:
  explicit PlainValues(std::string_view& page) : page_(page) {}
  bool next() {
    if (used_ % 8 == 0) byte_ = take(page_, 1);
    return bit(byte_, used_++ % 8);
  }

 private:
  std::string_view& page_;
  std::string_view byte_;
  std::size_t used_ = 0;
};

template <class T>
constexpr bool is_fixed_width =
    std::is_same_v<T, double> || std::is_same_v<T, std::int64_t> || std::is_same_v<T, Timestamp>;

template <class T>
void append_required(std::string_view& page, std::size_t count, std::vector<T>& values) {
  if constexpr (is_fixed_width<T>) {
    if (count > page.size() / sizeof(T)) throw GmatSweepError("a page is shorter than its values");
    std::string_view bytes = take(page, count * sizeof(T));
    std::size_t before = values.size();
    values.resize(before + count);
    if (count > 0) std::memcpy(values.data() + before, bytes.data(), bytes.size());
  } else {
    PlainValues<T> source(page);
    for (std::size_t row = 0; row < count; ++row) values.push_back(source.next());
  }
}

/// Values that are missing become NaN, a missing timestamp, or a mark.
template <class T>
void append_optional(std::string_view& page, std::size_t count, std::vector<T>& values,
                     Column& column) {
  constexpr bool is_marked = !std::is_same_v<T, double> && !std::is_same_v<T, Timestamp>;
  std::vector<bool> there = take_definition_levels(page, count);
  PlainValues<T> source(page);
  for (bool is_there : there) {
    if (!is_there) {
      append_missing(column, 1);
      continue;
    }
    values.push_back(source.next());
    if (is_marked && !column.valid.empty()) column.valid.push_back(true);
  }
}

struct PageHeader {
  std::size_t uncompressed_bytes = 0;
  std::size_t compressed_bytes = 0;
  std::size_t value_count = 0;
};

std::size_t read_size(ThriftReader& in) {
  std::int64_t value = in.integer();
  if (value < 0) throw GmatSweepError("a page header holds a negative size");
  return static_cast<std::size_t>(value);
}

/// Takes a page's header off the bytes of a column.
PageHeader take_page_header(std::string_view& bytes) {
  PageHeader header;
  ThriftReader in(bytes);
  in.begin_structure();
  for (auto field = in.field(); field.type != ThriftType::stop; field = in.field()) {
    if (field.id == 2 && field.type == ThriftType::i32) {
      header.uncompressed_bytes = read_size(in);
    } else if (field.id == 3 && field.type == ThriftType::i32) {
      header.compressed_bytes = read_size(in);
    } else if (field.id == 5 && field.type == ThriftType::structure) {
      in.begin_structure();
      for (auto inner = in.field(); inner.type != ThriftType::stop; inner = in.field()) {
        if (inner.id == 1 && inner.type == ThriftType::i32) {
          header.value_count = read_size(in);
        } else {
          in.skip(inner.type);
        }
      }
    } else {
      in.skip(field.type);
    }
  }
  bytes.remove_prefix(in.position());
  return header;
}

/// Decodes row groups. Holds what is worth reusing from one to the next.
class RowGroupDecoder {
 public:
  RowGroupDecoder() : decompressor_(ZSTD_createDCtx()) {
    if (decompressor_ == nullptr) throw std::bad_alloc();
  }

  /// Appends a group's rows to `table`, which has the layout's columns.
  /// @param bytes  of the file, its first at `start`
  void append(const ParquetLayout& layout, const RowGroup& group, std::string_view bytes,
              std::int64_t start, const std::vector<bool>& wanted, Table& table) {
    if (group.columns.size() != layout.schema.columns.size()) {
      throw GmatSweepError("a row group has not the columns of the schema");
    }
    for (std::size_t i = 0; i < group.columns.size(); ++i) {
      if (i < wanted.size() && !wanted[i]) continue;
      ColumnChunk chunk = group.columns[i];
      chunk.page_offset -= start;
      append_column(bytes, chunk, group.row_count, layout.optional[i], table.columns[i]);
    }
  }

 private:
  void append_column(std::string_view file, const ColumnChunk& chunk, std::int64_t row_count,
                     bool optional, Column& column) {
    auto size = static_cast<std::int64_t>(file.size());
    if (chunk.page_offset < 0 || chunk.page_offset > size || chunk.compressed_bytes < 0 ||
        chunk.compressed_bytes > size - chunk.page_offset) {
      throw GmatSweepError(fmt::format("column \"{}\" lies outside the file", column.name));
    }
    std::string_view bytes = file.substr(static_cast<std::size_t>(chunk.page_offset),
                                         static_cast<std::size_t>(chunk.compressed_bytes));
    std::size_t wanted = column.size() + static_cast<std::size_t>(row_count);
    while (!bytes.empty()) append_page(bytes, chunk, optional, column);
    if (column.size() == wanted) return;
    throw GmatSweepError(fmt::format("column \"{}\" holds {} values where its row groups say {}",
                                     column.name, column.size(), wanted));
  }

  void append_page(std::string_view& bytes, const ColumnChunk& chunk, bool optional,
                   Column& column) {
    PageHeader header = take_page_header(bytes);
    std::string_view page = take(bytes, header.compressed_bytes);
    if (chunk.codec == parquet::zstd) page = decompress(page, header.uncompressed_bytes, chunk);
    std::visit(
        [&](auto& values) {
          if (optional) {
            append_optional(page, header.value_count, values, column);
          } else {
            append_required(page, header.value_count, values);
          }
        },
        column.values);
    if (!page.empty()) throw GmatSweepError("a page is longer than its values");
  }

  std::string_view decompress(std::string_view stored, std::size_t size, const ColumnChunk& chunk) {
    if (static_cast<std::int64_t>(size) > chunk.uncompressed_bytes) {
      throw GmatSweepError("a page is larger than its column");
    }
    if (page_.size() < size) page_.resize(size);
    std::size_t got =
        ZSTD_decompressDCtx(decompressor_.get(), page_.data(), size, stored.data(), stored.size());
    if (ZSTD_isError(got) != 0) {
      throw GmatSweepError(fmt::format("zstd cannot read a page: {}", ZSTD_getErrorName(got)));
    }
    if (got != size) throw GmatSweepError("a page is shorter than its header says");
    return std::string_view(page_).substr(0, size);
  }

  std::unique_ptr<ZSTD_DCtx, FreeDecompressor> decompressor_;
  std::string page_;
};

[[noreturn]] void cannot_read(const std::filesystem::path& path, const GmatSweepError& error) {
  throw GmatSweepError(fmt::format("cannot read {}: {}", path.string(), error.what()));
}

}  // namespace

class ParquetDecoder::Impl {
 public:
  Table decode(std::string_view file, const std::vector<bool>& wanted) {
    ParquetLayout layout = read_layout(file);
    Table table = layout.schema;
    for (const RowGroup& group : layout.groups) {
      decoder_.append(layout, group, file, 0, wanted, table);
    }
    return table;
  }

  Table read(const std::filesystem::path& path, const std::vector<bool>& wanted,
             FileSystem& files) {
    std::string file = read_file(path, files);
    try {
      return decode(file, wanted);
    } catch (const GmatSweepError& error) {
      cannot_read(path, error);
    }
  }

 private:
  RowGroupDecoder decoder_;
};

class ParquetGroups::Impl {
 public:
  Impl(std::filesystem::path path, FileSystem& files) : path_(std::move(path)), files_(files) {
    try {
      layout_ = read_layout(path_, files_);
    } catch (const GmatSweepError& error) {
      cannot_read(path_, error);
    }
  }

  const std::vector<RowGroup>& groups() const { return layout_.groups; }

  Table read(std::size_t number, const std::vector<bool>& wanted) {
    const RowGroup& group = layout_.groups.at(number);
    try {
      Table table = layout_.schema;
      auto [start, end] = extent(group);
      decoder_.append(layout_, group, read_file_part(path_, start, end - start, files_), start,
                      wanted, table);
      return table;
    } catch (const GmatSweepError& error) {
      cannot_read(path_, error);
    }
  }

 private:
  static std::pair<std::int64_t, std::int64_t> extent(const RowGroup& group) {
    std::int64_t start = std::numeric_limits<std::int64_t>::max();
    std::int64_t end = 0;
    for (const ColumnChunk& chunk : group.columns) {
      start = std::min(start, chunk.page_offset);
      end = std::max(end, chunk.page_offset + chunk.compressed_bytes);
    }
    return {std::min(start, end), end};
  }

  std::filesystem::path path_;
  FileSystem& files_;
  ParquetLayout layout_;
  RowGroupDecoder decoder_;
};

ParquetGroups::ParquetGroups(std::filesystem::path path, FileSystem& files)
    : impl_(std::make_unique<Impl>(std::move(path), files)) {}
ParquetGroups::ParquetGroups(ParquetGroups&&) noexcept = default;
ParquetGroups& ParquetGroups::operator=(ParquetGroups&&) noexcept = default;
ParquetGroups::~ParquetGroups() = default;

std::size_t ParquetGroups::size() const { return impl_->groups().size(); }
std::int64_t ParquetGroups::row_count(std::size_t group) const {
  return impl_->groups().at(group).row_count;
}
Table ParquetGroups::read(std::size_t group, const std::vector<bool>& wanted) {
  return impl_->read(group, wanted);
}

ParquetDecoder::ParquetDecoder() : impl_(std::make_unique<Impl>()) {}
ParquetDecoder::ParquetDecoder(ParquetDecoder&&) noexcept = default;
ParquetDecoder& ParquetDecoder::operator=(ParquetDecoder&&) noexcept = default;
ParquetDecoder::~ParquetDecoder() = default;

Table ParquetDecoder::decode(std::string_view file, const std::vector<bool>& wanted) {
  return impl_->decode(file, wanted);
}

Table ParquetDecoder::read(const std::filesystem::path& path, const std::vector<bool>& wanted,
                           FileSystem& files) {
  return impl_->read(path, wanted, files);
}

Table read_parquet(const std::filesystem::path& path, FileSystem& files) {
  return ParquetDecoder().read(path, {}, files);
}

}  // namespace gmat_sweep::store

namespace gmat_sweep {

Table read_parquet(const std::filesystem::path& path) { return store::read_parquet(path); }

void write_parquet(const std::filesystem::path& path, const Table& table) {
  store::write_parquet(path, table);
}

}  // namespace gmat_sweep
