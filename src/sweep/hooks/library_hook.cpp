#include "sweep/hooks/library_hook.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstring>
#include <exception>

namespace gmat_sweep {

namespace {

[[noreturn]] void refuse(const HookConfig& config, const std::string& reason) {
  throw SweepConfigError(fmt::format("postprocess hook '{}': {}", config.text, reason));
}

}  // namespace

LoadedHook load_library_hook(const HookConfig& config) {
  // Never closed: the hook's code may have left anything behind that points into it.
  void* library = dlopen(config.file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) refuse(config, fmt::format("cannot load the library: {}", dlerror()));
  const std::string symbol = "gmat_sweep_hook_" + config.function;
  const auto* found = static_cast<const HookExport*>(dlsym(library, symbol.c_str()));
  if (found == nullptr) {
    refuse(config, fmt::format("the library exports no hook '{0}'; it needs "
                               "GMAT_SWEEP_HOOK({0}) from gmat_sweep/hook.hpp",
                               config.function));
  }
  if (std::strcmp(found->abi, GMAT_SWEEP_HOOK_ABI) != 0 ||
      found->run_spec_size != sizeof(RunSpec) || found->run_outcome_size != sizeof(RunOutcome)) {
    refuse(config, fmt::format("the library was built against another ABI: it has '{}' with "
                               "RunSpec of {} and RunOutcome of {} bytes, this build '{}' with {} "
                               "and {}; build it again with this version's headers",
                               found->abi, found->run_spec_size, found->run_outcome_size,
                               GMAT_SWEEP_HOOK_ABI, sizeof(RunSpec), sizeof(RunOutcome)));
  }
  return {[function = found->function](const RunSpec& spec, const RunOutcome& outcome) {
            try {
              return function(spec, outcome);
            } catch (const std::exception& error) {
              throw HookFailed(error.what());
            } catch (...) {
              throw HookFailed("the hook threw something that is not a std::exception");
            }
          },
          config.file};
}

}  // namespace gmat_sweep
