#include "store/parquet_footer.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/parquet_format.hpp"
#include "store/thrift.hpp"

namespace gmat_sweep::store {
namespace {

constexpr std::size_t tail_bytes = 8;  // the metadata's length and the magic number

parquet::PhysicalType physical_type(const Column& column) {
  if (std::holds_alternative<std::vector<double>>(column.values)) return parquet::type_double;
  if (std::holds_alternative<std::vector<bool>>(column.values)) return parquet::type_boolean;
  if (std::holds_alternative<std::vector<std::string>>(column.values)) return parquet::type_bytes;
  return parquet::type_int64;
}

void write_schema_element(const Column& column, bool optional, ThriftWriter& out) {
  out.begin_element();
  out.integer(1, physical_type(column));
  out.integer(3, optional ? parquet::optional : parquet::required);
  out.text(4, column.name);
  if (std::holds_alternative<std::vector<std::string>>(column.values)) {
    out.integer(6, parquet::converted_utf8);
    out.begin_structure(10);
    out.begin_structure(parquet::logical_string);
    out.end_structure();
    out.end_structure();
  } else if (std::holds_alternative<std::vector<Timestamp>>(column.values)) {
    out.begin_structure(10);
    out.begin_structure(parquet::logical_timestamp);
    out.boolean(1, false);  // not adjusted to UTC: the column's name says which scale it is
    out.begin_structure(2);
    out.begin_structure(parquet::unit_nanoseconds);
    out.end_structure();
    out.end_structure();
    out.end_structure();
    out.end_structure();
  }
  out.end_structure();
}

void write_schema(const Table& schema, const std::vector<bool>& optional, ThriftWriter& out) {
  out.list(2, ThriftType::structure, schema.columns.size() + 1);
  out.begin_element();
  out.text(4, "schema");
  out.integer(5, static_cast<std::int32_t>(schema.columns.size()));
  out.end_structure();
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    write_schema_element(schema.columns[i], optional[i], out);
  }
}

void write_column_chunk(const Column& column, bool optional, const ColumnChunk& chunk,
                        std::int64_t row_count, ThriftWriter& out) {
  out.begin_element();
  out.long_integer(2, 0);  // deprecated, but required to be there
  out.begin_structure(3);
  out.integer(1, physical_type(column));
  out.list(2, ThriftType::i32, optional ? 2 : 1);
  out.integer_element(parquet::encoding_plain);
  if (optional) out.integer_element(parquet::encoding_rle);
  out.list(3, ThriftType::binary, 1);
  out.text_element(column.name);
  out.integer(4, chunk.codec);
  out.long_integer(5, row_count);
  out.long_integer(6, chunk.uncompressed_bytes);
  out.long_integer(7, chunk.compressed_bytes);
  out.long_integer(9, chunk.page_offset);
  out.end_structure();
  out.end_structure();
}

void write_row_group(const Table& schema, const std::vector<bool>& optional, const RowGroup& group,
                     ThriftWriter& out) {
  out.begin_element();
  out.list(1, ThriftType::structure, group.columns.size());
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < group.columns.size(); ++i) {
    write_column_chunk(schema.columns[i], optional[i], group.columns[i], group.row_count, out);
    bytes += group.columns[i].uncompressed_bytes;
  }
  out.long_integer(2, bytes);
  out.long_integer(3, group.row_count);
  out.end_structure();
}

/// One element of the schema, as far as it tells our own types apart.
struct SchemaNode {
  std::string name;
  std::int64_t type = -1;
  bool optional = false;
  bool is_timestamp = false;
  std::int64_t child_count = 0;
};

/// Calls `visit(field)` for each field of a structure; it must read or skip the field's value.
template <class Visit>
void for_each_field(ThriftReader& in, Visit visit) {
  in.begin_structure();
  for (auto field = in.field(); field.type != ThriftType::stop; field = in.field()) visit(field);
}

SchemaNode read_schema_node(ThriftReader& in) {
  SchemaNode node;
  for_each_field(in, [&](ThriftReader::Field field) {
    if (field.id == 1 && field.type == ThriftType::i32) {
      node.type = in.integer();
    } else if (field.id == 3 && field.type == ThriftType::i32) {
      node.optional = in.integer() == parquet::optional;
    } else if (field.id == 4 && field.type == ThriftType::binary) {
      node.name = in.text();
    } else if (field.id == 5 && field.type == ThriftType::i32) {
      node.child_count = in.integer();
    } else if (field.id == 10 && field.type == ThriftType::structure) {
      for_each_field(in, [&](ThriftReader::Field kind) {
        node.is_timestamp = kind.id == parquet::logical_timestamp;
        in.skip(kind.type);
      });
    } else {
      in.skip(field.type);
    }
  });
  return node;
}

std::vector<SchemaNode> read_schema(ThriftReader& in) {
  std::vector<SchemaNode> nodes;
  std::size_t count = in.list().size;
  if (count == 0) throw GmatSweepError("the metadata holds no schema");
  for (std::size_t i = 0; i < count; ++i) nodes.push_back(read_schema_node(in));
  return nodes;
}

/// Elements stand in depth-first order behind the root; those directly under it are the columns.
std::vector<std::string> column_names(std::vector<SchemaNode> nodes) {
  std::vector<std::string> names;
  std::int64_t inside = 0;  // elements still to come below the current column
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    if (inside == 0) {
      names.push_back(std::move(nodes[i].name));
    } else {
      --inside;
    }
    inside += nodes[i].child_count;
  }
  return names;
}

ParquetInfo read_info(std::string_view metadata) {
  ParquetInfo info;
  ThriftReader in(metadata);
  for_each_field(in, [&](ThriftReader::Field field) {
    if (field.id == 2 && field.type == ThriftType::list) {
      std::size_t start = in.position();
      info.column_names = column_names(read_schema(in));
      info.schema_bytes = metadata.substr(start, in.position() - start);
    } else if (field.id == 3 && field.type == ThriftType::i64) {
      info.row_count = in.integer();
    } else if (field.id == 6 && field.type == ThriftType::binary) {
      info.is_ours = in.text() == parquet::created_by;
    } else {
      in.skip(field.type);
    }
  });
  if (info.schema_bytes.empty()) throw GmatSweepError("the metadata holds no schema");
  return info;
}

ColumnChunk read_column_metadata(ThriftReader& in) {
  ColumnChunk chunk;
  for_each_field(in, [&](ThriftReader::Field field) {
    if (field.id == 4 && field.type == ThriftType::i32) {
      chunk.codec = static_cast<std::int32_t>(in.integer());
    } else if (field.id == 6 && field.type == ThriftType::i64) {
      chunk.uncompressed_bytes = in.integer();
    } else if (field.id == 7 && field.type == ThriftType::i64) {
      chunk.compressed_bytes = in.integer();
    } else if (field.id == 9 && field.type == ThriftType::i64) {
      chunk.page_offset = in.integer();
    } else {
      in.skip(field.type);
    }
  });
  return chunk;
}

ColumnChunk read_column_chunk(ThriftReader& in) {
  ColumnChunk chunk;
  for_each_field(in, [&](ThriftReader::Field field) {
    if (field.id == 3 && field.type == ThriftType::structure) {
      chunk = read_column_metadata(in);
    } else {
      in.skip(field.type);
    }
  });
  return chunk;
}

RowGroup read_row_group(ThriftReader& in) {
  RowGroup group;
  for_each_field(in, [&](ThriftReader::Field field) {
    if (field.id == 1 && field.type == ThriftType::list) {
      for (std::size_t left = in.list().size; left > 0; --left) {
        group.columns.push_back(read_column_chunk(in));
      }
    } else if (field.id == 3 && field.type == ThriftType::i64) {
      group.row_count = in.integer();
    } else {
      in.skip(field.type);
    }
  });
  return group;
}

Column::Values empty_values(const SchemaNode& node) {
  switch (node.type) {
    case parquet::type_boolean:
      return std::vector<bool>();
    case parquet::type_int64:
      if (node.is_timestamp) return std::vector<Timestamp>();
      return std::vector<std::int64_t>();
    case parquet::type_double:
      return std::vector<double>();
    case parquet::type_bytes:
      return std::vector<std::string>();
    default:
      throw GmatSweepError("its column \"" + node.name + "\" is of a type that we do not write");
  }
}

ParquetLayout read_layout_of_metadata(std::string_view metadata) {
  ParquetLayout layout;
  bool is_ours = false;
  ThriftReader in(metadata);
  for_each_field(in, [&](ThriftReader::Field field) {
    if (field.id == 2 && field.type == ThriftType::list) {
      std::vector<SchemaNode> nodes = read_schema(in);
      for (std::size_t i = 1; i < nodes.size(); ++i) {
        layout.schema.columns.push_back({nodes[i].name, empty_values(nodes[i])});
        layout.optional.push_back(nodes[i].optional);
      }
    } else if (field.id == 4 && field.type == ThriftType::list) {
      for (std::size_t left = in.list().size; left > 0; --left) {
        layout.groups.push_back(read_row_group(in));
      }
    } else if (field.id == 6 && field.type == ThriftType::binary) {
      is_ours = in.text() == parquet::created_by;
    } else {
      in.skip(field.type);
    }
  });
  if (!is_ours) throw GmatSweepError("it was written by another program");
  return layout;
}

/// How long the metadata are, from the last bytes of a file of `file_size` bytes.
std::size_t metadata_length(std::string_view end, std::size_t file_size) {
  std::string_view closing = end.substr(end.size() - parquet::magic.size());
  if (closing == "PARE") throw GmatSweepError("it is encrypted, which is not supported");
  if (closing != parquet::magic) throw GmatSweepError("it does not end as a Parquet file does");
  std::uint32_t length = 0;
  std::memcpy(&length, end.data() + end.size() - tail_bytes, sizeof length);
  if (length > file_size - parquet::magic.size() - tail_bytes) {
    throw GmatSweepError("its metadata are longer than the file");
  }
  return length;
}

void check_size(std::size_t size) {
  if (size >= parquet::magic.size() + tail_bytes) return;
  throw GmatSweepError("its " + std::to_string(size) + " bytes are too few for a Parquet file");
}

std::string read_bytes(const File& file, std::size_t start, std::size_t count) {
  std::string bytes = file.read_at(static_cast<std::int64_t>(start), count);
  if (bytes.size() < count) throw GmatSweepError("the file is shorter than it should be");
  return bytes;
}

std::size_t size_of(const File& file) {
  struct stat status {};
  if (fstat(file.descriptor(), &status) != 0) throw GmatSweepError(std::strerror(errno));
  if (!S_ISREG(status.st_mode)) throw GmatSweepError("it is not a regular file");
  return static_cast<std::size_t>(status.st_size);
}

/// A file's metadata, read without the rest of it.
class MetadataBytes {
 public:
  explicit MetadataBytes(const File& file) {
    std::size_t size = size_of(file);
    check_size(size);
    constexpr std::size_t guess = 4096;  // most footers lie within it, which saves a second read
    std::size_t count = std::min(size, guess);
    end_ = read_bytes(file, size - count, count);
    length_ = metadata_length(end_, size);
    count = length_ + tail_bytes;
    if (count > end_.size()) end_ = read_bytes(file, size - count, count);
  }

  std::string_view view() const {
    return std::string_view(end_).substr(end_.size() - tail_bytes - length_, length_);
  }

 private:
  std::string end_;
  std::size_t length_ = 0;
};

File open_to_read(const std::filesystem::path& path, FileSystem& files) {
  return {path, O_RDONLY, "open", files};
}

}  // namespace

void append_footer(const Table& schema, const std::vector<bool>& optional,
                   const std::vector<RowGroup>& groups, std::string& out) {
  std::size_t start = out.size();
  std::int64_t row_count = 0;
  for (const RowGroup& group : groups) row_count += group.row_count;
  ThriftWriter thrift(out);
  thrift.begin_element();
  thrift.integer(1, 2);  // version of the format
  write_schema(schema, optional, thrift);
  thrift.long_integer(3, row_count);
  thrift.list(4, ThriftType::structure, groups.size());
  for (const RowGroup& group : groups) write_row_group(schema, optional, group, thrift);
  thrift.text(6, parquet::created_by);
  thrift.end_structure();
  auto length = static_cast<std::uint32_t>(out.size() - start);
  char bytes[4];
  std::memcpy(bytes, &length, 4);
  out.append(bytes, 4);
  out.append(parquet::magic);
}

ParquetInfo read_parquet_info(const std::filesystem::path& path, FileSystem& files) {
  const File file = open_to_read(path, files);
  try {
    return read_info(MetadataBytes(file).view());
  } catch (const GmatSweepError& error) {
    throw GmatSweepError("cannot read " + path.string() + " as Parquet: " + error.what());
  }
}

bool is_parquet(const std::filesystem::path& path) {
  try {
    const File file = open_to_read(path, system_files());
    std::size_t size = size_of(file);
    check_size(size);
    std::size_t length = parquet::magic.size();
    return read_bytes(file, size - length, length) == parquet::magic;
  } catch (const GmatSweepError&) {
    return false;
  }
}

ParquetLayout read_layout(std::string_view file) {
  check_size(file.size());
  std::size_t length = metadata_length(file, file.size());
  return read_layout_of_metadata(file.substr(file.size() - tail_bytes - length, length));
}

ParquetLayout read_layout(const std::filesystem::path& path, FileSystem& files) {
  return read_layout_of_metadata(MetadataBytes(open_to_read(path, files)).view());
}

std::string read_file_part(const std::filesystem::path& path, std::int64_t start,
                           std::int64_t count, FileSystem& files) {
  if (start < 0 || count < 0) throw GmatSweepError("a row group lies outside the file");
  return read_bytes(open_to_read(path, files), static_cast<std::size_t>(start),
                    static_cast<std::size_t>(count));
}

}  // namespace gmat_sweep::store
