#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "astro/vectors.hpp"
#include "base/files.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep::astro::testing {

/// A JSON file of tests/reference: numbers that GMAT R2026a computed.
inline Value::Map read_reference(const std::string& name) {
  return parse_json(
             read_file(std::filesystem::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference" / name))
      .as_map();
}

inline Vector3 vector3(const Value& list, std::size_t first = 0) {
  const auto& items = list.as_list();
  return {items.at(first).as_real(), items.at(first + 1).as_real(), items.at(first + 2).as_real()};
}

inline CartesianState state(const Value& list) { return {vector3(list, 0), vector3(list, 3)}; }

/// A GMAT data folder beside the sources, for tests of GMAT's own files; empty where there is none.
inline std::filesystem::path gmat_data_folder() {
  const auto folder =
      std::filesystem::path(GMAT_SWEEP_SOURCE_DIR).parent_path() / "shared" / "gmat-data";
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

}  // namespace gmat_sweep::astro::testing

/// Ends the test, saying so, where GMAT's data folder is not at hand.
#define GMAT_SWEEP_NEEDS_GMAT_DATA()                          \
  if (gmat_sweep::astro::testing::gmat_data_folder().empty()) \
  GTEST_SKIP() << "needs GMAT's data folder at ../shared/gmat-data"
