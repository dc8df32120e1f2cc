#pragma once

#include <duckdb.h>

#include <utility>

namespace gmat_sweep::store {

/// A handle of DuckDB's C interface, given back at the end of its life.
template <class Handle, auto destroy>
class DuckdbHandle {
 public:
  DuckdbHandle() = default;
  explicit DuckdbHandle(Handle handle) : handle_(handle) {}
  DuckdbHandle(DuckdbHandle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  DuckdbHandle& operator=(DuckdbHandle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~DuckdbHandle() {
    if (handle_ != nullptr) destroy(&handle_);
  }

  Handle get() const { return handle_; }
  /// Where a function of the C interface is to put a handle.
  Handle* out() { return &handle_; }

 private:
  Handle handle_ = nullptr;
};

using DuckdbDatabase = DuckdbHandle<duckdb_database, duckdb_close>;
using DuckdbConnection = DuckdbHandle<duckdb_connection, duckdb_disconnect>;
using DuckdbConfig = DuckdbHandle<duckdb_config, duckdb_destroy_config>;
using DuckdbStatement = DuckdbHandle<duckdb_prepared_statement, duckdb_destroy_prepare>;
using DuckdbChunk = DuckdbHandle<duckdb_data_chunk, duckdb_destroy_data_chunk>;

/// A result, which is a structure rather than a handle.
class DuckdbResult {
 public:
  DuckdbResult() = default;
  DuckdbResult(const DuckdbResult&) = delete;
  DuckdbResult& operator=(const DuckdbResult&) = delete;
  ~DuckdbResult() { duckdb_destroy_result(&result_); }

  duckdb_result& get() { return result_; }

 private:
  duckdb_result result_ = {};
};

}  // namespace gmat_sweep::store
