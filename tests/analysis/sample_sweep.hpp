#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/table.hpp"
#include "store/parquet_writer.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/manifest_writer.hpp"

namespace gmat_sweep::test {

inline Column reals(std::string name, std::vector<double> values) {
  return {std::move(name), std::move(values)};
}
inline Column integers(std::string name, std::vector<std::int64_t> values) {
  return {std::move(name), std::move(values)};
}
inline Column texts(std::string name, std::vector<std::string> values) {
  return {std::move(name), std::move(values)};
}
/// Instants as whole seconds from 1970.
inline Column seconds(std::string name, const std::vector<std::int64_t>& values) {
  std::vector<Timestamp> times;
  for (std::int64_t value : values) times.push_back({value * 1'000'000'000});
  return {std::move(name), std::move(times)};
}

template <class T>
const std::vector<T>& values_of(const Table& table, std::string_view name) {
  const Column* column = table.find(name);
  if (column == nullptr) throw std::runtime_error("no column " + std::string(name));
  return std::get<std::vector<T>>(column->values);
}

inline std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

/// A sweep on disk, made run by run, with its manifest.
class SampleSweep {
 public:
  SampleSweep() {
    header_.script_sha256 = std::string(64, '0');
    header_.os_platform = "Linux";
    header_.parameter_spec = {{"_kind", "grid"}};
    header_.output_dir = ".";
  }

  /// A run with engine outputs, by key, as tables to be written.
  void add(std::int64_t run_id, const std::map<std::string, Table>& outputs,
           const std::map<std::string, Table>& extra_outputs = {}) {
    ManifestEntry entry = entry_of(run_id, RunStatus::ok);
    for (const auto& [key, table] : outputs) {
      entry.outcome.output_paths[key] = written(run_id, key, table);
    }
    for (const auto& [key, table] : extra_outputs) {
      entry.outcome.extra_outputs[key] = written(run_id, key, table);
    }
    entries_.push_back(std::move(entry));
  }

  /// A run with one output that is there already.
  void add_file(std::int64_t run_id, const std::string& key, const std::filesystem::path& path,
                bool is_extra = false) {
    ManifestEntry entry = entry_of(run_id, RunStatus::ok);
    (is_extra ? entry.outcome.extra_outputs : entry.outcome.output_paths)[key] = path;
    entries_.push_back(std::move(entry));
  }

  void add_without_outputs(std::int64_t run_id, RunStatus status) {
    entries_.push_back(entry_of(run_id, status));
  }

  /// The last run added.
  ManifestEntry& last() { return entries_.back(); }

  std::filesystem::path path() const { return directory_.path(); }

  Manifest manifest() {
    std::filesystem::path path = directory_.path() / "manifest.jsonl";
    std::filesystem::remove(path);
    header_.run_count = static_cast<std::int64_t>(entries_.size());
    ManifestWriter::create(path, header_).append(entries_);
    return Manifest::open(path);
  }

  ManifestHeader& header() { return header_; }

 private:
  static ManifestEntry entry_of(std::int64_t run_id, RunStatus status) {
    ManifestEntry entry;
    entry.outcome.run_id = run_id;
    entry.outcome.status = status;
    if (status == RunStatus::failed) entry.outcome.error_text = "the orbit is no orbit";
    return entry;
  }

  std::filesystem::path written(std::int64_t run_id, const std::string& key,
                                const Table& table) const {
    std::filesystem::path path =
        directory_.path() / ("run-" + std::to_string(run_id)) / (key + ".parquet");
    std::filesystem::create_directories(path.parent_path());
    store::write_parquet(path, table);
    return path;
  }

  TemporaryDirectory directory_;
  ManifestHeader header_;
  std::vector<ManifestEntry> entries_;
};

/// A report of two rows, from which run `run_id` can be told.
inline Table small_report(std::int64_t run_id) {
  auto x = static_cast<double>(run_id);
  Table table;
  table.columns = {seconds("Sat.UTCGregorian", {0, 60}), reals("Sat.X", {x, x + 0.5}),
                   seconds("time", {0, 60})};
  return table;
}

}  // namespace gmat_sweep::test
