#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/run.hpp"

namespace gmat_sweep {

/// What all runs of a sweep share.
struct RunBase {
  std::filesystem::path script;      ///< absolute
  std::filesystem::path output_dir;  ///< absolute
  Value::Map run_options;
};

/// The runs of a sweep, each made when asked for, in the order they are handed out.
class RunSet {
 public:
  /// One run for each row of the design, run_id counting from 0.
  static RunSet from_design(const Design& design, RunBase base);

  /// Runs given one by one; those without a folder get one under `base.output_dir`.
  /// Throws SweepConfigError, with every fault: a repeated or negative run_id, two runs in one
  /// folder, a script that is not the others', none at all.
  static RunSet from_specs(std::vector<RunSpec> specs, const RunBase& base);

  /// What a manifest records, extensions included.
  /// Throws SweepConfigError when the manifest's entries are not the runs its design describes.
  static RunSet from_manifest(const Manifest& manifest, RunBase base);

  const Design& design() const { return design_; }
  std::int64_t size() const { return size_; }
  /// @pre 0 <= index < size()
  RunSpec at(std::int64_t index) const { return make_(index); }

  /// What the manifest's header records of runs that carry more than overrides; empty when none
  /// does. Folders are absolute.
  const std::vector<ManifestRun>& details() const { return details_; }

 private:
  RunSet(Design design, std::int64_t size, std::function<RunSpec(std::int64_t)> make,
         std::vector<ManifestRun> details)
      : design_(std::move(design)),
        size_(size),
        make_(std::move(make)),
        details_(std::move(details)) {}

  Design design_;
  std::int64_t size_;
  std::function<RunSpec(std::int64_t)> make_;
  std::vector<ManifestRun> details_;
};

/// `<output_dir>/run-<id>`.
std::filesystem::path run_folder(const std::filesystem::path& output_dir, std::int64_t run_id);

}  // namespace gmat_sweep
