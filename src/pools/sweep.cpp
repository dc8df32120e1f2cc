#include "gmat_sweep/sweep.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>

#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/once.hpp"
#include "gmat_sweep/replay.hpp"
#include "pools/debug_pool.hpp"
#include "pools/local_pool.hpp"
#include "sweep/orchestrate.hpp"
#include "sweep/replay.hpp"

namespace gmat_sweep {

namespace {

std::unique_ptr<Pool> make_pool(const SweepOptions& options) {
  if (options.backend == "local") {
    return std::make_unique<LocalPool>(LocalPool::Options{options.workers, {}});
  }
  if (options.backend == "debug") return std::make_unique<DebugPool>(WorkerParts{make_engine});
  throw SweepConfigError(
      fmt::format("there is no backend \"{}\"; expected \"local\" or \"debug\"", options.backend));
}

std::filesystem::path existing_script(const std::filesystem::path& script) {
  if (!std::filesystem::is_regular_file(script)) {
    throw SweepConfigError(fmt::format("script not found: {}", script.string()));
  }
  return std::filesystem::absolute(script).lexically_normal();
}

/// The runs' folders: as recorded, unless the caller says otherwise.
ResumeOptions completed_for(const std::filesystem::path& manifest_path, ResumeOptions options) {
  const Manifest manifest = Manifest::open(manifest_path);
  options.manifest_path = manifest.path();
  if (options.output_dir.empty()) options.output_dir = manifest.output_dir();
  if (!std::filesystem::is_directory(options.output_dir)) {
    throw SweepConfigError(fmt::format(
        "the output folder {} does not exist; the runs that succeeded must still be there",
        options.output_dir.string()));
  }
  static_cast<SweepOptions&>(options) = completed(options);
  return options;
}

}  // namespace

struct Sweep::Impl {
  std::filesystem::path script;
  ResumeOptions options;
  std::optional<RunSet> runs;  ///< of a new sweep

  const RunSet& new_runs() const {
    if (runs) return *runs;
    throw SweepConfigError("this sweep was taken from a manifest: call resume(), not run()");
  }

  const ResumeOptions& taken_up_options() const {
    if (!runs) return options;
    throw SweepConfigError("this sweep is new: call run(), or take one up with from_manifest()");
  }
};

Sweep::Sweep(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Sweep::Sweep(Sweep&&) noexcept = default;
Sweep& Sweep::operator=(Sweep&&) noexcept = default;
Sweep::~Sweep() = default;

Sweep::Sweep(const std::filesystem::path& script, const Design& design, SweepOptions options)
    : impl_(std::make_unique<Impl>()) {
  impl_->script = existing_script(script);
  static_cast<SweepOptions&>(impl_->options) = completed(std::move(options));
  impl_->runs = RunSet::from_design(
      design, {impl_->script, impl_->options.output_dir, impl_->options.run_options});
}

Sweep::Sweep(std::vector<RunSpec> runs, SweepOptions options) : impl_(std::make_unique<Impl>()) {
  if (runs.empty()) throw SweepConfigError("no runs are given; at least one is needed");
  impl_->script = existing_script(runs.front().script_path);
  static_cast<SweepOptions&>(impl_->options) = completed(std::move(options));
  impl_->runs = RunSet::from_specs(
      std::move(runs), {impl_->script, impl_->options.output_dir, impl_->options.run_options});
}

Sweep Sweep::from_manifest(const std::filesystem::path& manifest,
                           const std::filesystem::path& script, ResumeOptions options) {
  auto impl = std::make_unique<Impl>();
  if (!script.empty()) impl->script = existing_script(script);
  impl->options = completed_for(manifest, std::move(options));
  return Sweep(std::move(impl));
}

SweepResult Sweep::run() {
  const RunSet& runs = impl_->new_runs();
  const std::unique_ptr<Pool> pool = make_pool(impl_->options);
  return run_new_sweep(runs, impl_->script, impl_->options, make_engine, *pool);
}

SweepResult Sweep::resume() {
  const std::unique_ptr<Pool> pool = make_pool(impl_->taken_up_options());
  return resume_sweep(impl_->script, impl_->options, make_engine, *pool);
}

const std::filesystem::path& Sweep::manifest_path() const { return impl_->options.manifest_path; }

SweepResult Sweep::extend(std::int64_t n) {
  const std::unique_ptr<Pool> pool = make_pool(impl_->taken_up_options());
  return extend_sweep(n, impl_->script, impl_->options, make_engine, *pool);
}

ReplayResult replay_run(const std::filesystem::path& manifest, std::int64_t run_id,
                        const ReplayOptions& options) {
  SweepOptions one_worker;
  one_worker.workers = 1;
  one_worker.backend = options.backend;
  const std::unique_ptr<Pool> pool = make_pool(one_worker);
  return replay_run_in(manifest, run_id, options, make_engine, *pool);
}

SweepResult sweep(const std::filesystem::path& script, const Value::Map& axes,
                  const SweepOptions& options) {
  return Sweep(script, grid(axes), options).run();
}

}  // namespace gmat_sweep
