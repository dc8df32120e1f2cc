#include "analysis/samples_file.hpp"

#include <fmt/format.h>

#include "gmat_sweep/errors.hpp"
#include "store/database.hpp"

namespace gmat_sweep {

Samples read_samples(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) {
    throw SweepConfigError(fmt::format("samples file not found: {}", path.string()));
  }
  const std::string suffix = path.extension().string();
  if (suffix == ".csv" || suffix == ".CSV") return read_csv_samples(path);
  if (suffix != ".parquet" && suffix != ".PARQUET") {
    throw SweepConfigError(fmt::format(
        "samples file suffix '{}' is not supported; expected '.csv' or '.parquet'", suffix));
  }
  try {
    return samples_from_table(store::Database().collect(
        fmt::format("SELECT * FROM read_parquet({})", store::quote_path(path))));
  } catch (const GmatSweepError& error) {
    throw SweepConfigError(fmt::format("cannot read {}: {}", path.string(), error.what()));
  }
}

}  // namespace gmat_sweep
