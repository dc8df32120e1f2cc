#include "store/database.hpp"

#include <fmt/ranges.h>

#include <optional>

#include "gmat_sweep/errors.hpp"
#include "store/database_values.hpp"
#include "store/duckdb_handle.hpp"
#include "store/external_function.hpp"
#include "store/rows.hpp"
#include "store/scratch_folder.hpp"

namespace gmat_sweep::store {
namespace {

void configure(DuckdbConfig& config, const char* name, const std::string& value) {
  if (duckdb_set_config(config.get(), name, value.c_str()) == DuckDBSuccess) return;
  throw GmatSweepError("DuckDB does not accept \"" + value + "\" for its setting " + name);
}

}  // namespace

class Database::Impl {
 public:
  explicit Impl(const DatabaseOptions& options) {
    DuckdbConfig config;
    if (duckdb_create_config(config.out()) != DuckDBSuccess) throw std::bad_alloc();
    configure(config, "temp_directory", scratch_.path().string());
    configure(config, "autoinstall_known_extensions", "false");
    configure(config, "autoload_known_extensions", "false");
    // Each run's file is read once: a cache of their contents would only fill the memory.
    configure(config, "enable_external_file_cache", "false");
    if (options.threads > 0) configure(config, "threads", std::to_string(options.threads));
    if (options.memory_limit_mb > 0) {
      configure(config, "memory_limit", std::to_string(options.memory_limit_mb) + "MB");
    }
    char* reason = nullptr;
    if (duckdb_open_ext(nullptr, database_.out(), config.get(), &reason) != DuckDBSuccess) {
      std::string message = reason == nullptr ? "no reason given" : reason;
      duckdb_free(reason);
      throw GmatSweepError("cannot open a DuckDB database: " + message);
    }
    if (duckdb_connect(database_.get(), connection_.out()) != DuckDBSuccess) {
      throw GmatSweepError("cannot connect to the DuckDB database");
    }
  }

  duckdb_connection connection() const { return connection_.get(); }
  duckdb_database database() const { return database_.get(); }

 private:
  ScratchFolder scratch_;
  DuckdbDatabase database_;
  DuckdbConnection connection_;
};

class QueryResult::Impl {
 public:
  Impl(std::shared_ptr<Database::Impl> database, const std::string& sql)
      : database_(std::move(database)), statement_(prepare(sql)) {
    if (std::optional<std::string> cast = readable_query(sql)) statement_ = prepare(*cast);
    if (duckdb_execute_prepared_streaming(statement_.get(), &result_.get()) != DuckDBSuccess) {
      throw GmatSweepError(duckdb_result_error(&result_.get()));
    }
    for (idx_t i = 0; i < duckdb_column_count(&result_.get()); ++i) {
      types_.push_back(duckdb_column_type(&result_.get(), i));
      schema_.columns.push_back(
          {duckdb_column_name(&result_.get(), i), empty_values(types_.back())});
    }
  }

  const Table& schema() const { return schema_; }

  bool next(Table& chunk) {
    chunk = schema_;
    DuckdbChunk rows(duckdb_fetch_chunk(result_.get()));
    while (rows.get() != nullptr && duckdb_data_chunk_get_size(rows.get()) == 0) {
      rows = DuckdbChunk(duckdb_fetch_chunk(result_.get()));
    }
    if (rows.get() == nullptr) {
      const char* reason = duckdb_result_error(&result_.get());
      if (reason != nullptr && *reason != '\0') throw GmatSweepError(reason);
      return false;
    }
    std::size_t count = duckdb_data_chunk_get_size(rows.get());
    for (std::size_t i = 0; i < types_.size(); ++i) {
      append_vector(duckdb_data_chunk_get_vector(rows.get(), i), types_[i], count,
                    chunk.columns[i]);
    }
    return true;
  }

 private:
  DuckdbStatement prepare(const std::string& sql) const {
    DuckdbStatement statement;
    if (duckdb_prepare(database_->connection(), sql.c_str(), statement.out()) != DuckDBSuccess) {
      const char* reason = duckdb_prepare_error(statement.get());
      throw GmatSweepError(reason == nullptr ? "the SQL statement cannot be prepared" : reason);
    }
    return statement;
  }

  /// The query with columns of types that Column does not have cast to ones it has; nothing when
  /// there are none. Columns are addressed by position, since their names may repeat.
  std::optional<std::string> readable_query(const std::string& sql) const {
    idx_t count = duckdb_prepared_statement_column_count(statement_.get());
    bool needed = false;
    std::vector<std::string> selected;
    std::vector<std::string> columns;
    for (idx_t i = 0; i < count; ++i) {
      duckdb_type type = duckdb_prepared_statement_column_type(statement_.get(), i);
      const char* name = duckdb_prepared_statement_column_name(statement_.get(), i);
      columns.push_back(fmt::format("c{}", i));
      std::string value = columns.back();
      if (!is_readable(type)) {
        needed = true;
        value = fmt::format("CAST(c{} AS {})", i, readable_type_name(type));
      }
      selected.push_back(value + " AS " + quote_identifier(name));
      duckdb_free(const_cast<char*>(name));
    }
    if (!needed) return std::nullopt;
    // The line break ends a comment that the query may close with.
    return fmt::format("SELECT {} FROM query({}) AS t({})", fmt::join(selected, ", "),
                       quote_text(sql), fmt::join(columns, ", "));
  }

  std::shared_ptr<Database::Impl> database_;
  DuckdbStatement statement_;
  DuckdbResult result_;
  std::vector<duckdb_type> types_;
  Table schema_;
};

QueryResult::QueryResult(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
QueryResult::QueryResult(QueryResult&&) noexcept = default;
QueryResult& QueryResult::operator=(QueryResult&&) noexcept = default;
QueryResult::~QueryResult() = default;

const Table& QueryResult::schema() const { return impl_->schema(); }
bool QueryResult::next(Table& chunk) { return impl_->next(chunk); }

Database::Database(const DatabaseOptions& options) : impl_(std::make_shared<Impl>(options)) {}

void Database::execute(const std::string& sql) {
  DuckdbResult result;
  if (duckdb_query(impl_->connection(), sql.c_str(), &result.get()) == DuckDBSuccess) return;
  throw GmatSweepError(duckdb_result_error(&result.get()));
}

QueryResult Database::query(const std::string& sql) {
  return QueryResult(std::make_unique<QueryResult::Impl>(impl_, sql));
}

void Database::read_tables_from(FindTable find) {
  register_external_tables(impl_->database(), impl_->connection(), std::move(find));
}

Table Database::collect(const std::string& sql) {
  QueryResult rows = query(sql);
  Table all = rows.schema();
  for (Table chunk; rows.next(chunk);) append_rows(all, chunk);
  return all;
}

std::string quote_identifier(std::string_view name) {
  std::string quoted = "\"";
  for (char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string quote_text(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted + "'";
}

std::string quote_path(const std::filesystem::path& path) {
  std::string literal;
  for (char c : std::filesystem::absolute(path).string()) {
    bool is_pattern = c == '*' || c == '?' || c == '[';
    literal += is_pattern ? std::string{'[', c, ']'} : std::string{c};
  }
  return quote_text(literal);
}

}  // namespace gmat_sweep::store
