#include "store/external_function.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "store/duckdb_handle.hpp"
#include "store/rows.hpp"

namespace gmat_sweep::store {
namespace {

constexpr const char* function_name = "gmat_sweep_table";

using TableFunction = DuckdbHandle<duckdb_table_function, duckdb_destroy_table_function>;
using LogicalType = DuckdbHandle<duckdb_logical_type, duckdb_destroy_logical_type>;
using DuckdbValue = DuckdbHandle<duckdb_value, duckdb_destroy_value>;

template <class T>
void delete_data(void* data) {
  std::unique_ptr<T> owned(static_cast<T*>(data));
}

/// Hands an object to DuckDB, which gives it back to `delete_data`.
template <class T>
void* give(T value) {
  return std::make_unique<T>(std::move(value)).release();
}

/// Runs `body` and hands what it throws to `set_error`: no exception may pass through DuckDB's C
/// interface.
template <class Body, class SetError>
void guarded(Body body, SetError set_error) {
  try {
    body();
  } catch (const std::exception& error) {
    set_error(error.what());
  }
}

duckdb_type type_of(const Column& column) {
  if (std::holds_alternative<std::vector<double>>(column.values)) return DUCKDB_TYPE_DOUBLE;
  if (std::holds_alternative<std::vector<std::int64_t>>(column.values)) return DUCKDB_TYPE_BIGINT;
  if (std::holds_alternative<std::vector<bool>>(column.values)) return DUCKDB_TYPE_BOOLEAN;
  if (std::holds_alternative<std::vector<Timestamp>>(column.values))
    return DUCKDB_TYPE_TIMESTAMP_NS;
  return DUCKDB_TYPE_VARCHAR;
}

/// What one scan of a table holds between calls.
struct Scan {
  ExternalTable::NextRows next_rows;
  /// For each column that DuckDB wants, which of those read it is; nothing where DuckDB wants no
  /// more than to count the rows.
  std::vector<std::optional<std::size_t>> columns;
  Table rows;
  std::size_t used = 0;
};

void set_value(duckdb_vector vector, std::size_t at, const std::string& text) {
  duckdb_vector_assign_string_element_len(vector, at, text.data(), text.size());
}

template <class T>
void set_value(duckdb_vector vector, std::size_t at, T value) {
  static_cast<T*>(duckdb_vector_get_data(vector))[at] = value;
}

void copy_column(const Column& column, std::size_t begin, std::size_t count, duckdb_vector vector) {
  duckdb_vector_ensure_validity_writable(vector);
  std::uint64_t* validity = duckdb_vector_get_validity(vector);
  std::visit(
      [&]<class T>(const std::vector<T>& values) {
        for (std::size_t i = 0; i < count; ++i) {
          if (is_missing(column, begin + i)) {
            duckdb_validity_set_row_invalid(validity, i);
          } else if constexpr (std::is_same_v<T, Timestamp>) {
            set_value(vector, i, values[begin + i].ns);
          } else {
            set_value(vector, i, values[begin + i]);
          }
        }
      },
      column.values);
}

void bind(duckdb_bind_info info) {
  guarded(
      [&] {
        DuckdbValue argument(duckdb_bind_get_parameter(info, 0));
        char* text = duckdb_get_varchar(argument.get());
        std::string name = text;
        duckdb_free(text);
        const auto& find = *static_cast<FindExternalTable*>(duckdb_bind_get_extra_info(info));
        std::shared_ptr<const ExternalTable> table = find(name);
        if (table == nullptr) throw GmatSweepError("there is no table \"" + name + "\"");
        for (const Column& column : table->schema.columns) {
          LogicalType type(duckdb_create_logical_type(type_of(column)));
          duckdb_bind_add_result_column(info, column.name.c_str(), type.get());
        }
        duckdb_bind_set_cardinality(info, static_cast<idx_t>(table->row_count), true);
        using Data = std::shared_ptr<const ExternalTable>;
        duckdb_bind_set_bind_data(info, give(std::move(table)), delete_data<Data>);
      },
      [&](const char* message) { duckdb_bind_set_error(info, message); });
}

void init(duckdb_init_info info) {
  guarded(
      [&] {
        using Data = std::shared_ptr<const ExternalTable>;
        const ExternalTable& table = **static_cast<Data*>(duckdb_init_get_bind_data(info));
        Scan scan;
        std::vector<std::size_t> read;
        for (idx_t i = 0; i < duckdb_init_get_column_count(info); ++i) {
          auto column = static_cast<std::size_t>(duckdb_init_get_column_index(info, i));
          bool is_there = column < table.schema.columns.size();
          scan.columns.push_back(is_there ? std::optional(read.size()) : std::nullopt);
          if (is_there) read.push_back(column);
        }
        // Rows without any column cannot be counted, so one is read in any case.
        if (read.empty() && !table.schema.columns.empty()) read.push_back(0);
        scan.next_rows = table.open(read);
        duckdb_init_set_init_data(info, give(std::move(scan)), delete_data<Scan>);
      },
      [&](const char* message) { duckdb_init_set_error(info, message); });
}

void fill(duckdb_function_info info, duckdb_data_chunk output) {
  guarded(
      [&] {
        Scan& scan = *static_cast<Scan*>(duckdb_function_get_init_data(info));
        while (scan.used == scan.rows.row_count()) {
          scan.used = 0;
          if (!scan.next_rows(scan.rows)) return duckdb_data_chunk_set_size(output, 0);
        }
        std::size_t count =
            std::min<std::size_t>(duckdb_vector_size(), scan.rows.row_count() - scan.used);
        for (std::size_t i = 0; i < scan.columns.size(); ++i) {
          if (!scan.columns[i]) continue;
          copy_column(scan.rows.columns[*scan.columns[i]], scan.used, count,
                      duckdb_data_chunk_get_vector(output, i));
        }
        scan.used += count;
        duckdb_data_chunk_set_size(output, count);
      },
      [&](const char* message) { duckdb_function_set_error(info, message); });
}

/// Called with a name that is no table's: reads the external table of that name, if there is one.
void replace(duckdb_replacement_scan_info info, const char* name, void* data) {
  guarded(
      [&] {
        const auto& find = *static_cast<FindExternalTable*>(data);
        if (find(name) == nullptr) return;
        duckdb_replacement_scan_set_function_name(info, function_name);
        DuckdbValue argument(duckdb_create_varchar(name));
        duckdb_replacement_scan_add_parameter(info, argument.get());
      },
      [&](const char* message) { duckdb_replacement_scan_set_error(info, message); });
}

}  // namespace

void register_external_tables(duckdb_database database, duckdb_connection connection,
                              FindExternalTable find) {
  TableFunction function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), function_name);
  LogicalType text(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  duckdb_table_function_add_parameter(function.get(), text.get());
  duckdb_table_function_set_extra_info(function.get(), give(find), delete_data<FindExternalTable>);
  duckdb_table_function_set_bind(function.get(), bind);
  duckdb_table_function_set_init(function.get(), init);
  duckdb_table_function_set_function(function.get(), fill);
  duckdb_table_function_supports_projection_pushdown(function.get(), true);
  if (duckdb_register_table_function(connection, function.get()) != DuckDBSuccess) {
    throw GmatSweepError("DuckDB does not accept a function to read tables by");
  }
  duckdb_add_replacement_scan(database, replace, give(std::move(find)),
                              delete_data<FindExternalTable>);
}

}  // namespace gmat_sweep::store
