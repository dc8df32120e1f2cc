// The tables that Sweep gives of itself: they stand above it.

#include "gmat_sweep/sweep.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

LazyTable Sweep::to_extra_outputs(const std::string& key) const {
  return lazy_extra_outputs(Manifest::open(manifest_path()), key);
}

}  // namespace gmat_sweep
