#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep {

/// Where a LazyTable's rows come from. Reading changes nothing and may happen from several threads.
class TableSource {
 public:
  virtual ~TableSource() = default;

  virtual const Table& schema() const = 0;
  virtual const std::vector<std::string>& index() const = 0;
  virtual std::int64_t row_count() const = 0;

  /// Calls `sink` with the rows `[first, first + count)`, which are there, in order and in pieces
  /// of any size but none.
  /// @param columns  which of the schema's columns a piece is to have, and in which order
  virtual void read(std::int64_t first, std::int64_t count, std::span<const std::size_t> columns,
                    const std::function<void(const Table& rows)>& sink) const = 0;
};

}  // namespace gmat_sweep
