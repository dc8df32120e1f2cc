// A hook that does nothing: what is left is the cost of calling it.

#include "gmat_sweep/hook.hpp"

namespace {

gmat_sweep::HookOutputs no_work(const gmat_sweep::RunSpec&, const gmat_sweep::RunOutcome&) {
  return {};
}

}  // namespace

GMAT_SWEEP_HOOK(no_work);
