#include "store/parquet_footer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

/// One element of the schema, as far as it is needed to find the top-level columns.
struct SchemaNode {
  std::string name;
  std::int64_t child_count = 0;
};

SchemaNode read_schema_node(ThriftReader& in) {
  SchemaNode node;
  in.begin_structure();
  for (auto field = in.field(); field.type != ThriftType::stop; field = in.field()) {
    if (field.id == 4 && field.type == ThriftType::binary) {
      node.name = in.text();
    } else if (field.id == 5 && field.type == ThriftType::i32) {
      node.child_count = in.integer();
    } else {
      in.skip(field.type);
    }
  }
  return node;
}

/// Elements stand in depth-first order; those directly under the root are the columns.
std::vector<std::string> read_column_names(ThriftReader& in) {
  std::vector<std::string> names;
  std::size_t count = in.list().size;
  if (count == 0) throw GmatSweepError("the metadata holds no schema");
  read_schema_node(in);
  std::int64_t inside = 0;  // elements still to come below the current column
  for (std::size_t i = 1; i < count; ++i) {
    SchemaNode node = read_schema_node(in);
    if (inside == 0) {
      names.push_back(std::move(node.name));
    } else {
      --inside;
    }
    inside += node.child_count;
  }
  return names;
}

ParquetInfo read_metadata(std::string_view bytes) {
  ParquetInfo info;
  ThriftReader in(bytes);
  in.begin_structure();
  for (auto field = in.field(); field.type != ThriftType::stop; field = in.field()) {
    if (field.id == 2 && field.type == ThriftType::list) {
      std::size_t start = in.position();
      info.column_names = read_column_names(in);
      info.schema_bytes = bytes.substr(start, in.position() - start);
    } else if (field.id == 3 && field.type == ThriftType::i64) {
      info.row_count = in.integer();
      return info;  // the schema comes before it: what follows is not needed
    } else {
      in.skip(field.type);
    }
  }
  throw GmatSweepError("the metadata holds no number of rows");
}

/// The last `count` bytes of a file of `size` bytes.
std::string read_end(int fd, std::size_t size, std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    ssize_t got =
        pread(fd, bytes.data() + done, count - done, static_cast<off_t>(size - count + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw GmatSweepError(std::strerror(errno));
    if (got == 0) throw GmatSweepError("the file shrank while it was read");
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

ParquetInfo read_info(int fd) {
  struct stat status {};
  if (fstat(fd, &status) != 0) throw GmatSweepError(std::strerror(errno));
  if (!S_ISREG(status.st_mode)) throw GmatSweepError("it is not a regular file");
  auto size = static_cast<std::size_t>(status.st_size);
  if (size < parquet::magic.size() + tail_bytes) {
    throw GmatSweepError("its " + std::to_string(size) + " bytes are too few for a Parquet file");
  }
  constexpr std::size_t guess = 4096;  // most footers lie within it, which saves a second read
  std::string end = read_end(fd, size, std::min(size, guess));
  std::string_view closing = std::string_view(end).substr(end.size() - 4);
  if (closing == "PARE") throw GmatSweepError("it is encrypted, which is not supported");
  if (closing != parquet::magic) throw GmatSweepError("it does not end as a Parquet file does");
  std::uint32_t length = 0;
  std::memcpy(&length, end.data() + end.size() - tail_bytes, sizeof length);
  if (length > size - parquet::magic.size() - tail_bytes) {
    throw GmatSweepError("its metadata are longer than the file");
  }
  if (length + tail_bytes > end.size()) end = read_end(fd, size, length + tail_bytes);
  return read_metadata(std::string_view(end).substr(end.size() - tail_bytes - length, length));
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
  thrift.text(6, "gmat-sweep");
  thrift.end_structure();
  auto length = static_cast<std::uint32_t>(out.size() - start);
  char bytes[4];
  std::memcpy(bytes, &length, 4);
  out.append(bytes, 4);
  out.append(parquet::magic);
}

ParquetInfo read_parquet_info(const std::filesystem::path& path) {
  FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) throw GmatSweepError("cannot open " + path.string() + ": " + std::strerror(errno));
  try {
    return read_info(file.get());
  } catch (const GmatSweepError& error) {
    throw GmatSweepError("cannot read " + path.string() + " as Parquet: " + error.what());
  }
}

}  // namespace gmat_sweep::store
