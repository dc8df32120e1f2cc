#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "analysis/run_file_table.hpp"
#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/tables.hpp"
#include "store/parquet_footer.hpp"

namespace gmat_sweep {
namespace {

constexpr std::string_view report_prefix = "report__";
constexpr std::string_view ephemeris_prefix = "ephemeris__";
constexpr std::string_view contact_prefix = "contact__";
constexpr std::string_view solver_prefix = "solver__";

/// The files of one kind of output: for each run, by name.
class OutputFiles {
 public:
  /// @param kind  as users know it, for messages: "report"
  explicit OutputFiles(std::string kind) : kind_(std::move(kind)) {}

  void add_run(const RunRecord& record) { runs_.push_back({record.run_id, record.status}); }

  /// Adds a file to the run added last.
  void add_file(const std::string& name, const std::filesystem::path& path) {
    std::size_t number = names_.emplace(name, names_.size()).first->second;
    files_.push_back({runs_.size() - 1, number, path.string()});
    any_ok_ = true;
  }

  void note_ok() { any_ok_ = true; }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& [name, number] : names_) names.push_back(name);
    return names;
  }

  /// The name to use when the user gave none. Nothing when no run wrote any.
  std::optional<std::string> only_name() const {
    if (names_.empty()) return std::nullopt;
    if (names_.size() == 1) return names_.begin()->first;
    throw SweepConfigError(fmt::format("this sweep has {} {} outputs; name one of {}",
                                       names_.size(), kind_, fmt::join(names(), ", ")));
  }

  void check_name(const std::string& name) const {
    // In a sweep without a successful run nothing can be said of what it would have written.
    if (names_.contains(name) || !any_ok_) return;
    std::vector<std::string> known = names();
    if (known.empty()) {
      throw SweepConfigError(
          fmt::format("this sweep has no {} output \"{}\", nor any other", kind_, name));
    }
    throw SweepConfigError(fmt::format("this sweep has no {} output \"{}\"{}; there are: {}", kind_,
                                       name, did_you_mean(name, known), fmt::join(known, ", ")));
  }

  /// Every run with its file of that name, or without.
  std::vector<RunFile> files_of(const std::optional<std::string>& name) const {
    std::vector<RunFile> result = runs_;
    auto number = name ? names_.find(*name) : names_.end();
    if (number == names_.end()) return result;
    for (const File& file : files_) {
      if (file.name == number->second) result[file.run].path = file.path;
    }
    return result;
  }

 private:
  struct File {
    std::size_t run;
    std::size_t name;
    std::string path;
  };

  std::string kind_;
  std::vector<RunFile> runs_;
  std::map<std::string, std::size_t> names_;
  std::vector<File> files_;
  bool any_ok_ = false;
};

/// The outputs whose key starts with `prefix`: of runs that succeeded, and what the others left
/// (the iterations of their solvers).
OutputFiles engine_outputs(const Manifest& manifest, std::string kind, std::string_view prefix) {
  OutputFiles outputs(std::move(kind));
  for (const RunRecord& record : manifest.runs()) {
    outputs.add_run(record);
    if (record.status == RunStatus::ok) {
      outputs.note_ok();
    } else if (prefix != solver_prefix || record.status == RunStatus::skipped) {
      continue;
    }
    for (const auto& [key, path] : manifest.entry(record).outcome.output_paths) {
      if (key.starts_with(prefix)) outputs.add_file(key.substr(prefix.size()), path);
    }
  }
  return outputs;
}

LazyTable engine_table(const OutputFiles& outputs, const std::optional<std::string>& name,
                       SecondIndex second) {
  if (name) outputs.check_name(*name);
  return run_file_table(outputs.files_of(name ? name : outputs.only_name()), second);
}

OutputFiles hook_outputs(const Manifest& manifest) {
  OutputFiles outputs("extra");
  for (const RunRecord& record : manifest.runs()) {
    outputs.add_run(record);
    if (record.status != RunStatus::ok) continue;
    outputs.note_ok();
    for (const auto& [key, path] : manifest.entry(record).outcome.extra_outputs) {
      outputs.add_file(key, path);
    }
  }
  return outputs;
}

/// Throws when files of a hook are there but are not Parquet, with their paths.
void check_are_parquet(const std::vector<RunFile>& files, const std::string& key) {
  constexpr std::size_t most_listed = 100;
  std::vector<std::string> others;
  std::size_t count = 0;
  for (const RunFile& file : files) {
    if (file.path.empty() || !std::filesystem::exists(file.path)) continue;
    if (store::is_parquet(file.path)) continue;
    if (++count <= most_listed) others.push_back(file.path);
  }
  if (count == 0) return;
  if (count > most_listed) others.push_back(fmt::format("and {} more", count - most_listed));
  throw SweepConfigError(
      fmt::format("the extra output \"{}\" is not Parquet, so there is no table of it; its files "
                  "are:\n{}",
                  key, fmt::join(others, "\n")));
}

}  // namespace

LazyTable lazy_multiindex(const Manifest& manifest, const std::optional<std::string>& name) {
  return engine_table(engine_outputs(manifest, "report", report_prefix), name, SecondIndex::time);
}

LazyTable lazy_ephemerides(const Manifest& manifest, const std::optional<std::string>& name) {
  return engine_table(engine_outputs(manifest, "ephemeris", ephemeris_prefix), name,
                      SecondIndex::time);
}

LazyTable lazy_contacts(const Manifest& manifest, const std::optional<std::string>& name) {
  return engine_table(engine_outputs(manifest, "contact", contact_prefix), name,
                      SecondIndex::interval_id);
}

LazyTable lazy_solver_iterations(const Manifest& manifest, const std::optional<std::string>& name) {
  return engine_table(engine_outputs(manifest, "solver", solver_prefix), name,
                      SecondIndex::time_if_there);
}

LazyTable lazy_extra_outputs(const Manifest& manifest, const std::string& key) {
  OutputFiles outputs = hook_outputs(manifest);
  outputs.check_name(key);
  std::vector<RunFile> files = outputs.files_of(key);
  check_are_parquet(files, key);
  return run_file_table(std::move(files), SecondIndex::time_if_there);
}

OutputNames output_names(const Manifest& manifest) {
  std::set<std::string> outputs;
  std::set<std::string> extra_outputs;
  for (const RunRecord& record : manifest.runs()) {
    if (record.status == RunStatus::skipped) continue;
    RunOutcome outcome = manifest.entry(record).outcome;
    for (const auto& [key, path] : outcome.output_paths) outputs.insert(key);
    for (const auto& [key, path] : outcome.extra_outputs) extra_outputs.insert(key);
  }
  auto of_kind = [&](std::string_view prefix) {
    std::vector<std::string> names;
    for (const std::string& key : outputs) {
      if (key.starts_with(prefix)) names.push_back(key.substr(prefix.size()));
    }
    return names;
  };
  return {.reports = of_kind(report_prefix),
          .ephemerides = of_kind(ephemeris_prefix),
          .contacts = of_kind(contact_prefix),
          .solvers = of_kind(solver_prefix),
          .extra_outputs = {extra_outputs.begin(), extra_outputs.end()}};
}

}  // namespace gmat_sweep
