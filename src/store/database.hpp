#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gmat_sweep/table.hpp"
#include "store/external_table.hpp"

namespace gmat_sweep::store {

/// How much of the machine a Database may use.
struct DatabaseOptions {
  int threads = 0;                   ///< 0: one for each core
  std::int64_t memory_limit_mb = 0;  ///< 0: four fifths of the machine's memory
};

class Database;

/// The rows of one query, read chunk by chunk. It keeps its Database alive, and is to be read to
/// its end, or dropped, before the Database runs another.
class QueryResult {
 public:
  QueryResult(QueryResult&&) noexcept;
  QueryResult& operator=(QueryResult&&) noexcept;
  ~QueryResult();

  /// The columns' names and types, without rows. A type that Column does not have comes as the
  /// nearest it does: any integer of up to 64 bits as integer, wider ones and decimals as reals,
  /// dates and times of any precision as timestamps, all else as text.
  const Table& schema() const;

  /// Replaces `chunk` by the next rows; false, and no rows, at the end.
  /// Throws GmatSweepError with the database's own message when the query fails on the way.
  bool next(Table& chunk);

 private:
  friend class Database;
  class Impl;
  explicit QueryResult(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A DuckDB database in memory, with one connection. What does not fit its memory limit spills to
/// a folder of its own under the system's folder for temporary files. It neither loads nor fetches
/// extensions. Not for use from two threads at once, though it uses several itself.
class Database {
 public:
  /// Throws GmatSweepError when the database cannot be opened.
  explicit Database(const DatabaseOptions& options = {});

  /// Runs statements whose result is not wanted.
  /// Throws GmatSweepError with the database's own message.
  void execute(const std::string& sql);

  /// Starts one statement and returns its rows as they come.
  QueryResult query(const std::string& sql);

  /// Lets queries name tables from outside: `find` is asked for every name that is no table of the
  /// database's own, and returns null for one that it does not know either. To be called once at
  /// most. In SQL a missing value, NaN included, is NULL.
  using FindTable = std::function<std::shared_ptr<const ExternalTable>(const std::string& name)>;
  void read_tables_from(FindTable find);

  /// All rows of a query at once: for results known to be small.
  Table collect(const std::string& sql);

 private:
  friend class QueryResult;
  class Impl;
  std::shared_ptr<Impl> impl_;
};

/// `Sat.X` as `"Sat.X"`, with quotes inside doubled.
std::string quote_identifier(std::string_view name);

/// `it's` as `'it''s'`.
std::string quote_text(std::string_view text);

/// A path as a SQL text that `read_parquet` takes literally: absolute, and with the characters that
/// would make it a pattern (`*`, `?`, `[`) escaped. DuckDB cannot be told of a path that has both
/// such a character and a backslash.
std::string quote_path(const std::filesystem::path& path);

}  // namespace gmat_sweep::store
