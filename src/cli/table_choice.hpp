#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep::cli {

/// Which table of a sweep a command works on.
struct TableChoice {
  std::optional<std::string> report;
  std::optional<std::string> ephemeris;
  std::optional<std::string> contact;
  std::optional<std::string> solver;
  std::optional<std::string> extra;
};

/// `--name`, `--ephemeris`, `--contact`, `--solver` and `--extra`, of which one at most may be
/// given.
/// @return the group they stand in, for options that exclude all of them
CLI::Option_group* add_table_choice(CLI::App& command, TableChoice& choice);

LazyTable chosen_table(const Manifest& manifest, const TableChoice& choice);

/// The same, to compute something of: throws SweepConfigError when no run is ok.
LazyTable table_to_compute_of(const Manifest& manifest, const TableChoice& choice);

/// The positional argument MANIFEST: a sweep's manifest or an archive of it.
void add_manifest_argument(CLI::App& command, std::filesystem::path& manifest,
                           std::string_view name = "MANIFEST");

/// What becomes of a table: rows of it on standard output, or all of it in a file.
struct TableOutput {
  std::filesystem::path path;
  PrintOptions print;
};

/// `--out`, `--head` and `--tail`.
void add_table_output(CLI::App& command, TableOutput& output);

void put_out(const LazyTable& table, const TableOutput& output);

}  // namespace gmat_sweep::cli
