# The planetary ephemeris: DE405 from Debian's casacore-data-jpl-de405, turned into one JPL binary
# file in the build tree and installed beside the project's other data.
set(GMAT_SWEEP_DE405_TABLE "/usr/share/casacore/data/ephemerides/DE405"
    CACHE PATH "Folder of casacore's table of DE405")
set(astro_data_folder ${PROJECT_BINARY_DIR}/share/gmat-sweep/data)

if(EXISTS "${GMAT_SWEEP_DE405_TABLE}/table.f0i")
  add_executable(gmat_sweep_de405_from_casacore tools/de405_from_casacore.cpp)
  target_link_libraries(gmat_sweep_de405_from_casacore PRIVATE gmat_sweep::base fmt::fmt)
  target_include_directories(gmat_sweep_de405_from_casacore PRIVATE ${PROJECT_SOURCE_DIR}/src)
  gmat_sweep_compile_options(gmat_sweep_de405_from_casacore)
  file(MAKE_DIRECTORY ${astro_data_folder})
  add_custom_command(
    OUTPUT ${astro_data_folder}/de405.bin
    COMMAND gmat_sweep_de405_from_casacore ${GMAT_SWEEP_DE405_TABLE} ${astro_data_folder}/de405.bin
    DEPENDS gmat_sweep_de405_from_casacore ${GMAT_SWEEP_DE405_TABLE}/table.f0i
    COMMENT "Writing DE405 as one binary file" VERBATIM)
  add_custom_target(gmat_sweep_ephemeris ALL DEPENDS ${astro_data_folder}/de405.bin)
  # Whatever links the module may run at build time and want the file.
  add_dependencies(gmat_sweep_astro gmat_sweep_ephemeris)
  install(FILES ${astro_data_folder}/de405.bin
          DESTINATION ${CMAKE_INSTALL_DATADIR}/gmat-sweep/data)
else()
  message(WARNING "No planetary ephemeris: ${GMAT_SWEEP_DE405_TABLE} is not there. Install Debian's "
                  "casacore-data-jpl-de405, or name one at run time with --ephemeris.")
endif()
