#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/table.hpp"

namespace gmat_sweep {

// Tables over the files that the runs of a sweep wrote, one row group of them in memory at a time.
//
// Their first columns are the index, `run_id` and a second where there is one; then come the
// outputs' own columns under their own names, in the order in which they first appear; the last is
// `__status`, the run's. Rows stand in the order of run_id and then of the second index column
// (missing values last), rows equal in both in the order in which the run wrote them.
//
// A run that failed or was skipped, and one that did not write the output in question, has one row
// in which all but `run_id` and `__status` is missing, so that every run of the manifest is there.
// (A run whose output holds no rows has none here.) Columns that not every run wrote are missing
// where a run did not; a column of integers in one run and reals in another becomes reals, and one
// of otherwise differing types text. A column that an output itself calls `run_id` or `__status`
// gives way to the manifest's.

class TableSource;

/// A table whose rows are read when they are asked for, each time anew. Copies share what they
/// refer to, and nothing can change it: safe to use from several threads.
class LazyTable {
 public:
  using RowSink = std::function<void(const Table& rows)>;

  /// A table that is in memory already, without an index.
  explicit LazyTable(Table table);
  explicit LazyTable(std::shared_ptr<const TableSource> source);

  /// The columns' names and types, without rows.
  const Table& schema() const;
  /// The names of the leading columns that identify a row.
  const std::vector<std::string>& index() const;
  std::int64_t row_count() const;

  /// The same rows with only some columns, in the order given; the others are not read.
  /// Throws SweepConfigError listing the columns there are when one is not among them.
  LazyTable select(const std::vector<std::string>& columns) const;

  /// Calls `sink` with all rows, in order, some thousands at a time.
  /// This and the calls below throw GmatSweepError naming the file and the run when a file cannot
  /// be read.
  void for_each_chunk(const RowSink& sink) const;
  /// The same for up to `count` rows from row `first` on; runs outside are not read.
  void for_each_chunk(std::int64_t first, std::int64_t count, const RowSink& sink) const;

  /// All rows in memory.
  Table collect() const;
  /// Up to `count` rows from row `first` on.
  Table slice(std::int64_t first, std::int64_t count) const;

 private:
  std::shared_ptr<const TableSource> source_;
};

/// The report `name` of every run; index `(run_id, time)`. Without a name it is the sweep's only
/// report, and where no run wrote any, every run has its one row of missing values. The `time` of a
/// report without an epoch column is missing.
///
/// Throws SweepConfigError listing the reports there are when there is none of that name, or
/// several and no name; GmatSweepError naming run and file when a file that the manifest records is
/// not there or cannot be read.
LazyTable lazy_multiindex(const Manifest& manifest,
                          const std::optional<std::string>& name = std::nullopt);

/// The ephemeris `name` of every run; otherwise as `lazy_multiindex`.
LazyTable lazy_ephemerides(const Manifest& manifest,
                           const std::optional<std::string>& name = std::nullopt);

/// The contact locator `name` of every run; index `(run_id, interval_id)`, where `interval_id`
/// counts a run's contacts from 0; otherwise as `lazy_multiindex`.
LazyTable lazy_contacts(const Manifest& manifest,
                        const std::optional<std::string>& name = std::nullopt);

/// The iterations of the solver `name` of every run: one row for each pass with its variables, its
/// goals or objective, and its `status` (`iterating`, `converged`, `unconverged`); index `run_id`;
/// otherwise as `lazy_multiindex`.
LazyTable lazy_solver_iterations(const Manifest& manifest,
                                 const std::optional<std::string>& name = std::nullopt);

/// The extra outputs that a postprocess hook recorded under `key`; index `(run_id, time)` where
/// they have a column `time`, `run_id` alone where not.
///
/// Throws SweepConfigError listing the keys there are when no run has that one, and listing the
/// files when they are not Parquet.
LazyTable lazy_extra_outputs(const Manifest& manifest, const std::string& key);

/// One row for each run in the manifest; index `run_id`. Columns `status`, `postprocess_status`,
/// `started_at` and `ended_at` (UTC), `duration_s`, `error` (why it failed); the overrides under
/// the fields' names (a list or a mapping as JSON text); `context` as JSON text, where any run has
/// one; and for each extra output its path as `extra__<key>`.
LazyTable run_table(const Manifest& manifest);

/// What a sweep's successful runs wrote, each list sorted.
struct OutputNames {
  std::vector<std::string> reports;
  std::vector<std::string> ephemerides;
  std::vector<std::string> contacts;
  std::vector<std::string> solvers;
  std::vector<std::string> extra_outputs;
};
OutputNames output_names(const Manifest& manifest);

/// Writes a table as comma-separated values: a header line; reals in the shortest form that reads
/// back to the same double; times as ISO 8601 with `T` and as many digits as they need; a missing
/// value (NaN too) as nothing; text quoted where it must be, and empty text as `""`.
void write_csv(const LazyTable& table, std::ostream& out);

/// Writes a table as JSON: a list of objects, one a row; a missing value (NaN too) as null,
/// infinities as Python writes them.
void write_json(const LazyTable& table, std::ostream& out);

/// Writes a table to `path`, in the format its ending names: `.csv`, `.parquet` or `.json`. The
/// file appears whole and durable, or not at all.
/// Throws SweepConfigError for another ending; GmatSweepError naming the path when it cannot be
/// written.
void write_table(const LazyTable& table, const std::filesystem::path& path);

struct PrintOptions {
  std::int64_t head = 10;  ///< rows from the start
  std::int64_t tail = 5;   ///< rows from the end
  std::size_t max_width =
      0;  ///< of a line [columns of text]; columns in the middle give way; 0: any
};

/// Prints the first and last rows for people to read, and how many rows and columns there are.
void print_table(const LazyTable& table, std::ostream& out, const PrintOptions& options = {});

}  // namespace gmat_sweep
