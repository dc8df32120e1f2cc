#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

/// SQL over what a sweep wrote, for all that the fixed calls do not cover. The dialect is DuckDB's.
///
/// There is a table `runs`, as `run_table` makes it, and one for every output, as <gmat_sweep/
/// tables.hpp> makes them: `report__RF`, `ephemeris__OEM`, `contact__CL`, `extra__summary`, each
/// also as `RF`, `OEM` and so on where that is the name of one alone. A table is put together when
/// a query first names it. Names are to be quoted where they hold a dot: `select "Sat.SMA" from
/// runs`. SQL does not tell upper from lower case: of columns that differ in nothing else, all but
/// the first have `_1`, `_2` and so on appended. Missing values are NULL.
///
/// Not for use from two threads at once.
class SweepSql {
 public:
  /// @param manifest  must outlive this object
  /// @param memory_limit_mb  what DuckDB may take before it spills to disk; 0: four fifths of the
  ///                         machine's memory
  explicit SweepSql(const Manifest& manifest, std::int64_t memory_limit_mb = 0);
  SweepSql(SweepSql&&) noexcept;
  SweepSql& operator=(SweepSql&&) noexcept;
  ~SweepSql();

  /// The tables' full names, `runs` first.
  const std::vector<std::string>& table_names() const;

  /// Runs one statement. Its rows stay readable when this object is gone.
  /// Throws SweepConfigError with DuckDB's own message, and the tables there are when it did not
  /// know one; GmatSweepError when a run's file cannot be read.
  LazyTable query(const std::string& sql);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gmat_sweep
