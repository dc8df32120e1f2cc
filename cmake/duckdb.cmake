# The DuckDB C library, taken from its npm packages at pinned versions and digests into
# build/third_party/duckdb by scripts/fetch_duckdb, and installed beside our own libraries.
set(GMAT_SWEEP_DUCKDB_DIR "${PROJECT_SOURCE_DIR}/build/third_party/duckdb"
    CACHE PATH "Folder that holds duckdb.h and libduckdb.so")
if(NOT EXISTS "${GMAT_SWEEP_DUCKDB_DIR}/libduckdb.so")
  message(STATUS "Fetching DuckDB into ${GMAT_SWEEP_DUCKDB_DIR}")
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/scripts/fetch_duckdb" "${GMAT_SWEEP_DUCKDB_DIR}"
                  COMMAND_ERROR_IS_FATAL ANY)
endif()

add_library(gmat_sweep_duckdb SHARED IMPORTED GLOBAL)
set_target_properties(
  gmat_sweep_duckdb PROPERTIES IMPORTED_LOCATION "${GMAT_SWEEP_DUCKDB_DIR}/libduckdb.so"
                               INTERFACE_INCLUDE_DIRECTORIES "${GMAT_SWEEP_DUCKDB_DIR}")
