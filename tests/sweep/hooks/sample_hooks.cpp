// Hooks in a shared library, for the tests.

#include <csignal>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "gmat_sweep/hook.hpp"

namespace {

gmat_sweep::HookOutputs summarise(const gmat_sweep::RunSpec& spec,
                                  const gmat_sweep::RunOutcome& outcome) {
  const auto path = spec.output_dir / "summary.txt";
  std::ofstream(path) << "run " << spec.run_id << " with " << outcome.output_paths.size()
                      << " outputs";
  return {{"summary", path}};
}

gmat_sweep::HookOutputs throws(const gmat_sweep::RunSpec&, const gmat_sweep::RunOutcome&) {
  throw std::runtime_error("the library's own reason");
}

gmat_sweep::HookOutputs crashes(const gmat_sweep::RunSpec& spec, const gmat_sweep::RunOutcome&) {
  if (spec.run_id % 2 == 1) std::raise(SIGSEGV);
  return {};
}

gmat_sweep::HookOutputs prints(const gmat_sweep::RunSpec&, const gmat_sweep::RunOutcome&) {
  std::puts("said from the library");
  return {};
}

}  // namespace

GMAT_SWEEP_HOOK(summarise);
GMAT_SWEEP_HOOK(throws);
GMAT_SWEEP_HOOK(crashes);
GMAT_SWEEP_HOOK(prints);

// What a library built by another compiler, or against other headers, would export.
extern "C" __attribute__((visibility("default")))
const gmat_sweep::HookExport gmat_sweep_hook_foreign;
extern "C" const gmat_sweep::HookExport gmat_sweep_hook_foreign = {
    "0, another ABI", sizeof(gmat_sweep::RunSpec), sizeof(gmat_sweep::RunOutcome), &summarise};
