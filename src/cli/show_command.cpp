#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep::cli {

namespace {

constexpr std::string_view empty_cell = "—";
constexpr std::size_t summary_width = 60;

struct ShowArguments {
  std::filesystem::path manifest;
  bool detail = false;
  std::optional<std::int64_t> run;
  std::string filter;
};

SweepResult result_of(const Manifest& manifest, const std::filesystem::path& path) {
  SweepResult result;
  for (const RunRecord& run : manifest.runs()) {
    ++result.run_count;
    ++(run.status == RunStatus::ok       ? result.ok
       : run.status == RunStatus::failed ? result.failed
                                         : result.skipped);
    result.run_seconds += run.duration_s;
  }
  result.output_dir = folder_of(path);
  result.manifest_path = path;
  return result;
}

/// Failed runs first: they are what one looks for.
int rank(RunStatus status) {
  return status == RunStatus::failed ? 0 : status == RunStatus::skipped ? 1 : 2;
}

/// The first line of why a run failed, cut to fit a table.
std::string error_summary(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::string(empty_cell);
  std::string line = text->substr(0, text->find('\n'));
  if (line.size() <= summary_width) return line;
  return line.substr(0, summary_width - 3) + "...";
}

std::string path_cell(const std::optional<std::filesystem::path>& path) {
  return path ? path->string() : std::string(empty_cell);
}

/// Columns a terminal shows of UTF-8 text, near enough: continuation bytes take none.
std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void print_aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - display_width(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    std::puts(line.c_str());
  }
}

void print_detail(const Manifest& manifest, const std::string& filter) {
  std::vector<RunRecord> runs(manifest.runs().begin(), manifest.runs().end());
  std::erase_if(runs, [&](const RunRecord& run) {
    return !filter.empty() && to_string(run.status) != filter;
  });
  std::ranges::stable_sort(runs, {}, [](const RunRecord& run) { return rank(run.status); });

  std::vector<std::vector<std::string>> rows = {
      {"run_id", "status", "duration_s", "stderr_summary", "log_path"}};
  for (const RunRecord& run : runs) {
    const ManifestEntry entry = manifest.entry(run);
    rows.push_back({std::to_string(run.run_id), std::string(to_string(run.status)),
                    fmt::format("{:.2f}", run.duration_s), error_summary(entry.outcome.error_text),
                    path_cell(entry.log_path)});
  }
  print_aligned(rows);
}

void print_fields(const std::vector<std::pair<std::string, std::string>>& fields,
                  std::string_view indent) {
  std::size_t width = 0;
  for (const auto& [name, text] : fields) width = std::max(width, name.size());
  for (const auto& [name, text] : fields) {
    fmt::print("{}{:<{}}  {}\n", indent, name, width, text);
  }
}

void print_run(const ManifestEntry& entry) {
  const RunOutcome& outcome = entry.outcome;
  fmt::print("run_id: {}\n", outcome.run_id);
  std::vector<std::pair<std::string, std::string>> fields = {
      {"status", std::string(to_string(outcome.status))},
      {"postprocess_status", std::string(to_string(outcome.postprocess_status))},
      {"duration_s", fmt::format("{:.2f}", outcome.duration_s)},
      {"started_at", to_iso8601(outcome.started_at)},
      {"ended_at", to_iso8601(outcome.ended_at)},
      {"log_path", path_cell(entry.log_path)}};
  if (entry.attempt > 1) fields.emplace_back("attempt", std::to_string(entry.attempt));
  if (entry.quarantined) fields.emplace_back("quarantined", "yes");
  for (const auto& [key, path] : outcome.output_paths) fields.emplace_back(key, path.string());
  for (const auto& [key, path] : outcome.extra_outputs) fields.emplace_back(key, path.string());
  print_fields(fields, "");

  std::vector<std::pair<std::string, std::string>> overrides;
  for (const auto& [key, value] : entry.overrides) overrides.emplace_back(key, python_repr(value));
  std::ranges::sort(overrides);
  std::puts("\noverrides:");
  print_fields(overrides, "  ");
  if (overrides.empty()) std::puts("  (none)");

  std::puts("\nstderr:");
  std::string text = outcome.error_text.value_or("");
  while (text.ends_with('\n')) text.pop_back();
  std::puts(text.empty() ? "(no stderr)" : text.c_str());
}

void execute(const ShowArguments& arguments) {
  if (!arguments.filter.empty() && !arguments.detail) {
    throw SweepConfigError("--filter requires --detail");
  }
  const Manifest manifest = open_manifest(arguments.manifest);
  if (arguments.run) {
    const RunRecord* run = manifest.find(*arguments.run);
    if (run == nullptr) {
      throw ManifestCorruptError(fmt::format("run_id {} not found in manifest", *arguments.run),
                                 arguments.manifest);
    }
    print_run(manifest.entry(*run));
    return;
  }
  if (arguments.detail) print_detail(manifest, arguments.filter);
  std::puts(summary_line(result_of(manifest, arguments.manifest)).c_str());
}

}  // namespace

void add_show_command(CLI::App& app) {
  const auto arguments = std::make_shared<ShowArguments>();
  CLI::App* command = app.add_subcommand("show", "Print what a manifest records");
  command->add_option("MANIFEST", arguments->manifest, "The sweep's manifest.jsonl")
      ->required()
      ->type_name("PATH");
  CLI::Option* detail =
      command->add_flag("--detail", arguments->detail, "Print a line for each run, failed first");
  command->add_option("--run", arguments->run, "Print the whole record of one run")
      ->type_name("N")
      ->excludes(detail);
  command->add_option("--filter", arguments->filter, "With --detail: only runs of this status")
      ->type_name("STATUS")
      ->check(CLI::IsMember({"ok", "failed", "skipped"}));
  command->callback([arguments] { execute(*arguments); });
}

}  // namespace gmat_sweep::cli
