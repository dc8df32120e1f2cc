#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include "gmat_sweep/run.hpp"

namespace gmat_sweep {

/// The hook's own keys to the files it wrote. Relative paths start at the folder the sweep was
/// started in.
using HookOutputs = std::map<std::string, std::filesystem::path>;

/// A postprocess hook written in C++. It is called in the worker after each run whose engine
/// succeeded, with the run and the engine's outcome; every path it returns must exist. What it
/// throws makes the run `failed`.
using HookFunction = HookOutputs (*)(const RunSpec&, const RunOutcome&);

/// What a hook library exports for one hook: the function, and what both sides of the call must
/// agree on.
struct HookExport {
  const char* abi;
  std::size_t run_spec_size;
  std::size_t run_outcome_size;
  HookFunction function;
};

#define GMAT_SWEEP_STRINGIFY_(x) #x
#define GMAT_SWEEP_STRINGIFY(x) GMAT_SWEEP_STRINGIFY_(x)

/// The layout of RunSpec and RunOutcome (the leading number, raised when they change) and the
/// compiler's ABI.
#define GMAT_SWEEP_HOOK_ABI                                                                      \
  "2, g++ ABI " GMAT_SWEEP_STRINGIFY(__GXX_ABI_VERSION) ", C++11 strings " GMAT_SWEEP_STRINGIFY( \
      _GLIBCXX_USE_CXX11_ABI)

/// Exports `function` from a shared library under its own name, so that
/// `./libmy_hooks.so:function` finds it. Stands at namespace scope, after the function.
#define GMAT_SWEEP_HOOK(function)                                                           \
  extern "C" __attribute__((visibility("default")))                                         \
  const ::gmat_sweep::HookExport gmat_sweep_hook_##function;                                \
  extern "C" const ::gmat_sweep::HookExport gmat_sweep_hook_##function = {                  \
      GMAT_SWEEP_HOOK_ABI, sizeof(::gmat_sweep::RunSpec), sizeof(::gmat_sweep::RunOutcome), \
      &(function)}

}  // namespace gmat_sweep
