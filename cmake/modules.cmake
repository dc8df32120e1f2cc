# gmat_sweep_module(NAME [DEPENDS target...] SOURCES file...)
#
# One folder of src/ as a static library gmat_sweep_NAME, alias gmat_sweep::NAME. Every module
# compiles with the project's warnings as errors and without fused multiply-add, so that the same
# build gives the same bits.
function(gmat_sweep_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;SOURCES" ${ARGN})
  add_library(gmat_sweep_${name} STATIC ${ARG_SOURCES})
  add_library(gmat_sweep::${name} ALIAS gmat_sweep_${name})
  set_target_properties(gmat_sweep_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(
    gmat_sweep_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
                       PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_compile_features(gmat_sweep_${name} PUBLIC cxx_std_20)
  target_link_libraries(gmat_sweep_${name} PUBLIC ${ARG_DEPENDS})
  gmat_sweep_compile_options(gmat_sweep_${name})
  set_property(GLOBAL APPEND PROPERTY gmat_sweep_modules gmat_sweep_${name})
endfunction()

function(gmat_sweep_compile_options target)
  target_compile_options(
    ${target}
    PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
            -Woverloaded-virtual -Wimplicit-fallthrough -Werror -ffp-contract=off
            # GCC 12 warns of `"text" + std::string` (its bug 105329).
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
endfunction()

# gmat_sweep_test(MODULE [DEPENDS target...] SOURCES file...)
#
# The tests of one module, tests/MODULE/*.cpp, as one GoogleTest program named test_MODULE.
function(gmat_sweep_test module)
  cmake_parse_arguments(ARG "" "" "DEPENDS;SOURCES" ${ARGN})
  add_executable(test_${module} ${ARG_SOURCES})
  target_include_directories(test_${module} PRIVATE ${PROJECT_SOURCE_DIR}/src
                                                    ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(
    test_${module} PRIVATE GMAT_SWEEP_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                           GMAT_SWEEP_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  target_link_libraries(test_${module} PRIVATE gmat_sweep::${module} ${ARG_DEPENDS}
                                               GTest::gmock GTest::gtest_main)
  gmat_sweep_compile_options(test_${module})
  # Tests are compiled more often than they run: -O1 takes two thirds of the time of -O3.
  target_compile_options(test_${module} PRIVATE $<$<CONFIG:Release>:-O1>)
  gtest_discover_tests(test_${module} TEST_PREFIX ${module}. DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT 300)
endfunction()
