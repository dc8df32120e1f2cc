#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/parquet.hpp"
#include "store/parquet_format.hpp"
#include "store/parquet_writer.hpp"
#include "store/thrift.hpp"

namespace gmat_sweep {

using store::ThriftReader;
using store::ThriftType;
namespace parquet = store::parquet;

namespace {

/// A column as the schema describes it.
struct Leaf {
  std::string name;
  std::int64_t type = -1;
  bool optional = false;
  bool timestamp = false;
};

/// A column of one row group: where its pages lie.
struct Chunk {
  std::int64_t codec = 0;
  std::int64_t value_count = 0;
  std::int64_t offset = 0;
};

struct Metadata {
  std::vector<Leaf> leaves;
  std::vector<std::vector<Chunk>> row_groups;
};

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

template <typename Read>
void read_list(ThriftReader& in, Read read) {
  const std::size_t size = in.list().size;
  for (std::size_t i = 0; i < size; ++i) read();
}

bool take(std::int64_t& target, ThriftReader& in) {
  target = in.integer();
  return true;
}

/// The union TimeUnit inside TimestampType, which must be nanoseconds.
void read_timestamp_type(ThriftReader& in) {
  read_structure(in, [&](int id) {
    if (id != 2) return false;
    read_structure(in, [&](int unit) {
      if (unit != parquet::unit_nanoseconds) {
        throw GmatSweepError("its timestamps are not in nanoseconds");
      }
      return false;
    });
    return true;
  });
}

Leaf read_leaf(ThriftReader& in) {
  Leaf leaf;
  std::int64_t repetition = 0;
  read_structure(in, [&](int id) {
    if (id == 1) return take(leaf.type, in);
    if (id == 3) return take(repetition, in);
    if (id == 4) {
      leaf.name = in.text();
      return true;
    }
    if (id != 10) return false;
    read_structure(in, [&](int logical) {
      if (logical != parquet::logical_timestamp) return false;
      leaf.timestamp = true;
      read_timestamp_type(in);
      return true;
    });
    return true;
  });
  leaf.optional = repetition == parquet::optional;
  return leaf;
}

Chunk read_chunk(ThriftReader& in) {
  Chunk chunk;
  read_structure(in, [&](int id) {
    if (id != 3) return false;
    read_structure(in, [&](int meta) {
      if (meta == 4) return take(chunk.codec, in);
      if (meta == 5) return take(chunk.value_count, in);
      if (meta == 9) return take(chunk.offset, in);
      return false;
    });
    return true;
  });
  return chunk;
}

Metadata read_metadata(std::string_view bytes) {
  Metadata metadata;
  ThriftReader in(bytes);
  read_structure(in, [&](int id) {
    if (id == 2) {
      read_list(in, [&] { metadata.leaves.push_back(read_leaf(in)); });
      return true;
    }
    if (id != 4) return false;
    read_list(in, [&] {
      auto& chunks = metadata.row_groups.emplace_back();
      read_structure(in, [&](int group) {
        if (group != 1) return false;
        read_list(in, [&] { chunks.push_back(read_chunk(in)); });
        return true;
      });
    });
    return true;
  });
  if (metadata.leaves.empty()) throw GmatSweepError("its metadata hold no schema");
  metadata.leaves.erase(metadata.leaves.begin());  // the root
  return metadata;
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

Column empty_column(const Leaf& leaf) {
  switch (leaf.type) {
    case parquet::type_double:
      return {leaf.name, std::vector<double>()};
    case parquet::type_boolean:
      return {leaf.name, std::vector<bool>()};
    case parquet::type_bytes:
      return {leaf.name, std::vector<std::string>()};
    case parquet::type_int64:
      if (leaf.timestamp) return {leaf.name, std::vector<Timestamp>()};
      return {leaf.name, std::vector<std::int64_t>()};
    default:
      throw GmatSweepError(fmt::format("column {} is of Parquet type {}, which this library does "
                                       "not write",
                                       leaf.name, leaf.type));
  }
}

std::string decompressed(std::string_view page, std::int64_t codec, std::int64_t size) {
  if (codec == parquet::uncompressed) return std::string(page);
  if (codec != parquet::zstd) throw GmatSweepError("its pages are not compressed by zstd");
  std::string out(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(out.data(), out.size(), page.data(), page.size());
  if (ZSTD_isError(got) != 0U || got != out.size()) throw GmatSweepError("a page is damaged");
  return out;
}

void append_chunk(Column& column, const Leaf& leaf, const Chunk& chunk, std::string_view file) {
  auto at = static_cast<std::size_t>(chunk.offset);
  for (std::int64_t left = chunk.value_count; left > 0;) {
    if (at >= file.size()) throw GmatSweepError("a page lies past its end");
    ThriftReader in(file.substr(at));
    const PageHeader header = read_page_header(in);
    if (header.type != parquet::page_type_data || header.encoding != parquet::encoding_plain ||
        header.value_count <= 0 || header.compressed_size < 0 || header.uncompressed_size < 0) {
      throw GmatSweepError("it uses features of Parquet beyond those this library writes");
    }
    const auto count = static_cast<std::size_t>(header.value_count);
    const std::string page =
        decompressed(Bytes(file.substr(at + in.position()))
                         .take(static_cast<std::uint64_t>(header.compressed_size)),
                     chunk.codec, header.uncompressed_size);
    Bytes body(page);
    std::vector<bool> valid(leaf.optional ? 0 : count, true);
    if (leaf.optional) valid = read_levels(Bytes(body.take(body.length())), count);
    append_page(column, body, valid);
    if (leaf.optional) column.valid.insert(column.valid.end(), valid.begin(), valid.end());
    at += in.position() + static_cast<std::size_t>(header.compressed_size);
    left -= header.value_count;
  }
}

std::string_view metadata_bytes(std::string_view file) {
  constexpr std::size_t tail = 8;  // the metadata's length and the closing magic number
  if (file.size() < parquet::magic.size() + tail || !file.starts_with(parquet::magic) ||
      !file.ends_with(parquet::magic)) {
    throw GmatSweepError("it is not a Parquet file");
  }
  std::uint32_t length = 0;
  std::memcpy(&length, file.data() + file.size() - tail, sizeof length);
  if (length > file.size() - parquet::magic.size() - tail) {
    throw GmatSweepError("its metadata are longer than the file");
  }
  return file.substr(file.size() - tail - length, length);
}

Table decode(std::string_view file) {
  const Metadata metadata = read_metadata(metadata_bytes(file));
  Table table;
  for (std::size_t i = 0; i < metadata.leaves.size(); ++i) {
    Column column = empty_column(metadata.leaves[i]);
    for (const auto& group : metadata.row_groups) {
      if (group.size() != metadata.leaves.size()) throw GmatSweepError("a row group lacks columns");
      append_chunk(column, metadata.leaves[i], group[i], file);
    }
    const bool all_there = std::find(column.valid.begin(), column.valid.end(), false) == column.valid.end();
    const bool marked = std::holds_alternative<std::vector<Timestamp>>(column.values);
    if (all_there || marked) column.valid.clear();
    table.columns.push_back(std::move(column));
  }
  return table;
}

}  // namespace

Table read_parquet(const std::filesystem::path& path) {
  const std::string file = read_file(path);
  try {
    return decode(file);
  } catch (const GmatSweepError& error) {
    throw GmatSweepError(fmt::format("cannot read {}: {}", path.string(), error.what()));
  }
}

void write_parquet(const std::filesystem::path& path, const Table& table) {
  store::write_parquet(path, table);
}

}  // namespace gmat_sweep
