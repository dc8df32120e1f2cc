#include "store/parquet_writer.hpp"

#include <fcntl.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/parquet_encoding.hpp"
#include "store/parquet_footer.hpp"
#include "store/parquet_format.hpp"
#include "store/rows.hpp"
#include "store/thrift.hpp"

namespace gmat_sweep::store {
namespace {

/// zstd's level by the size of a page. A table of forty rows, written thousands of times a second,
/// takes a fifth of the time at level -1 for the same bytes; a long one is 8 % smaller at level 1.
/// Higher levels gain nothing on full doubles.
int compression_level(std::size_t page_bytes) { return page_bytes < (1U << 16) ? -1 : 1; }

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

/// Encodes row groups. Holds what is worth reusing from one table to the next.
class RowGroupEncoder {
 public:
  RowGroupEncoder() : compressor_(ZSTD_createCCtx()) {
    if (compressor_ == nullptr) throw std::bad_alloc();
  }

  /// Appends the pages of a table's rows to `out`, whose first byte lies at `file_offset`.
  RowGroup append(const Table& table, const std::vector<bool>& optional, std::int64_t file_offset,
                  std::string& out) {
    RowGroup group{.row_count = static_cast<std::int64_t>(table.row_count()), .columns = {}};
    group.columns.reserve(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      group.columns.push_back(append_column(table.columns[i], optional[i], file_offset, out));
    }
    return group;
  }

 private:
  ColumnChunk append_column(const Column& column, bool optional, std::int64_t file_offset,
                            std::string& out) {
    std::size_t start = out.size();
    ColumnChunk chunk;
    chunk.page_offset = file_offset + static_cast<std::int64_t>(start);
    std::size_t row_count = column.size();
    for (std::size_t begin = 0; begin < row_count;) {
      std::size_t end = page_end(column, begin, row_count);
      std::string_view body = encode_page(column, optional, begin, end, page_);
      std::string_view stored = body;
      // The codec belongs to the whole column: its first page decides.
      if (begin == 0 || chunk.codec == parquet::zstd) stored = compress(body);
      if (begin == 0)
        chunk.codec = stored.size() < body.size() ? parquet::zstd : parquet::uncompressed;
      if (chunk.codec == parquet::uncompressed) stored = body;
      std::size_t header_at = out.size();
      append_page_header(end - begin, body.size(), stored.size(), out);
      chunk.uncompressed_bytes += static_cast<std::int64_t>(out.size() - header_at + body.size());
      out.append(stored);
      begin = end;
    }
    chunk.compressed_bytes = static_cast<std::int64_t>(out.size() - start);
    return chunk;
  }

  static void append_page_header(std::size_t value_count, std::size_t body_bytes,
                                 std::size_t stored_bytes, std::string& out) {
    ThriftWriter thrift(out);
    thrift.begin_element();
    thrift.integer(1, parquet::page_type_data);
    thrift.integer(2, static_cast<std::int32_t>(body_bytes));
    thrift.integer(3, static_cast<std::int32_t>(stored_bytes));
    thrift.begin_structure(5);
    thrift.integer(1, static_cast<std::int32_t>(value_count));
    thrift.integer(2, parquet::encoding_plain);
    thrift.integer(3, parquet::encoding_rle);
    thrift.integer(4, parquet::encoding_rle);
    thrift.end_structure();
    thrift.end_structure();
  }

  std::string_view compress(std::string_view body) {
    std::size_t bound = ZSTD_compressBound(body.size());
    if (compressed_.size() < bound) compressed_.resize(bound);
    std::size_t size = ZSTD_compressCCtx(compressor_.get(), compressed_.data(), compressed_.size(),
                                         body.data(), body.size(), compression_level(body.size()));
    if (ZSTD_isError(size) != 0) {
      throw GmatSweepError(std::string("zstd cannot compress a page: ") + ZSTD_getErrorName(size));
    }
    return std::string_view(compressed_).substr(0, size);
  }

  std::unique_ptr<ZSTD_CCtx, FreeCompressor> compressor_;
  std::string page_;
  std::string compressed_;
};

void check_lengths(const Table& table) {
  for (const Column& column : table.columns) {
    bool valid_fits = column.valid.empty() || column.valid.size() == column.size();
    if (column.size() == table.row_count() && valid_fits) continue;
    throw GmatSweepError("column \"" + column.name + "\" holds " + std::to_string(column.size()) +
                         " values (" + std::to_string(column.valid.size()) +
                         " validity marks) in a table of " + std::to_string(table.row_count()) +
                         " rows; columns must be of equal length");
  }
}

}  // namespace

class ParquetEncoder::Impl {
 public:
  std::string encode(const Table& table) {
    check_lengths(table);
    std::vector<bool> optional;
    for (const Column& column : table.columns) optional.push_back(has_nulls(column));
    std::string out(parquet::magic);
    std::vector<RowGroup> groups;
    if (table.row_count() > 0) groups.push_back(encoder_.append(table, optional, 0, out));
    append_footer(table, optional, groups, out);
    return out;
  }

 private:
  RowGroupEncoder encoder_;
};

ParquetEncoder::ParquetEncoder() : impl_(std::make_unique<Impl>()) {}
ParquetEncoder::ParquetEncoder(ParquetEncoder&&) noexcept = default;
ParquetEncoder& ParquetEncoder::operator=(ParquetEncoder&&) noexcept = default;
ParquetEncoder::~ParquetEncoder() = default;

std::string ParquetEncoder::encode(const Table& table) { return impl_->encode(table); }

std::string to_parquet(const Table& table) { return ParquetEncoder().encode(table); }

void write_parquet(const std::filesystem::path& path, const Table& table, FileSystem& files) {
  write_file(path, to_parquet(table), files);
}

class ParquetStream::Impl {
 public:
  Impl(std::filesystem::path path, const Table& schema, FileSystem& files)
      : files_(files), path_(std::move(path)), pending_(schema_of(schema)) {
    std::filesystem::path part = path_;
    part += ".part";
    for (const Column& column : pending_.columns) {
      optional_.push_back(!std::holds_alternative<std::vector<double>>(column.values));
    }
    file_ = File(part, O_WRONLY | O_CREAT | O_TRUNC, "create", files_);
    write(std::string(parquet::magic));
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ~Impl() {
    if (closed_) return;
    files_.remove(file_.path().c_str());
  }

  void append(const Table& rows) {
    check_lengths(rows);
    check_schema(rows);
    append_rows(pending_, rows);
    if (pending_.row_count() >= rows_per_group) flush();
  }

  void close() {
    if (closed_) return;
    flush();
    std::string footer;
    append_footer(pending_, optional_, groups_, footer);
    write(footer);
    file_.sync();
    file_.close();
    rename_file(file_.path(), path_, files_);
    closed_ = true;
    sync_directory(path_.has_parent_path() ? path_.parent_path() : ".", files_);
  }

 private:
  static constexpr std::size_t rows_per_group = 122880;

  void check_schema(const Table& rows) const {
    bool same = rows.columns.size() == pending_.columns.size();
    for (std::size_t i = 0; same && i < rows.columns.size(); ++i) {
      same = rows.columns[i].name == pending_.columns[i].name &&
             rows.columns[i].values.index() == pending_.columns[i].values.index();
    }
    if (!same) {
      throw GmatSweepError("rows for " + path_.string() +
                           " must have the columns, in order and type, that it was begun with");
    }
  }

  void flush() {
    if (pending_.row_count() == 0) return;
    std::string bytes;
    groups_.push_back(encoder_.append(pending_, optional_, offset_, bytes));
    write(bytes);
    clear_rows(pending_);
  }

  void write(const std::string& bytes) {
    file_.write(bytes);
    offset_ += static_cast<std::int64_t>(bytes.size());
  }

  FileSystem& files_;
  std::filesystem::path path_;
  Table pending_;
  std::vector<bool> optional_;
  File file_;
  bool closed_ = false;
  std::int64_t offset_ = 0;
  std::vector<RowGroup> groups_;
  RowGroupEncoder encoder_;
};

ParquetStream::ParquetStream(std::filesystem::path path, const Table& schema, FileSystem& files)
    : impl_(std::make_unique<Impl>(std::move(path), schema, files)) {}
ParquetStream::ParquetStream(ParquetStream&&) noexcept = default;
ParquetStream& ParquetStream::operator=(ParquetStream&&) noexcept = default;
ParquetStream::~ParquetStream() = default;

void ParquetStream::append(const Table& rows) { impl_->append(rows); }
void ParquetStream::close() { impl_->close(); }

}  // namespace gmat_sweep::store
