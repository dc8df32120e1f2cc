#pragma once

#include <functional>

#include "gmat_sweep/engine_config.hpp"
#include "sweep/pool.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

/// What a worker is made of; given in, so that pools know neither engines nor kinds of hook.
struct WorkerParts {
  EngineFactory make_engine;
  /// Called in each worker, once, when the setup names a hook.
  std::function<LoadedHook(const HookConfig&)> load_hook = gmat_sweep::load_hook;
};

/// The helper program's main function: makes the engine once, then forks the workers the driver
/// asks for, which share it copy-on-write, and tells the driver when one ends. Returns the
/// program's exit code, also in each worker.
///
/// No process outlives the driver: the helper ends when the driver does, however that ends, and
/// ends its workers first, each with all that its hook started; when the helper is killed, its
/// guard does (pools/guard.hpp).
int worker_program_main(const WorkerParts& parts);

}  // namespace gmat_sweep
