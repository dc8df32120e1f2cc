# `cmake --install`: the command, the worker program, the libraries with their headers and an
# exported target gmat_sweep::gmat_sweep that brings all of them.
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY gmat_sweep_modules)
add_library(gmat_sweep INTERFACE)
add_library(gmat_sweep::gmat_sweep ALIAS gmat_sweep)
target_link_libraries(gmat_sweep INTERFACE ${modules})

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gmat_sweep)
install(TARGETS gmat_sweep ${modules} EXPORT gmat_sweep_targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS gmat-sweep RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY python/gmat_sweep DESTINATION ${CMAKE_INSTALL_DATADIR}/gmat-sweep/python
        FILES_MATCHING PATTERN "*.py")
install(DIRECTORY include/gmat_sweep DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES "${GMAT_SWEEP_DUCKDB_DIR}/libduckdb.so"
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/gmat_sweep)

install(EXPORT gmat_sweep_targets NAMESPACE gmat_sweep:: DESTINATION ${config_dir})
configure_package_config_file(cmake/gmat_sweep-config.cmake.in
                              ${PROJECT_BINARY_DIR}/gmat_sweep-config.cmake
                              INSTALL_DESTINATION ${config_dir}
                              PATH_VARS CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/gmat_sweep-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gmat_sweep-config.cmake
              ${PROJECT_BINARY_DIR}/gmat_sweep-config-version.cmake DESTINATION ${config_dir})
