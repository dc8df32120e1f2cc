// acting_driver FOLDER WORKERS: starts as many sleeping runs as there are workers.

#include <cstdio>
#include <cstdlib>

#include "pools/local_pool.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::filesystem::path folder = argv[1];
  const int workers = std::atoi(argv[2]);
  gmat_sweep::LocalPool pool({workers, GMAT_SWEEP_ACTING_WORKER});
  std::int64_t next = 0;
  pool.run(
      {},
      [&]() -> std::optional<gmat_sweep::RunSpec> {
        if (next == workers) return std::nullopt;
        gmat_sweep::RunSpec spec;
        spec.run_id = next++;
        spec.overrides = {{"Engine.Action", "sleep"}};
        spec.output_dir = folder / ("run-" + std::to_string(spec.run_id));
        return spec;
      },
      [](std::vector<gmat_sweep::FinishedRun>) {});
}
