#pragma once

#include <duckdb.h>

#include <functional>
#include <memory>
#include <string>

#include "store/external_table.hpp"

namespace gmat_sweep::store {

/// Finds the external table that goes by a name; null when there is none. May throw GmatSweepError.
using FindExternalTable = std::function<std::shared_ptr<const ExternalTable>(const std::string&)>;

/// Lets queries on a connection read external tables: a name that is no table's of the database is
/// looked up by `find`. A missing value, NaN included, is NULL in SQL.
/// Throws GmatSweepError when DuckDB does not take the function.
void register_external_tables(duckdb_database database, duckdb_connection connection,
                              FindExternalTable find);

}  // namespace gmat_sweep::store
