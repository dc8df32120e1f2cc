// Layout and README of an archive: those of the Python package, with what its manifests do not
// know (inputs, the hook, extra outputs) put beside.

#include "sweep/archive_members.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/sweep.hpp"
#include "gmat_sweep/version.hpp"
#include "script/hash.hpp"
#include "sweep/inputs.hpp"
#include "sweep/manifest_format.hpp"
#include "sweep/manifest_writer.hpp"
#include "sweep/output_digest.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

constexpr const char* log_name = "worker.log";

/// Gathers members, and what is wrong with them, so that all of it can be told at once.
class Gatherer {
 public:
  Gatherer(const Manifest& manifest, const ArchiveOptions& options, FileSystem& files)
      : manifest_(manifest), options_(options), files_(files), header_(manifest.header()) {}

  ArchiveMembers gather() {
    add_script();
    add_hook();
    const std::string lines = entry_lines();
    complain();
    header_.output_dir = ".";
    for (ManifestRun& run : header_.runs) run.output_dir = run_member(run.run_id);
    members_.texts[archive_manifest_name] = header_line(header_) + lines;
    members_.texts[header_copy_path(archive_manifest_name).generic_string()] = header_line(header_);
    members_.texts["README.md"] = readme();
    members_.texts[archive_hash_name] = hashes();
    complain();
    return std::move(members_);
  }

 private:
  static std::string run_member(std::int64_t run_id) { return fmt::format("runs/run-{}", run_id); }

  void add_script() {
    if (!options_.script.empty()) return add_given_script();
    if (header_.inputs.empty()) {
      throw SweepConfigError(fmt::format(
          "{} records no copy of its mission script: name the script to pack (--script)",
          manifest_.path().string()));
    }
    for (ManifestInput& input : header_.inputs) {
      const fs::path copy = manifest_.output_dir() / input.path;
      add_input(input, copy);
      if (!fs::is_regular_file(copy)) continue;
      const std::string digest = sha256_file_hex(copy, files_);
      if (digest == input.sha256) continue;
      throw SweepConfigError(
          fmt::format("{} is not the script the sweep was started with: its SHA-256 is {}, the "
                      "manifest records {}; name the right one (--script)",
                      copy.string(), digest, input.sha256));
    }
  }

  void add_given_script() {
    const std::string digest = script::canonical_script_sha256(options_.script);
    if (digest != header_.script_sha256 && !options_.allow_script_drift) {
      throw SweepConfigError(
          fmt::format("{} is not the script the sweep was started with: its hash is {}, the "
                      "manifest records {}; --allow-script-drift packs it all the same",
                      options_.script.string(), digest, header_.script_sha256));
    }
    std::vector<fs::path> function_folders = options_.function_path;
    for (const ManifestInput& input : header_.inputs) {
      function_folders.push_back((manifest_.output_dir() / input.path).parent_path());
    }
    header_.inputs.clear();
    for (const SweepInput& input : find_inputs(options_.script, function_folders)) {
      header_.inputs.push_back(input.record);
      add_input(header_.inputs.back(), input.source);
    }
  }

  /// `inputs/leo.script` goes to `script/leo.script`.
  static fs::path place_of_copy(const fs::path& path) {
    return fs::path("script") / path.lexically_relative(*path.begin());
  }

  void add_input(ManifestInput& input, const fs::path& file) {
    input.path = place_of_copy(input.path);
    add_file(input.path.generic_string(), file);
  }

  /// The copies of the hook's files; the paths of the originals lead nowhere from an archive.
  void add_hook() {
    for (ManifestHookFile& file : header_.postprocess_files) {
      const fs::path copy = manifest_.output_dir() / file.path;
      file.path = place_of_copy(file.path);
      add_file(file.path.generic_string(), copy);
      digests_[file.path.generic_string()] = file.sha256;
    }
  }

  std::string entry_lines() {
    std::string lines;
    const PathStyle as_they_are({}, false);
    for (const RunRecord& run : manifest_.runs()) {
      ManifestEntry entry = manifest_.entry(run);
      place_files(entry);
      lines += entry_line(entry, as_they_are);
    }
    return lines;
  }

  /// Adds a run's files, and puts their members' names into its entry.
  void place_files(ManifestEntry& entry) {
    const std::int64_t run_id = entry.outcome.run_id;
    const auto place = [&](auto& paths, const auto& digests) {
      for (auto& [key, path] : paths) {
        const std::string member = member_name(run_id, entry.log_path, key, path);
        add_file(member, path);
        if (digests.contains(key)) check_digest(path, digests.at(key), member);
        path = member;
      }
    };
    place(entry.outcome.output_paths, entry.outcome.output_sha256);
    place(entry.outcome.extra_outputs, entry.outcome.extra_outputs_sha256);
    if (entry.log_path && options_.include_logs && fs::is_regular_file(*entry.log_path)) {
      const std::string member = run_member(run_id) + "/" + log_name;
      members_.files[member] = *entry.log_path;
      entry.log_path = member;
    } else {
      entry.log_path.reset();
    }
  }

  /// Of a file when its member is hashed; of a folder now.
  void check_digest(const fs::path& path, const std::string& recorded, const std::string& member) {
    if (!fs::is_directory(path)) {
      digests_[member] = recorded;
      return;
    }
    const std::string found = output_sha256(path, files_);
    if (found != recorded) complain_of_digest(path, found, recorded);
  }

  void complain_of_digest(const fs::path& path, const std::string& found,
                          const std::string& recorded) {
    problems_.push_back(fmt::format("{}: its SHA-256 is {}, the manifest records {}", path.string(),
                                    found, recorded));
  }

  /// An output's place within its run's folder, wherever that is; for one from elsewhere, its key
  /// and its name, as far as they make names of files.
  fs::path place_of(std::int64_t run_id, const std::optional<fs::path>& log_path,
                    const std::string& key, const fs::path& path) const {
    std::vector<fs::path> folders = {manifest_.output_dir() / fmt::format("run-{}", run_id),
                                     manifest_.output_dir() / run_member(run_id)};
    if (log_path) folders.push_back(log_path->parent_path());
    for (const fs::path& folder : folders) {
      fs::path relative = path.lexically_normal().lexically_relative(folder);
      if (!relative.empty() && *relative.begin() != "..") return relative;
    }
    return fs::path(plain_name(key)) / plain_name(path.filename());
  }

  /// A name that any file system takes and that leads nowhere: letters, digits, `.`, `_` and `-`.
  static std::string plain_name(const std::string& text) {
    constexpr std::size_t longest = 100;
    std::string name = text.substr(0, longest);
    for (char& c : name) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
      if (!plain) c = '_';
    }
    if (name.empty() || name.front() == '.') name.insert(0, 1, '_');
    return name;
  }

  /// The same place for the same file, and for no other.
  std::string member_name(std::int64_t run_id, const std::optional<fs::path>& log_path,
                          const std::string& key, const fs::path& path) {
    const fs::path place = place_of(run_id, log_path, key, path);
    const std::string wanted =
        place == "." ? run_member(run_id) : run_member(run_id) + "/" + place.generic_string();
    std::string member = wanted;
    for (int n = 2;; ++n) {
      const auto [taken, is_new] = sources_.emplace(member, path);
      if (is_new || taken->second == path) return member;
      member = fmt::format("{}-{}", wanted, n);
    }
  }

  void add_file(const std::string& member, const fs::path& path) {
    if (fs::is_directory(path)) {
      const std::vector<fs::path> content = content_of_folder(path);
      for (const fs::path& inside : content) {
        members_.files[member + "/" + inside.generic_string()] = path / inside;
      }
      if (content.empty()) members_.folders.insert(member + "/");
    } else if (fs::is_regular_file(path)) {
      members_.files[member] = path;
    } else {
      problems_.push_back(path.string() +
                          (fs::exists(path) ? ": neither a file nor a folder" : ": missing"));
    }
  }

  void complain() {
    if (problems_.empty()) return;
    constexpr std::size_t most_listed = 100;
    const std::size_t count = problems_.size();
    if (count > most_listed) {
      problems_.resize(most_listed);
      problems_.push_back(fmt::format("and {} more", count - most_listed));
    }
    throw SweepConfigError(fmt::format(
        "{} names files that are not as it says (`gmat-sweep repair` and `resume` make them "
        "again):\n{}",
        manifest_.path().string(), fmt::join(problems_, "\n")));
  }

  /// As `sha256sum` writes and checks them, sorted by digest as the Python package does.
  std::string hashes() {
    std::vector<std::string> lines;
    for (const auto& [name, text] : members_.texts) {
      lines.push_back(sha256sum_line(sha256_hex(text), name));
    }
    for (const auto& [name, path] : members_.files) {
      const std::string found = sha256_file_hex(path, files_);
      lines.push_back(sha256sum_line(found, name));
      const auto recorded = digests_.find(name);
      if (recorded == digests_.end() || recorded->second == found) continue;
      complain_of_digest(path, found, recorded->second);
    }
    std::ranges::sort(lines);
    return fmt::format("{}", fmt::join(lines, ""));
  }

  std::string readme() const {
    SweepResult result;
    for (const RunRecord& run : manifest_.runs()) {
      ++(run.status == RunStatus::ok       ? result.ok
         : run.status == RunStatus::failed ? result.failed
                                           : result.skipped);
      result.run_seconds += run.duration_s;
    }
    const std::string script =
        header_.inputs.empty() ? "" : header_.inputs.front().path.generic_string();
    return fmt::format(
        R"(# Sweep archive: {runs} runs

Made by `gmat-sweep archive`. It holds what is needed to look at the sweep, or go on with it, elsewhere.

- Runs: {runs} ({ok} ok, {failed} failed, {skipped} skipped), {seconds:.2f} s in all
- Script SHA-256: `{sha}`
- gmat-sweep: {version} (sweep), {packer} (archive)
- Engine: {engine} {engine_version}
- System at sweep time: {platform}
- Backend: {backend}

| member | holds |
| --- | --- |
| `{script}` | the mission script |
| `manifest.jsonl` | every run's record; its paths are relative to this folder |
| `runs/run-<id>/` | each run's outputs{logs} |
| `MANIFEST.hash` | SHA-256 of every other member |

Without unpacking: `gmat-sweep verify ARCHIVE.zip`, `gmat-sweep table ARCHIVE.zip`. Unpacked:

    sha256sum -c MANIFEST.hash
    gmat-sweep show manifest.jsonl
    gmat-sweep resume manifest.jsonl --script {script}
)",
        fmt::arg("runs", manifest_.runs().size()), fmt::arg("ok", result.ok),
        fmt::arg("failed", result.failed), fmt::arg("skipped", result.skipped),
        fmt::arg("seconds", result.run_seconds), fmt::arg("sha", header_.script_sha256),
        fmt::arg("version", header_.gmat_sweep_version), fmt::arg("packer", version),
        fmt::arg("engine", header_.engine.empty() ? "unknown" : header_.engine),
        fmt::arg("engine_version", header_.engine_version),
        fmt::arg("platform", header_.os_platform), fmt::arg("backend", header_.backend),
        fmt::arg("script", script),
        fmt::arg("logs", options_.include_logs
                             ? " and its `worker.log`"
                             : "; worker logs were left out (`--include-logs` packs them)"));
  }

  const Manifest& manifest_;
  const ArchiveOptions& options_;
  FileSystem& files_;
  ManifestHeader header_;
  ArchiveMembers members_;
  std::map<std::string, fs::path> sources_;     // of members
  std::map<std::string, std::string> digests_;  // as the manifest records them, by member
  std::vector<std::string> problems_;
};

}  // namespace

ArchiveMembers archive_members(const Manifest& manifest, const ArchiveOptions& options,
                               FileSystem& files) {
  return Gatherer(manifest, options, files).gather();
}

}  // namespace gmat_sweep
