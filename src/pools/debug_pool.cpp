#include "pools/debug_pool.hpp"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sweep/run_one.hpp"

namespace gmat_sweep {

void DebugPool::run(const WorkerSetup& setup, const RunSource& source, const RunSink& sink) {
  const std::unique_ptr<Engine> engine = parts_.make_engine(setup.engine);
  RunExecutor::Options options;
  if (setup.hook) options.hook = parts_.load_hook(*setup.hook).call;
  options.max_steps = setup.limits.max_steps;
  options.describe_failures = setup.describe_failures;
  options.files = &files_;
  RunExecutor executor(*engine, std::move(options));
  const auto stopped = [&] { return setup.stop.request && setup.stop.request->requested(); };
  while (!stopped()) {
    std::optional<RunSpec> spec = source();
    if (!spec) return;
    RunOutcome outcome = executor.run_one(*spec);
    std::vector<FinishedRun> finished;
    finished.push_back({std::move(*spec), std::move(outcome)});
    sink(std::move(finished));
  }
}

}  // namespace gmat_sweep
