// acting_sweep SCRIPT FOLDER RUNS WORKERS [HOOK]: a sweep of so many runs over the acting engine,
// or what a sweep begun in FOLDER still lacks.

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "pools/acting_engine.hpp"
#include "pools/local_pool.hpp"
#include "sweep/orchestrate.hpp"

namespace gmat_sweep {
namespace {

void sweep_or_resume(const std::filesystem::path& script, const std::filesystem::path& folder,
                     int runs, int workers, const std::string& hook) {
  ResumeOptions options;
  options.output_dir = folder;
  options.include_quarantined = true;
  options.postprocess = hook;
  static_cast<SweepOptions&>(options) = completed(options);
  const EngineFactory make_engine = test::acting_parts().make_engine;
  LocalPool pool({workers, GMAT_SWEEP_ACTING_WORKER});
  if (std::filesystem::exists(options.manifest_path)) {
    resume_sweep(script, options, make_engine, pool);
    return;
  }
  Value::List values;
  for (int i = 0; i < runs; ++i) values.emplace_back(static_cast<double>(i));
  const Value::Map axes{{"X.Value", values}, {"Engine.Action", Value::List{"nap"}}};
  run_new_sweep(RunSet::from_design(grid(axes), {script, options.output_dir, {}}), script, options,
                make_engine, pool);
}

}  // namespace
}  // namespace gmat_sweep

int main(int argc, char** argv) {
  if (argc != 5 && argc != 6) return 2;
  try {
    gmat_sweep::sweep_or_resume(argv[1], argv[2], std::atoi(argv[3]), std::atoi(argv[4]),
                                argc == 6 ? argv[5] : "");
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
