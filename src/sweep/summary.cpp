#include <fmt/format.h>

#include <string>

#include "gmat_sweep/sweep.hpp"

namespace gmat_sweep {

std::string summary_line(const SweepResult& result) {
  std::string parts;
  const auto add = [&](std::int64_t count, const char* status) {
    if (count == 0) return;
    parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", count, status);
  };
  add(result.ok, "ok");
  add(result.failed, "failed");
  add(result.skipped, "skipped");
  return fmt::format("{} runs ({}) in {:.2f} s — output: {}", result.run_count,
                     parts.empty() ? "0 ok" : parts, result.run_seconds,
                     result.output_dir.string());
}

}  // namespace gmat_sweep
