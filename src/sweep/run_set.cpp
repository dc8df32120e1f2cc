#include "sweep/run_set.hpp"

#include <fmt/format.h>

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

RunSpec spec_of(const Design& design, const RunBase& base, std::int64_t run_id) {
  RunSpec spec;
  spec.script_path = base.script;
  spec.overrides = design.overrides(run_id);
  spec.output_dir = run_folder(base.output_dir, run_id);
  spec.run_id = run_id;
  spec.seed = design.run_seed(run_id);
  spec.run_options = base.run_options;
  return spec;
}

void complete(RunSpec& spec, const RunBase& base) {
  spec.script_path = base.script;
  if (spec.output_dir.empty()) spec.output_dir = run_folder(base.output_dir, spec.run_id);
  spec.output_dir = fs::absolute(spec.output_dir).lexically_normal();
  for (const auto& [key, value] : base.run_options) {
    if (!spec.run_options.contains(key)) spec.run_options.set(key, value);
  }
}

void check_specs(const std::vector<RunSpec>& specs) {
  std::vector<std::string> problems;
  std::set<std::int64_t> ids;
  std::set<fs::path> folders;
  for (const RunSpec& spec : specs) {
    if (spec.run_id < 0) problems.push_back(fmt::format("run_id {} is negative", spec.run_id));
    if (!ids.insert(spec.run_id).second) {
      problems.push_back(fmt::format("run_id {} is given more than once", spec.run_id));
    }
    if (!spec.output_dir.empty() && !folders.insert(spec.output_dir.lexically_normal()).second) {
      problems.push_back(fmt::format("run {} has the folder of another run, {}", spec.run_id,
                                     spec.output_dir.string()));
    }
    if (spec.script_path != specs.front().script_path) {
      problems.push_back(fmt::format("run {} names the script {}, the first run {}", spec.run_id,
                                     spec.script_path.string(),
                                     specs.front().script_path.string()));
    }
  }
  if (!problems.empty()) throw SweepConfigError(fmt::format("{}", fmt::join(problems, "\n")));
}

bool is_plain(const RunSpec& spec, std::int64_t index, const RunBase& base) {
  return spec.run_id == index && spec.output_dir == run_folder(base.output_dir, index) &&
         spec.seed.is_null() && spec.run_options == base.run_options;
}

std::vector<ManifestRun> details_of(const std::vector<RunSpec>& specs, const RunBase& base) {
  bool plain = true;
  std::vector<ManifestRun> details;
  for (const RunSpec& spec : specs) {
    plain = plain && is_plain(spec, std::ssize(details), base);
    details.push_back({spec.run_id, spec.output_dir, spec.seed, spec.run_options});
  }
  return plain ? std::vector<ManifestRun>{} : details;
}

bool same_value(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) {
    // Reals that are not numbers are equal here; integers and reals are as Python compares them.
    return a.as_real() == b.as_real() || (a.as_real() != a.as_real() && b.as_real() != b.as_real());
  }
  return a == b;
}

bool same_overrides(const Value::Map& a, const Value::Map& b) {
  if (a.size() != b.size()) return false;
  for (const auto& [field, value] : a) {
    const Value* other = b.find(field);
    if (other == nullptr || !same_value(value, *other)) return false;
  }
  return true;
}

/// A design that no longer gives what was run would continue another sweep than the one begun. The
/// first and the last entry tell.
void check_entries(const Manifest& manifest, const RunSet& runs) {
  if (manifest.runs().empty() || !manifest.header().runs.empty()) return;
  for (const RunRecord* record : {&manifest.runs().front(), &manifest.runs().back()}) {
    if (record->run_id < 0 || record->run_id >= runs.size()) {
      throw SweepConfigError(fmt::format("{} has an entry for run {}, but its design has {} runs",
                                         manifest.path().string(), record->run_id, runs.size()));
    }
    const Value::Map recorded = manifest.entry(*record).overrides;
    const Value::Map rebuilt = runs.at(record->run_id).overrides;
    if (same_overrides(recorded, rebuilt)) continue;
    throw SweepConfigError(
        fmt::format("{} records run {} with {}, but its design gives that run {}",
                    manifest.path().string(), record->run_id, to_json(recorded), to_json(rebuilt)));
  }
}

/// The design with the runs that extensions have added.
Design extended_design(const Manifest& manifest) {
  Design design = Design::from_parameter_spec(manifest.header().parameter_spec);
  const bool counted = manifest.header().runs.empty();
  if (!counted || manifest.total_run_count() <= design.run_count()) return design;
  return design.extended_to(manifest.total_run_count());
}

}  // namespace

fs::path run_folder(const fs::path& output_dir, std::int64_t run_id) {
  return output_dir / fmt::format("run-{}", run_id);
}

RunSet RunSet::from_design(const Design& design, RunBase base) {
  auto make = [design, base = std::move(base)](std::int64_t index) {
    return spec_of(design, base, index);
  };
  return {design, design.run_count(), std::move(make), {}};
}

RunSet RunSet::from_specs(std::vector<RunSpec> specs, const RunBase& base) {
  if (specs.empty()) throw SweepConfigError("no runs are given; at least one is needed");
  check_specs(specs);
  std::vector<Value::Map> overrides;
  for (RunSpec& spec : specs) {
    complete(spec, base);
    overrides.push_back(spec.overrides);
  }
  std::vector<ManifestRun> details = details_of(specs, base);
  const std::int64_t size = std::ssize(specs);
  auto shared = std::make_shared<const std::vector<RunSpec>>(std::move(specs));
  auto make = [shared](std::int64_t index) { return (*shared)[static_cast<std::size_t>(index)]; };
  return {explicit_overrides(overrides), size, std::move(make), std::move(details)};
}

RunSet RunSet::from_manifest(const Manifest& manifest, RunBase base) {
  const Design design = extended_design(manifest);
  const std::vector<ManifestRun>& details = manifest.header().runs;
  if (details.empty()) {
    RunSet runs = from_design(design, std::move(base));
    check_entries(manifest, runs);
    return runs;
  }
  if (std::ssize(details) != design.run_count()) {
    throw SweepConfigError(fmt::format("{} describes {} runs, but its design has {}",
                                       manifest.path().string(), details.size(),
                                       design.run_count()));
  }
  auto make = [design, base = std::move(base), details](std::int64_t index) {
    const ManifestRun& run = details[static_cast<std::size_t>(index)];
    RunSpec spec;
    spec.script_path = base.script;
    spec.overrides = design.overrides(index);
    spec.output_dir =
        run.output_dir.is_absolute() ? run.output_dir : base.output_dir / run.output_dir;
    spec.run_id = run.run_id;
    spec.seed = run.seed;
    spec.run_options = run.run_options;
    return spec;
  };
  return {design, design.run_count(), std::move(make), details};
}

}  // namespace gmat_sweep
