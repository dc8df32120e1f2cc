#include "gmat_sweep/errors.hpp"

#include <fmt/format.h>

namespace gmat_sweep {

namespace {

std::string place(const std::filesystem::path& path, std::optional<std::int64_t> line_number) {
  if (!line_number) return path.string();
  return fmt::format("{}:{}", path.string(), *line_number);
}

}  // namespace

ManifestCorruptError::ManifestCorruptError(const std::string& problem, std::filesystem::path path,
                                           std::optional<std::int64_t> line_number)
    : GmatSweepError(fmt::format("{} ({})", problem, place(path, line_number))),
      path_(std::move(path)),
      line_number_(line_number) {}

}  // namespace gmat_sweep
